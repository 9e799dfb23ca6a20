/// While it stands nothing of the account is erased.
package struct LegalHold: Hashable, Sendable, Codable {
    package var reason: String
    package var since: Instant?
    package var liftedAt: Instant?
    package var author: Identifier
    package var liftedBy: Identifier?
    package var liftReason: String
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        reason: String = "",
        since: Instant? = nil,
        liftedAt: Instant? = nil,
        author: Identifier,
        liftedBy: Identifier? = nil,
        liftReason: String = "",
        unknownFields: [UInt8] = []
    ) {
        self.reason = reason
        self.since = since
        self.liftedAt = liftedAt
        self.author = author
        self.liftedBy = liftedBy
        self.liftReason = liftReason
        self.unknownFields = unknownFields
    }
}
