package import FieldModel

/// The answer that the debtor was given; once.
package struct AnswerComplaint: Sendable, Hashable, Codable {
    package var complaint: RecordID
    package var answer: String

    package init(complaint: RecordID, answer: String) {
        self.complaint = complaint
        self.answer = answer
    }
}

extension AnswerComplaint: Decidable {
    func decide(_ draft: inout Draft) {
        guard var answered = draft.existing(Complaint.self, complaint) else { return }
        draft.check(text: answer, most: Limits.noteBytes, lines: true, required: true)
        guard answered.answer != answer || answered.answeredAt == nil else { return }
        draft.require(answered.answeredAt == nil, .alreadyAnswered)
        answered.answeredAt = draft.context.actedAt
        answered.answer = answer
        draft.set(answered, complaint)
    }
}
