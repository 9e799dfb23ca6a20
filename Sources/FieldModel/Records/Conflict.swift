/// Two edits that met. Never silent: listed until somebody resolves it.
package struct Conflict: Hashable, Sendable, Codable {
    package var recordKind: RecordKind
    package var record: Identifier
    package var field: String
    /// The value that both had seen.
    package var base: String
    /// In order of admission, >= 2.
    package var values: [ConflictValue]
    package var resolved: Bool
    package var resolution: String
    package var resolvedBy: Identifier?
    package var openedAt: Instant
    package var resolvedAt: Instant?
    /// The operation that resolved it.
    package var resolvedIn: Identifier?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        recordKind: RecordKind,
        record: Identifier,
        field: String,
        base: String = "",
        values: [ConflictValue] = [],
        resolved: Bool = false,
        resolution: String = "",
        resolvedBy: Identifier? = nil,
        openedAt: Instant,
        resolvedAt: Instant? = nil,
        resolvedIn: Identifier? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.recordKind = recordKind
        self.record = record
        self.field = field
        self.base = base
        self.values = values
        self.resolved = resolved
        self.resolution = resolution
        self.resolvedBy = resolvedBy
        self.openedAt = openedAt
        self.resolvedAt = resolvedAt
        self.resolvedIn = resolvedIn
        self.unknownFields = unknownFields
    }
}

/// One of the values that met.
package struct ConflictValue: Hashable, Sendable, Codable {
    package var value: String
    package var author: Identifier
    package var at: Instant
    package var operation: Identifier

    package init(
        value: String,
        author: Identifier,
        at: Instant,
        operation: Identifier
    ) {
        self.value = value
        self.author = author
        self.at = at
        self.operation = operation
    }
}
