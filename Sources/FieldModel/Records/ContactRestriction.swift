/// What the debtor asked not to be done.
package struct ContactRestriction: Hashable, Sendable, Codable {
    package var channel: String
    package var place: String
    /// 1 = Monday .. 7 = Sunday; empty for every day.
    package var weekdays: [Int]
    /// Minutes of the day in the debtor's zone, [from, to); both 0 for the whole day.
    package var fromMinute: Int
    package var toMinute: Int
    package var contactPoint: Identifier?
    package var requestedAt: Instant?
    package var withdrawnAt: Instant?
    package var note: String
    package var author: Identifier
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        channel: String = "",
        place: String = "",
        weekdays: [Int] = [],
        fromMinute: Int = 0,
        toMinute: Int = 0,
        contactPoint: Identifier? = nil,
        requestedAt: Instant? = nil,
        withdrawnAt: Instant? = nil,
        note: String = "",
        author: Identifier,
        unknownFields: [UInt8] = []
    ) {
        self.channel = channel
        self.place = place
        self.weekdays = weekdays
        self.fromMinute = fromMinute
        self.toMinute = toMinute
        self.contactPoint = contactPoint
        self.requestedAt = requestedAt
        self.withdrawnAt = withdrawnAt
        self.note = note
        self.author = author
        self.unknownFields = unknownFields
    }
}
