internal import FieldModel

/// The field of a record that two edits met in.
struct ConflictPlace: Hashable {
    var kind: RecordKind
    var record: RecordID
    var field: String
}

extension Draft {
    typealias Open = (id: RecordID, value: Conflict)

    /// Room in a conflict's record for its values.
    private static let mostValueBytes = 48_000

    /// A field has at most one.
    func openConflict(at place: ConflictPlace) -> Open? {
        aggregate.all(Conflict.self).first { _, conflict in
            !conflict.resolved && conflict.recordKind == place.kind && conflict.record == place.record
                && conflict.field == place.field
        }
    }

    /// `values` in order of admission.
    mutating func openConflict(at place: ConflictPlace, base: String, _ values: [ConflictValue]) {
        let open = aggregate.all(Conflict.self).count { !$0.value.resolved }
        require(open < Limits.openConflictsPerAccount, .tooManyConflicts)
        guard isSound else { return }
        let id = name(.conflict)
        let conflict = Conflict(
            recordKind: place.kind, record: place.record, field: place.field, base: base, values: values,
            openedAt: context.now.clamped)
        aggregate.set(conflict, id)
        conflicts.append(id)
    }

    /// Adds a value to an open conflict, last because it was admitted last. It takes the place of one of the author's
    /// own, the one that he saw before others, when he had seen any that is in it; otherwise all stay.
    mutating func join(_ open: Open, _ mine: ConflictValue, saw: OperationID?) {
        var conflict = open.value
        if let saw, conflict.values.contains(where: { $0.operation == saw }) {
            let own = conflict.values.indices.filter { conflict.values[$0].author == mine.author }
            if let replaced = own.first(where: { conflict.values[$0].operation == saw }) ?? own.last {
                conflict.values.remove(at: replaced)
            }
        }
        conflict.values.append(mine)
        keep(conflict, open.id)
    }

    private mutating func keep(_ conflict: Conflict, _ id: RecordID) {
        let bytes = conflict.values.reduce(conflict.base.utf8.count) { $0 + $1.value.utf8.count + 60 }
        require(bytes <= Draft.mostValueBytes, .tooManyConflicts)
        guard isSound else { return }
        aggregate.set(conflict, id)
        if !conflicts.contains(id) { conflicts.append(id) }
    }
}

extension Draft {
    /// A resolution that had not seen all values is one more of them; one that meets another resolution opens the
    /// conflict again.
    mutating func resolve(_ before: Conflict, _ id: RecordID, with value: String, valuesSeen: Int) {
        if before.resolved && before.resolution == value { return }
        let place = ConflictPlace(kind: before.recordKind, record: before.record, field: before.field)
        let unseen = unseenEdit(at: place, of: before, against: value)
        settle(place, value)
        guard isSound else { return }
        let mine = ConflictValue(value: value, author: author, at: context.actedAt, operation: operation)
        var conflict = before
        if before.resolved {
            if let other = openConflict(at: place) { return join(other, mine, saw: nil) }
            reopen(&conflict)
            if let unseen { conflict.values.append(unseen) }
            conflict.values.append(mine)
            keep(conflict, id)
        } else if valuesSeen < before.values.count || before.values.contains(where: { !context.wasSeen($0.operation) })
        {
            join((id, conflict), mine, saw: conflict.values.first?.operation)
        } else {
            conflict.resolved = true
            conflict.resolution = value
            conflict.resolvedBy = author
            conflict.resolvedAt = context.actedAt
            conflict.resolvedIn = operation
            aggregate.set(conflict, id)
        }
    }

    /// What somebody wrote to the field after the earlier resolution and the author of this one has not seen: it would be
    /// overwritten and be none of the values.
    private func unseenEdit(at place: ConflictPlace, of conflict: Conflict, against value: String) -> ConflictValue? {
        guard let (shown, stamp) = shownEdit(at: place), shown != value, stamp.operation != conflict.resolvedIn,
            !conflict.values.contains(where: { $0.operation == stamp.operation }), !context.wasSeen(stamp.operation)
        else { return nil }
        return ConflictValue(value: shown, author: stamp.author, at: stamp.at, operation: stamp.operation)
    }

    private func shownEdit(at place: ConflictPlace) -> (String, FieldStamp)? {
        switch place.kind {
        case .contactPoint: aggregate[ContactPoint.self, place.record].flatMap { edit($0, place.field) }
        case .relatedPerson: aggregate[RelatedPerson.self, place.record].flatMap { edit($0, place.field) }
        case .registers: aggregate[AccountRegisters.self, place.record].flatMap { edit($0, place.field) }
        default: nil
        }
    }

    private func edit(_ record: some EditableFields, _ field: String) -> (String, FieldStamp)? {
        record.stamp(of: field).map { (record[field: field], $0) }
    }

    /// The earlier resolution becomes one of the values.
    private func reopen(_ conflict: inout Conflict) {
        if let by = conflict.resolvedBy, let at = conflict.resolvedAt, let operation = conflict.resolvedIn {
            conflict.values.append(
                ConflictValue(value: conflict.resolution, author: by, at: at, operation: operation))
        }
        conflict.resolved = false
        conflict.resolution = ""
        conflict.resolvedBy = nil
        conflict.resolvedAt = nil
        conflict.resolvedIn = nil
    }

    /// Writes the value to the field that it is about.
    private mutating func settle(_ place: ConflictPlace, _ value: String) {
        switch (place.kind, place.field) {
        case (.contactPoint, SetElement.field): settleRemoval(place.record, value)
        case (.contactPoint, _): settleField(ContactPoint.self, place, value)
        case (.relatedPerson, _): settleField(RelatedPerson.self, place, value)
        case (.registers, _): settleField(AccountRegisters.self, place, value)
        case (.promise, _): settlePromise(place, value)
        default: hold(.unsupported)
        }
    }

    private mutating func settleField<Value: EditableFields>(
        _ type: Value.Type, _ place: ConflictPlace, _ value: String
    ) {
        guard var record = existing(Value.self, place.record) else { return }
        require(Value.fields.contains(place.field), .badEdit)
        check(Value.self, field: place.field, value)
        guard isSound else { return }
        record.write(value, stamp(place.field))
        set(record, place.record)
    }
}
