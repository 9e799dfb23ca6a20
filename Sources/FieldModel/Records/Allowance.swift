/// Units of a cap granted to one holder.
package struct Allowance: Hashable, Sendable, Codable {
    package var person: Identifier
    package var rule: String
    package var holder: Identifier
    package var units: Int
    package var validFrom: Instant?
    package var validUntil: Instant?
    package var spent: Int
    package var closed: Bool
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
        self.unknownFields = unknownFields
    }
}
