package import FieldModel

/// What happened at the door. A fact: kept even where it breaks an expectation.
package struct RecordVisit: Sendable, Hashable, Codable {
    package var visit: RecordID
    package var outcome: String
    package var person: String
    package var place: String
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var note: String
    package var location: GeoPoint?
    package var contactPoint: RecordID?
    package var relatedPerson: RecordID?
    package var purpose: String
    package var planned: RecordID?

    package init(
        visit: RecordID, outcome: String, person: String = "", place: String = "", startedAt: Instant? = nil,
        endedAt: Instant? = nil, note: String = "", location: GeoPoint? = nil, contactPoint: RecordID? = nil,
        relatedPerson: RecordID? = nil, purpose: String = "", planned: RecordID? = nil
    ) {
        self.visit = visit
        self.outcome = outcome
        self.person = person
        self.place = place
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.note = note
        self.location = location
        self.contactPoint = contactPoint
        self.relatedPerson = relatedPerson
        self.purpose = purpose
        self.planned = planned
    }
}

extension RecordVisit: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        draft.check(visit: Visit.Field.outcome, outcome)
        draft.check(visit: Visit.Field.person, person)
        draft.check(visit: Visit.Field.place, place)
        draft.check(visit: Visit.Field.note, note)
        draft.check(word: purpose, in: Vocabulary.purposes, required: false)
        draft.check(moment: startedAt, required: true)
        draft.check(moment: endedAt)
        draft.check(location: location)
        let made = Visit(
            outcome: outcome, person: person, place: place, startedAt: startedAt, endedAt: endedAt, note: note,
            location: location, author: draft.author, recordedAt: draft.context.actedAt, contactPoint: contactPoint,
            relatedPerson: relatedPerson, purpose: purpose, planned: planned,
            countedAt: startedAt.map(draft.context.counted) ?? draft.context.actedAt)
        draft.create(made, visit)
        draft.judgeTimes(of: made, visit)
    }
}
