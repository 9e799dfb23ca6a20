/// What the law asks for by a moment, until a record satisfies it.
package struct Duty: Hashable, Sendable, Codable {
    package var kind: String
    package var dueAt: Instant?
    package var satisfiedBy: Identifier?
    package var rule: String
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        kind: String,
        dueAt: Instant? = nil,
        satisfiedBy: Identifier? = nil,
        rule: String = "",
        unknownFields: [UInt8] = []
    ) {
        self.kind = kind
        self.dueAt = dueAt
        self.satisfiedBy = satisfiedBy
        self.rule = rule
        self.unknownFields = unknownFields
    }
}
