package import FieldModel

/// A flag, complaint, notice, related person, restriction or hold that the lender's file tells of.
package struct ImportedRecord: Sendable, Hashable, Codable {
    package var record: RecordID
    package var content: RecordContent

    package init(record: RecordID, content: RecordContent) {
        self.record = record
        self.content = content
    }
}

/// What is there already is not written again, and what people have cleared, withdrawn or lifted since is not set again
/// by an old row. Clocks start when the file is taken in: nobody here knew before.
extension Draft {
    mutating func take(_ imported: ImportedRecord) {
        guard isSound, !aggregate.contains(RecordKey(kind: imported.content.kind, id: imported.record)) else { return }
        require(!imported.record.isNil, .malformed)
        switch imported.content {
        case .flag(let flag): take(flag, imported.record)
        case .complaint(let complaint): take(complaint, imported.record)
        case .notice(let notice): take(notice, imported.record)
        case .relatedPerson(let person): take(person, imported.record)
        case .restriction(let restriction): take(restriction, imported.record)
        case .legalHold(let hold): take(hold, imported.record)
        default: reject(.wrongKind)
        }
    }

    private mutating func take(_ told: Flag, _ id: RecordID) {
        check(word: told.kind, in: Vocabulary.flags)
        check(day: told.sinceDay)
        let isThere = aggregate.all(Flag.self).contains { _, flag in
            guard flag.kind == told.kind else { return false }
            guard let cleared = flag.clearedAt, let since = told.sinceDay else { return true }
            return since <= context.day(of: cleared)
        }
        if isThere { return }
        let flag = Flag(
            kind: told.kind, sinceDay: told.sinceDay ?? context.actedDay, recordedAt: context.actedAt,
            written: told.written, evidence: Self.evidence, author: author)
        set(flag, id)
    }

    private mutating func take(_ told: Complaint, _ id: RecordID) {
        check(text: told.text, most: Limits.noteBytes, lines: true, required: true)
        check(day: told.dueDay)
        if aggregate.all(Complaint.self).contains(where: { $0.value.text == told.text }) { return }
        let openedAt = told.openedAt.isGiven ? told.openedAt : context.actedAt
        check(moment: openedAt)
        set(Complaint(text: told.text, openedAt: openedAt, dueDay: told.dueDay, author: author), id)
    }

    private mutating func take(_ told: Notice, _ id: RecordID) {
        check(text: told.kind, most: Limits.valueBytes, required: true)
        check(moment: told.at)
        let isThere = aggregate.all(Notice.self).contains { $0.value.kind == told.kind && $0.value.at == told.at }
        if !isThere { set(Notice(kind: told.kind, at: told.at), id) }
    }

    private mutating func take(_ told: RelatedPerson, _ id: RecordID) {
        var made = RelatedPerson(role: "", author: author)
        for (field, text) in [("role", told.role), ("name", told.name), ("phone", told.phone)] {
            check(RelatedPerson.self, field: field, text)
            if !text.isEmpty { made.write(text, stamp(field)) }
        }
        let isThere = aggregate.all(RelatedPerson.self).contains {
            $0.value.role == told.role && $0.value.name == told.name
        }
        if !isThere { set(made, id) }
    }

    private mutating func take(_ told: ContactRestriction, _ id: RecordID) {
        check(word: told.channel, in: Vocabulary.channels, required: false)
        check(word: told.place, in: Vocabulary.places, required: false)
        check(moment: told.requestedAt)
        require(told.hasSoundHours, .badRange)
        require(
            !told.channel.isEmpty || !told.place.isEmpty || !told.weekdays.isEmpty || told.toMinute > 0, .badRange)
        let isThere = aggregate.all(ContactRestriction.self).contains { _, other in
            other.channel == told.channel && other.place == told.place && other.contactPoint == nil
                && other.weekdays == told.weekdays.sorted()
                && (other.fromMinute, other.toMinute) == (told.fromMinute, told.toMinute)
                && (other.withdrawnAt == nil || told.requestedAt == nil || told.requestedAt == other.requestedAt)
        }
        if isThere { return }
        let made = ContactRestriction(
            channel: told.channel, place: told.place, weekdays: told.weekdays.sorted(), fromMinute: told.fromMinute,
            toMinute: told.toMinute, requestedAt: told.requestedAt ?? context.actedAt, note: Self.evidence,
            author: author)
        set(made, id)
    }

    private mutating func take(_ told: LegalHold, _ id: RecordID) {
        check(text: told.reason, most: Limits.reasonBytes, lines: true, required: true)
        let isThere = aggregate.all(LegalHold.self).contains { _, hold in
            hold.liftedAt == nil || hold.reason == told.reason
        }
        if !isThere { set(LegalHold(reason: told.reason, since: context.actedAt, author: author), id) }
    }

    /// Where a record of the file comes from.
    private static let evidence = "lender_file"
}
