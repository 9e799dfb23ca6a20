package import FieldModel

extension Visit {
    /// The fields that an amendment may correct.
    package enum Field {
        package static let outcome = "outcome"
        package static let person = "person"
        package static let place = "place"
        package static let note = "note"
        package static let startedAt = "started_at"
        package static let endedAt = "ended_at"
        package static let all = [outcome, person, place, note, startedAt, endedAt]
    }

    /// A field as edits and revisions write it: moments as decimal milliseconds, empty when absent.
    package func text(of field: String) -> String {
        switch field {
        case Field.outcome: outcome
        case Field.person: person
        case Field.place: place
        case Field.note: note
        case Field.startedAt: startedAt.map { "\($0.milliseconds)" } ?? ""
        case Field.endedAt: endedAt.map { "\($0.milliseconds)" } ?? ""
        default: ""
        }
    }

    /// False when `text` is not a moment that a visit can have.
    mutating func setText(_ text: String, of field: String) -> Bool {
        switch field {
        case Field.outcome: outcome = text
        case Field.person: person = text
        case Field.place: place = text
        case Field.note: note = text
        case Field.startedAt:
            guard let moment = Visit.moment(text) else { return false }
            startedAt = moment
        case Field.endedAt:
            if text.isEmpty {
                endedAt = nil
                return true
            }
            guard let moment = Visit.moment(text) else { return false }
            endedAt = moment
        default: return false
        }
        return true
    }

    private static func moment(_ text: String) -> Instant? {
        Int64(text).map(Instant.init(milliseconds:)).flatMap { $0 == $0.clamped ? $0 : nil }
    }

    /// What the revisions take of the record's room.
    var keptBytes: Int {
        revisions.reduce(note.utf8.count) { sum, revision in
            revision.previous.reduce(sum + 40) { $0 + $1.key.utf8.count + $1.value.utf8.count + 8 }
        }
    }
}

extension Draft {
    /// Room in a record for what stood before.
    static let mostHistoryBytes = 48_000

    mutating func check(visit field: String, _ text: String) {
        switch field {
        case Visit.Field.outcome: check(word: text, in: Vocabulary.visitOutcomes)
        case Visit.Field.person: check(word: text, in: Vocabulary.persons, required: false)
        case Visit.Field.place: check(word: text, in: Vocabulary.places, required: false)
        case Visit.Field.note: check(text: text, most: Limits.noteBytes, lines: true)
        default: break
        }
    }

    /// A visit whose times cannot be right is kept and flagged: it happened.
    mutating func judgeTimes(of visit: Visit, _ id: RecordID) {
        guard isSound, let started = visit.startedAt else { return }
        let ended = visit.endedAt ?? started
        let facts = [Visit.Field.startedAt, Visit.Field.endedAt].map { Attribute(key: $0, value: visit.text(of: $0)) }
        if ended < started { find(.visitEndsBeforeStart, .visit, id, facts: facts) }
        if context.isInFuture(max(started, ended)) { find(.visitInFuture, .visit, id, facts: facts) }
        findSuspectClock(.visit, id)
    }
}
