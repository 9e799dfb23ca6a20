/// A state that rules read; see the compliance words.
package struct Flag: Hashable, Sendable, Codable {
    /// dispute, hardship, deceased, vulnerable, represented, cease_contact, employer_prohibits, time_barred.
    package var kind: String
    package var sinceDay: CalendarDate?
    package var recordedAt: Instant
    /// Whether the debtor said it in writing.
    package var written: Bool
    package var evidence: String
    package var author: Identifier
    package var clearedBy: Identifier?
    package var clearedAt: Instant?
    package var clearEvidence: String
    /// Of a copy: the flag under another account of the same person that it is a copy of.
    package var origin: Identifier?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        kind: String,
        sinceDay: CalendarDate? = nil,
        recordedAt: Instant,
        written: Bool = false,
        evidence: String = "",
        author: Identifier,
        clearedBy: Identifier? = nil,
        clearedAt: Instant? = nil,
        clearEvidence: String = "",
        origin: Identifier? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.kind = kind
        self.sinceDay = sinceDay
        self.recordedAt = recordedAt
        self.written = written
        self.evidence = evidence
        self.author = author
        self.clearedBy = clearedBy
        self.clearedAt = clearedAt
        self.clearEvidence = clearEvidence
        self.origin = origin
        self.unknownFields = unknownFields
    }
}
