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
    /// The same grant again makes it longer or larger, never less: its holder may be away.
    func decide(_ draft: inout Draft) {
        draft.require(!allowance.isNil && !holder.isNil && !person.isNil, .malformed)
        draft.check(text: rule, most: Limits.nameBytes, required: true)
        draft.require((0...Limits.allowanceUnits).contains(units), .badRange)
        draft.check(moment: validFrom, required: true)
        draft.check(moment: validUntil, required: true)
        if let validFrom, let validUntil { draft.require(validFrom < validUntil, .badRange) }
        guard draft.isSound else { return }
        guard draft.aggregate.contains(RecordKey(kind: .allowance, id: allowance)) else {
            let granted = Allowance(
                person: person, rule: rule, holder: holder, units: units, validFrom: validFrom, validUntil: validUntil)
            return draft.set(granted, allowance)
        }
        guard var known = draft.existing(Allowance.self, allowance) else { return }
        draft.require(known.holder == holder && known.rule == rule && !known.closed, .idTaken)
        known.units = max(known.units, units)
        known.validUntil = [known.validUntil, validUntil].compactMap { $0 }.max()
        draft.set(known, allowance)
    }
}
