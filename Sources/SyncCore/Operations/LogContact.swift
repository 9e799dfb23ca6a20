package import FieldModel

/// One contact or attempt by phone, message or letter. A fact.
package struct LogContact: Sendable, Hashable, Codable {
    package var contact: RecordID
    package var channel: String
    /// Empty for outbound.
    package var direction: String
    package var result: String
    package var person: String
    package var place: String
    package var purpose: String
    package var contactPoint: RecordID?
    package var relatedPerson: RecordID?
    package var at: Instant?
    package var note: String
    package var planned: RecordID?

    package init(
        contact: RecordID, channel: String, direction: String = "", result: String, person: String = "",
        place: String = "", purpose: String = "", contactPoint: RecordID? = nil, relatedPerson: RecordID? = nil,
        at: Instant? = nil, note: String = "", planned: RecordID? = nil
    ) {
        self.contact = contact
        self.channel = channel
        self.direction = direction
        self.result = result
        self.person = person
        self.place = place
        self.purpose = purpose
        self.contactPoint = contactPoint
        self.relatedPerson = relatedPerson
        self.at = at
        self.note = note
        self.planned = planned
    }
}

extension LogContact: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        draft.check(word: channel, in: Vocabulary.channels)
        draft.check(word: direction, in: Vocabulary.directions, required: false)
        draft.check(word: result, in: Vocabulary.contactResults)
        draft.check(word: person, in: Vocabulary.persons, required: false)
        draft.check(word: place, in: Vocabulary.places, required: false)
        draft.check(word: purpose, in: Vocabulary.purposes, required: false)
        draft.check(text: note, most: Limits.noteBytes, lines: true)
        draft.check(moment: at)
        let claimed = at ?? draft.context.writtenAt
        let made = Contact(
            channel: channel, direction: direction.isEmpty ? "outbound" : direction, result: result, person: person,
            place: place, purpose: purpose, contactPoint: contactPoint, relatedPerson: relatedPerson,
            at: claimed, author: draft.author, note: note, planned: planned,
            countedAt: draft.context.counted(claimed))
        draft.create(made, contact)
        if let at, draft.context.isInFuture(at) {
            draft.find(.contactInFuture, .contact, contact, facts: [Attribute(key: "at", value: "\(at.milliseconds)")])
        }
        draft.findSuspectClock(.contact, contact)
    }
}
