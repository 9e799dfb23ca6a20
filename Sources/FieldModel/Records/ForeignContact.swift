/// A contact of the same person under another debt, without saying which.
package struct ForeignContact: Hashable, Sendable, Codable {
    package var at: Instant
    package var channel: String
    package var direction: String
    package var result: String
    package var person: String
    package var place: String
    package var purpose: String
    /// The contact was taken back, and counts no more.
    package var withdrawn: Bool
    /// The other debt is another creditor's.
    package var otherCreditor: Bool
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        at: Instant,
        channel: String,
        direction: String = "",
        result: String = "",
        person: String = "",
        place: String = "",
        purpose: String = "",
        withdrawn: Bool = false,
        otherCreditor: Bool = false,
        unknownFields: [UInt8] = []
    ) {
        self.at = at
        self.channel = channel
        self.direction = direction
        self.result = result
        self.person = person
        self.place = place
        self.purpose = purpose
        self.withdrawn = withdrawn
        self.otherCreditor = otherCreditor
        self.unknownFields = unknownFields
    }
}
