/// One act that somebody of role compliance lets pass against a rule that may be overridden.
package struct Override: Hashable, Sendable, Codable {
    package var rule: String
    /// A channel, or promise, settlement, letter.
    package var act: String
    package var reason: String
    /// Until when it may be used.
    package var until: Instant?
    package var requestedBy: Identifier
    package var requestedAt: Instant
    package var grantedBy: Identifier?
    package var grantedAt: Instant?
    /// The operation that used it up.
    package var usedBy: Identifier?
    package var usedAt: Instant?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        rule: String,
        act: String,
        reason: String = "",
        until: Instant? = nil,
        requestedBy: Identifier,
        requestedAt: Instant,
        grantedBy: Identifier? = nil,
        grantedAt: Instant? = nil,
        usedBy: Identifier? = nil,
        usedAt: Instant? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.rule = rule
        self.act = act
        self.reason = reason
        self.until = until
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
        self.usedBy = usedBy
        self.usedAt = usedAt
        self.unknownFields = unknownFields
    }
}
