package import FieldModel

/// A state of debtor or debt that rules read. Anybody sets it; a fact.
package struct SetFlag: Sendable, Hashable, Codable {
    package var flag: RecordID
    package var kind: String
    /// Nil for the day on which its author acted.
    package var sinceDay: CalendarDate?
    /// Whether the debtor said it in writing.
    package var written: Bool
    package var evidence: String

    package init(
        flag: RecordID, kind: String, sinceDay: CalendarDate? = nil, written: Bool = false, evidence: String = ""
    ) {
        self.flag = flag
        self.kind = kind
        self.sinceDay = sinceDay
        self.written = written
        self.evidence = evidence
    }
}

extension SetFlag: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        draft.check(word: kind, in: Vocabulary.flags)
        draft.check(text: evidence, most: Limits.evidenceBytes, lines: true)
        draft.check(day: sinceDay)
        let made = Flag(
            kind: kind, sinceDay: sinceDay ?? draft.context.actedDay, recordedAt: draft.context.actedAt,
            written: written, evidence: evidence, author: draft.author)
        draft.create(made, flag)
    }
}
