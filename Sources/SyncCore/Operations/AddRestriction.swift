package import FieldModel

/// What the debtor asked not to be done. A fact, and binding.
package struct AddRestriction: Sendable, Hashable, Codable {
    package var restriction: RecordID
    /// Empty for all channels.
    package var channel: String
    package var place: String
    /// 1 = Monday .. 7 = Sunday; empty for every day.
    package var weekdays: [Int]
    /// Minutes of the day in the debtor's zone, [from, to); both 0 for the whole day.
    package var fromMinute: Int
    package var toMinute: Int
    package var contactPoint: RecordID?
    package var requestedAt: Instant?
    package var note: String

    package init(
        restriction: RecordID, channel: String = "", place: String = "", weekdays: [Int] = [], fromMinute: Int = 0,
        toMinute: Int = 0, contactPoint: RecordID? = nil, requestedAt: Instant? = nil, note: String = ""
    ) {
        self.restriction = restriction
        self.channel = channel
        self.place = place
        self.weekdays = weekdays
        self.fromMinute = fromMinute
        self.toMinute = toMinute
        self.contactPoint = contactPoint
        self.requestedAt = requestedAt
        self.note = note
    }
}

extension AddRestriction: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        draft.check(word: channel, in: Vocabulary.channels, required: false)
        draft.check(word: place, in: Vocabulary.places, required: false)
        draft.check(text: note, most: Limits.noteBytes, lines: true)
        draft.check(moment: requestedAt)
        let made = ContactRestriction(
            channel: channel, place: place, weekdays: weekdays.sorted(), fromMinute: fromMinute, toMinute: toMinute,
            contactPoint: contactPoint, requestedAt: requestedAt.map(draft.context.past) ?? draft.context.actedAt,
            note: note, author: draft.author)
        draft.require(made.hasSoundHours, .badRange)
        draft.create(made, restriction)
    }
}

extension ContactRestriction {
    /// Weekdays that there are, each once, and hours of one day.
    var hasSoundHours: Bool {
        let isWholeDay = fromMinute == 0 && toMinute == 0
        return weekdays.allSatisfy((1...7).contains) && Set(weekdays).count == weekdays.count
            && (isWholeDay || (0 <= fromMinute && fromMinute < toMinute && toMinute <= 1440))
    }
}
