/// What the debtor agreed to, until it is revoked or expires.
package struct Consent: Hashable, Sendable, Codable {
    package var channel: String
    package var contactPoint: Identifier?
    /// Empty: to be contacted by that channel; `hours`: outside the hours.
    package var scope: String
    package var givenAt: Instant?
    package var revokedAt: Instant?
    package var expiresAt: Instant?
    package var evidence: String
    package var author: Identifier
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        channel: String = "",
        contactPoint: Identifier? = nil,
        scope: String = "",
        givenAt: Instant? = nil,
        revokedAt: Instant? = nil,
        expiresAt: Instant? = nil,
        evidence: String = "",
        author: Identifier,
        unknownFields: [UInt8] = []
    ) {
        self.channel = channel
        self.contactPoint = contactPoint
        self.scope = scope
        self.givenAt = givenAt
        self.revokedAt = revokedAt
        self.expiresAt = expiresAt
        self.evidence = evidence
        self.author = author
        self.unknownFields = unknownFields
    }
}
