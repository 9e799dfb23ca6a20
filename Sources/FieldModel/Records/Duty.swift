/// What the law asks for by a moment, until a record satisfies it.
package struct Duty: Hashable, Sendable, Codable {
    package var kind: String
    package var dueAt: Instant?
    package var satisfiedBy: Identifier?
    package var rule: String
    /// What started its clock: a record of the account.
    package var startedBy: Identifier?
    package var startedAt: Instant?
    package var satisfiedAt: Instant?
    package var citation: String
    /// Set once the server found it missed.
    package var missedAt: Instant?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        kind: String,
        dueAt: Instant? = nil,
        satisfiedBy: Identifier? = nil,
        rule: String = "",
        startedBy: Identifier? = nil,
        startedAt: Instant? = nil,
        satisfiedAt: Instant? = nil,
        citation: String = "",
        missedAt: Instant? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.kind = kind
        self.dueAt = dueAt
        self.satisfiedBy = satisfiedBy
        self.rule = rule
        self.startedBy = startedBy
        self.startedAt = startedAt
        self.satisfiedAt = satisfiedAt
        self.citation = citation
        self.missedAt = missedAt
        self.unknownFields = unknownFields
    }
}
