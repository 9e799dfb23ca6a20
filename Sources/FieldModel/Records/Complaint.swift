/// A debtor's complaint, and what was answered by when.
package struct Complaint: Hashable, Sendable, Codable {
    package var channel: String
    package var text: String
    package var openedAt: Instant
    package var dueDay: CalendarDate?
    package var answeredAt: Instant?
    package var answer: String
    package var closedAt: Instant?
    package var author: Identifier
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        channel: String = "",
        text: String = "",
        openedAt: Instant,
        dueDay: CalendarDate? = nil,
        answeredAt: Instant? = nil,
        answer: String = "",
        closedAt: Instant? = nil,
        author: Identifier,
        unknownFields: [UInt8] = []
    ) {
        self.channel = channel
        self.text = text
        self.openedAt = openedAt
        self.dueDay = dueDay
        self.answeredAt = answeredAt
        self.answer = answer
        self.closedAt = closedAt
        self.author = author
        self.unknownFields = unknownFields
    }
}
