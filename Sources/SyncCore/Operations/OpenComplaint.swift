package import FieldModel

/// What the debtor complains of. A fact.
package struct OpenComplaint: Sendable, Hashable, Codable {
    package var complaint: RecordID
    package var channel: String
    package var text: String
    /// By when it must be answered.
    package var dueDay: CalendarDate?

    package init(complaint: RecordID, channel: String = "", text: String, dueDay: CalendarDate? = nil) {
        self.complaint = complaint
        self.channel = channel
        self.text = text
        self.dueDay = dueDay
    }
}

extension OpenComplaint: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        draft.check(word: channel, in: Vocabulary.channels, required: false)
        draft.check(text: text, most: Limits.noteBytes, lines: true, required: true)
        draft.check(day: dueDay)
        let made = Complaint(
            channel: channel, text: text, openedAt: draft.context.actedAt, dueDay: dueDay, author: draft.author)
        draft.create(made, complaint)
    }
}
