package import FieldModel

/// Reserves a contact: spends one unit of an allowance.
package struct PlanContact: Sendable, Hashable, Codable {
    package var plan: RecordID
    package var channel: String
    package var person: String
    package var place: String
    package var purpose: String
    package var contactPoint: RecordID?
    package var at: Instant?
    package var allowance: RecordID?

    package init(
        plan: RecordID, channel: String, person: String = "", place: String = "", purpose: String = "",
        contactPoint: RecordID? = nil, at: Instant? = nil, allowance: RecordID? = nil
    ) {
        self.plan = plan
        self.channel = channel
        self.person = person
        self.place = place
        self.purpose = purpose
        self.contactPoint = contactPoint
        self.at = at
        self.allowance = allowance
    }
}

extension PlanContact: Decidable {
    /// Makes no record of its own: it takes a unit of each allowance that it needs, and the later contact names it.
    func decide(_ draft: inout Draft) {
        draft.require(!plan.isNil, .malformed)
        draft.check(word: channel, in: Vocabulary.channels)
        draft.check(word: person, in: Vocabulary.persons, required: false)
        draft.check(word: place, in: Vocabulary.places, required: false)
        draft.check(word: purpose, in: Vocabulary.purposes, required: false)
        draft.check(moment: at)
    }
}
