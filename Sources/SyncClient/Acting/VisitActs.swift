package import FieldModel
internal import FieldRules
package import SyncCore

/// What a person says of a visit; nil leaves it out.
package struct VisitWords: Sendable {
    package var outcome: String?
    package var person: String?
    package var place: String?
    package var note: String?
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var location: GeoPoint?
    package var contactPoint: RecordID?
    package var relatedPerson: RecordID?
    package var purpose: String?
    /// The planned contact that it is the outcome of.
    package var planned: String?
    package init() {}
}

extension Acting {
    package func recordVisit(_ account: AccountID, _ words: VisitWords) throws -> ActResult {
        try act { view in
            let id = view.mint()
            let startedAt = words.startedAt ?? words.endedAt.map { min($0, view.now) } ?? view.now
            let channel: Channel = words.place == "workplace" ? .workplaceVisit : .visit
            let planned = try view.plan(
                account, channel: channel.description, at: startedAt, named: words.planned)
            let visit = RecordVisit(
                visit: id, outcome: words.outcome ?? "", person: words.person ?? "", place: words.place ?? "",
                startedAt: startedAt, endedAt: words.endedAt, note: words.note ?? "", location: words.location,
                contactPoint: words.contactPoint, relatedPerson: words.relatedPerson, purpose: words.purpose ?? "",
                planned: planned)
            return PlannedAct(account: account, record: id, intent: .recordVisit(visit))
        }
    }

    package func amendVisit(_ visit: RecordID, _ words: VisitWords) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(Visit.self, visit)
            var edits: [FieldEdit] = []
            func edit(_ field: String, _ value: String?) {
                guard let value, value != before.text(of: field) else { return }
                edits.append(FieldEdit(field: field, base: before.text(of: field), value: value))
            }
            edit(Visit.Field.outcome, words.outcome)
            edit(Visit.Field.person, words.person)
            edit(Visit.Field.place, words.place)
            edit(Visit.Field.note, words.note)
            edit(Visit.Field.startedAt, words.startedAt.map { "\($0.milliseconds)" })
            edit(Visit.Field.endedAt, words.endedAt.map { "\($0.milliseconds)" })
            guard !edits.isEmpty else { throw ClientFailure.nothingToChange }
            return PlannedAct(
                account: account, record: visit, intent: .amendVisit(AmendVisit(visit: visit, edits: edits)),
                dependsOn: [state.pendingOperation(of: visit, .visit)])
        }
    }
}

extension ClientFailure {
    /// What was to be done is done already.
    package static let alreadySo = ClientFailure(
        "already_so", "It is so already; nothing was written.", hint: "", status: .badInput)

    package static let nothingToChange = ClientFailure(
        "bad_edit", "There is nothing to change.", hint: "Give at least one value that differs.", status: .badInput)
}

extension ActView {
    /// A record with the account that it hangs under; throws `unknown_record`.
    package func record<Value: RecordValue>(
        _ type: Value.Type, _ id: RecordID
    ) throws -> (account: AccountID, value: Value, state: AccountState) {
        guard let row = try reading.row(kind: Value.rowKind, id: id), let account = row.account,
            let value = parts.content(of: row).flatMap(Value.init)
        else { throw ClientFailure.badInput("unknown_record", "There is no such record on this laptop.") }
        return (account, value, try state(account))
    }
}
