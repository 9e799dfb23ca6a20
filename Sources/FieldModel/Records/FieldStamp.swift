/// Who wrote a field last.
package struct FieldStamp: Hashable, Sendable, Codable {
    package var field: String
    package var operation: Identifier
    package var author: Identifier
    package var at: Instant

    package init(
        field: String,
        operation: Identifier,
        author: Identifier,
        at: Instant
    ) {
        self.field = field
        self.operation = operation
        self.author = author
        self.at = at
    }
}
