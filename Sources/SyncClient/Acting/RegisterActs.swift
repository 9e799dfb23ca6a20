package import FieldModel
package import SyncCore

extension Acting {
    /// `values` by field; an empty value clears it.
    package func setAccountFields(_ account: AccountID, _ values: [(field: String, value: String)]) throws -> ActResult
    {
        try act { view in
            let state = try view.state(account)
            let registers = state.aggregate(view.parts)[AccountRegisters.self, account] ?? AccountRegisters()
            let edits = view.edits(values, of: registers)
            guard !edits.isEmpty else { throw ClientFailure.nothingToChange }
            return PlannedAct(
                account: account, record: account, intent: .setAccountFields(SetAccountFields(edits: edits)))
        }
    }

    package func addContactPoint(_ account: AccountID, _ point: AddContactPoint) throws -> ActResult {
        try act { view in
            var point = point
            point.point = view.mint()
            return PlannedAct(account: account, record: point.point, intent: .addContactPoint(point))
        }
    }

    package func updateContactPoint(_ point: RecordID, _ values: [(field: String, value: String)]) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(ContactPoint.self, point)
            let edits = view.edits(values, of: before)
            guard !edits.isEmpty else { throw ClientFailure.nothingToChange }
            return PlannedAct(
                account: account, record: point,
                intent: .updateContactPoint(UpdateContactPoint(point: point, edits: edits)),
                dependsOn: [state.pendingOperation(of: point, .contactPoint)])
        }
    }

    package func removeContactPoint(_ point: RecordID) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(ContactPoint.self, point)
            if before.removedBy != nil { throw ClientFailure.alreadySo }
            let seen = before.stamps.map(\.operation)
            return PlannedAct(
                account: account, record: point,
                intent: .removeContactPoint(RemoveContactPoint(point: point, seen: seen)),
                dependsOn: [state.pendingOperation(of: point, .contactPoint)])
        }
    }

    package func addRelatedPerson(_ account: AccountID, _ person: AddRelatedPerson) throws -> ActResult {
        try act { view in
            var person = person
            person.person = view.mint()
            return PlannedAct(account: account, record: person.person, intent: .addRelatedPerson(person))
        }
    }

    package func updateRelatedPerson(_ person: RecordID, _ values: [(field: String, value: String)]) throws -> ActResult
    {
        try act { view in
            let (account, before, state) = try view.record(RelatedPerson.self, person)
            let edits = view.edits(values, of: before)
            guard !edits.isEmpty else { throw ClientFailure.nothingToChange }
            return PlannedAct(
                account: account, record: person,
                intent: .updateRelatedPerson(UpdateRelatedPerson(person: person, edits: edits)),
                dependsOn: [state.pendingOperation(of: person, .relatedPerson)])
        }
    }

    /// `keep` picks among the conflict's values; `value` writes a new one.
    package func resolveConflict(_ conflict: RecordID, keep: ConflictChoice) throws -> ActResult {
        try act { view in
            let (account, open, state) = try view.record(Conflict.self, conflict)
            let value = try keep.value(in: open, viewer: view.identity.person)
            let resolve = ResolveConflict(conflict: conflict, value: value, valuesSeen: open.values.count)
            return PlannedAct(
                account: account, record: conflict, intent: .resolveConflict(resolve),
                dependsOn: [state.pendingOperation(of: conflict, .conflict)])
        }
    }
}

/// Which value of a conflict is to stand.
package enum ConflictChoice: Hashable, Sendable {
    case mine, theirs, first, last
    case value(String)

    func value(in conflict: Conflict, viewer: PersonID) throws -> String {
        let mine = conflict.values.last { $0.author == viewer }
        switch self {
        case .value(let value): return value
        case .first: return conflict.values.first?.value ?? conflict.base
        case .last: return conflict.values.last?.value ?? conflict.base
        case .mine, .theirs:
            guard let mine else {
                throw ClientFailure.badInput(
                    "not_an_author", "None of the values is yours.", hint: "Use --keep first, --keep last or --value.")
            }
            if self == .mine { return mine.value }
            return conflict.values.last { $0.author != viewer }?.value ?? conflict.base
        }
    }
}

extension ActView {
    /// Edits with the values that their author sees; those that change nothing are left out.
    func edits(_ values: [(field: String, value: String)], of record: some EditableFields) -> [FieldEdit] {
        values.compactMap { field, value in
            let base = record[field: field]
            let isKnown = type(of: record).fields.contains(field)
            if isKnown, base == value { return nil }
            return FieldEdit(
                field: field, base: base, value: value, baseOperation: record.stamp(of: field)?.operation)
        }
    }
}
