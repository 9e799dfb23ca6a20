internal import FieldModel

/// Three-way merge of fields: what the author saw, what he wants, what stands there now.
extension Draft {
    /// Disjoint edits merge, equal edits are one; of two different concurrent edits of one field the one admitted last
    /// is shown and a conflict keeps both.
    mutating func merge<Value: EditableFields>(_ edits: [FieldEdit], into value: inout Value, _ id: RecordID) {
        check(edits: edits, of: Value.fields)
        for edit in edits { check(Value.self, field: edit.field, edit.value) }
        guard isSound else { return }
        for edit in edits { merge(edit, into: &value, id) }
        let edited = Set(edits.map(\.field))
        for field in Value.fields where !edited.contains(field) {
            guard let stamp = value.stamp(of: field), !context.wasSeen(stamp.operation) else { continue }
            merged.append(field)
        }
    }

    private mutating func merge<Value: EditableFields>(_ edit: FieldEdit, into value: inout Value, _ id: RecordID) {
        let place = ConflictPlace(kind: Value.rowKind, record: id, field: edit.field)
        let shown = value[field: edit.field]
        let last = value.stamp(of: edit.field)
        let mine = ConflictValue(value: edit.value, author: author, at: context.actedAt, operation: operation)
        let open = openConflict(at: place)
        if shown == edit.value {
            if let open, open.value.values.contains(where: { $0.author == author && $0.value != edit.value }) {
                join(open, mine, saw: edit.baseOperation)
            }
            return
        }
        let isSeen = last != nil && last?.operation == edit.baseOperation || shown == edit.base
        value.write(edit.value, stamp(edit.field))
        if let open {
            join(open, mine, saw: edit.baseOperation)
        } else if !isSeen {
            let theirs = writtenValue(shown, last, value)
            openConflict(at: place, base: edit.base, [theirs, mine])
        }
    }

    /// Who wrote what is shown; a value of the lender's file has no stamp, the record's author stands for it.
    private func writtenValue(_ text: String, _ stamp: FieldStamp?, _ value: some EditableFields) -> ConflictValue {
        if let stamp {
            return ConflictValue(value: text, author: stamp.author, at: stamp.at, operation: stamp.operation)
        }
        let point = value as? ContactPoint
        return ConflictValue(
            value: text, author: point?.author ?? .nil_, at: point?.addedAt ?? .first, operation: .nil_)
    }
}
