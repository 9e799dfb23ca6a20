/// One contact or attempt by phone, message or letter (visits are Visit).
package struct Contact: Hashable, Sendable, Codable {
    /// call, visit, workplace_visit, sms, email, app_message, letter.
    package var channel: String
    /// outbound, inbound.
    package var direction: String
    /// no_answer, not_connected, message_left, third_party, conversation, delivered.
    package var result: String
    package var person: String
    package var place: String
    package var purpose: String
    package var contactPoint: Identifier?
    package var relatedPerson: Identifier?
    package var at: Instant
    package var author: Identifier
    package var note: String
    package var withdrawnBy: Identifier?
    /// The planned contact that it spends.
    package var planned: Identifier?
    /// When rules count it: `at` by the server's clock, within what is known of the device that claims it. Nil in records
    /// of older programs.
    package var countedAt: Instant?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        channel: String,
        direction: String = "",
        result: String = "",
        person: String = "",
        place: String = "",
        purpose: String = "",
        contactPoint: Identifier? = nil,
        relatedPerson: Identifier? = nil,
        at: Instant,
        author: Identifier,
        note: String = "",
        withdrawnBy: Identifier? = nil,
        planned: Identifier? = nil,
        countedAt: Instant? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.channel = channel
        self.direction = direction
        self.result = result
        self.person = person
        self.place = place
        self.purpose = purpose
        self.contactPoint = contactPoint
        self.relatedPerson = relatedPerson
        self.at = at
        self.author = author
        self.note = note
        self.withdrawnBy = withdrawnBy
        self.planned = planned
        self.countedAt = countedAt
        self.unknownFields = unknownFields
    }
}
