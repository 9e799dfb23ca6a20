package import FieldModel

/// Units of a cap granted to one holder.
package struct GrantAllowance: Sendable, Hashable, Codable {
    package var allowance: RecordID
    package var person: Identifier
    package var rule: String
    package var holder: PersonID
    package var units: Int
    package var validFrom: Instant?
    package var validUntil: Instant?

    package init(
        allowance: RecordID, person: Identifier, rule: String, holder: PersonID, units: Int, validFrom: Instant? = nil,
        validUntil: Instant? = nil
    ) {
        self.allowance = allowance
        self.person = person
        self.rule = rule
        self.holder = holder
        self.units = units
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

extension GrantAllowance: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
