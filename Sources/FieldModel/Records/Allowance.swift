/// Units of a cap granted to one holder.
package struct Allowance: Hashable, Sendable, Codable {
    package var person: Identifier
    package var rule: String
    package var holder: Identifier
    /// 0 says that another has them: `holder` does, under another account of the person.
    package var units: Int
    package var validFrom: Instant?
    package var validUntil: Instant?
    package var spent: Int
    package var closed: Bool
    /// The latest spends, oldest first, <= 64.
    package var spends: [AllowanceSpend]
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        person: Identifier,
        rule: String,
        holder: Identifier,
        units: Int,
        validFrom: Instant? = nil,
        validUntil: Instant? = nil,
        spent: Int = 0,
        closed: Bool = false,
        spends: [AllowanceSpend] = [],
        unknownFields: [UInt8] = []
    ) {
        self.person = person
        self.rule = rule
        self.holder = holder
        self.units = units
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.spent = spent
        self.closed = closed
        self.spends = spends
        self.unknownFields = unknownFields
    }
}

/// One unit that was spent.
package struct AllowanceSpend: Hashable, Sendable, Codable {
    /// The planned contact or the letter; the contact itself where nothing was planned.
    package var plan: Identifier
    package var at: Instant
    package var channel: String
    /// The record of what came of the plan; nil while nothing has.
    package var fact: Identifier?

    package init(plan: Identifier, at: Instant, channel: String, fact: Identifier? = nil) {
        self.plan = plan
        self.at = at
        self.channel = channel
        self.fact = fact
    }
}
