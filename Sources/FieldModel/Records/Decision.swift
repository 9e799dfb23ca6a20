/// The final outcome of an operation whose receipt was provisional.
package struct Decision: Hashable, Sendable, Codable {
    package var operation: Identifier
    package var device: Identifier
    package var outcome: Outcome
    package var decidedAt: Instant?
    package var author: Identifier
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        operation: Identifier,
        device: Identifier,
        outcome: Outcome,
        decidedAt: Instant? = nil,
        author: Identifier,
        unknownFields: [UInt8] = []
    ) {
        self.operation = operation
        self.device = device
        self.outcome = outcome
        self.decidedAt = decidedAt
        self.author = author
        self.unknownFields = unknownFields
    }
}
