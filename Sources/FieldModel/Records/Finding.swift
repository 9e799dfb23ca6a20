/// A fact that was kept and broke a rule or an expectation.
package struct Finding: Hashable, Sendable, Codable {
    package var operation: Identifier
    package var recordKind: RecordKind
    package var record: Identifier
    /// Stable code: payment_above_owed, visit_in_future, visit_ends_before_start, clock_suspect, ...
    package var code: String
    package var rule: String
    package var citation: String
    package var facts: [Attribute]
    /// open, closed, superseded.
    package var status: String
    package var openedAt: Instant
    /// Whether the offending facts were within the cursor seen.
    package var knowable: Bool
    package var assignee: Identifier?
    package var closingNote: String
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        operation: Identifier,
        recordKind: RecordKind,
        record: Identifier,
        code: String,
        rule: String = "",
        citation: String = "",
        facts: [Attribute] = [],
        status: String = "",
        openedAt: Instant,
        knowable: Bool = false,
        assignee: Identifier? = nil,
        closingNote: String = "",
        unknownFields: [UInt8] = []
    ) {
        self.operation = operation
        self.recordKind = recordKind
        self.record = record
        self.code = code
        self.rule = rule
        self.citation = citation
        self.facts = facts
        self.status = status
        self.openedAt = openedAt
        self.knowable = knowable
        self.assignee = assignee
        self.closingNote = closingNote
        self.unknownFields = unknownFields
    }
}
