package import FieldModel
internal import FieldRules

/// How a letter reached its recipient, or did not.
package struct RecordDelivery: Sendable, Hashable, Codable {
    package var letter: RecordID
    package var how: String
    package var at: Instant?
    package var tracking: String
    package var evidence: String

    package init(letter: RecordID, how: String, at: Instant? = nil, tracking: String = "", evidence: String = "") {
        self.letter = letter
        self.how = how
        self.at = at
        self.tracking = tracking
        self.evidence = evidence
    }
}

extension RecordDelivery: Decidable {
    static var isFact: Bool { true }

    /// The first posting or handing over gives the notice that the letter is.
    func decide(_ draft: inout Draft) {
        draft.check(word: how, in: Vocabulary.deliveries)
        draft.check(moment: at)
        draft.check(text: tracking, most: Limits.valueBytes)
        draft.check(text: evidence, most: Limits.evidenceBytes, lines: true)
        guard var delivered = draft.existing(Letter.self, letter) else { return }
        let wasSent = delivered.sentAt != nil
        delivered.deliveries.append(
            LetterDelivery(
                how: how, at: at.map(draft.context.past) ?? draft.context.actedAt, tracking: tracking,
                evidence: evidence,
                author: draft.author))
        draft.require(delivered.deliveries.count <= Limits.deliveries, .tooManyRevisions)
        draft.set(delivered, letter)
        guard !wasSent, let sent = delivered.sentAt, draft.isSound else { return }
        let template = draft.context.rules?.templates.first {
            $0.name == delivered.template && "\($0.version)" == delivered.templateVersion
        }
        guard let kind = template?.notice else { return }
        draft.set(Notice(kind: kind, at: sent, letter: letter), draft.name(.notice))
    }
}
