internal import FieldModel

/// Elements of a set, phones and addresses: a union by id, in which a removal wins only over what it had seen.
enum SetElement {
    /// The field of a conflict, and of a stamp, about whether an element is there.
    static let field = "removed"
    static let yes = "yes"
    static let no = "no"
}

extension Draft {
    /// The element is removed in any case; edits that its remover had not seen leave a conflict.
    mutating func remove(_ before: ContactPoint, _ id: RecordID, seen: [OperationID]) {
        guard before.removedBy == nil else { return }
        var removed = before
        setRemoved(&removed, true)
        set(removed, id)
        let unseen = before.stamps.filter { $0.field != SetElement.field && !seen.contains($0.operation) }
        guard let last = unseen.max(by: { ($0.at, $0.operation) < ($1.at, $1.operation) }) else { return }
        meet(id, theirs: last, value: SetElement.no, mine: SetElement.yes)
    }

    /// An edit of an element that was removed meanwhile: it stays removed until somebody resolves it.
    mutating func keepRemoved(_ point: ContactPoint, _ id: RecordID) {
        guard let removedBy = point.removedBy else { return }
        let removal =
            point.stamp(of: SetElement.field)
            ?? FieldStamp(
                field: SetElement.field, operation: removedBy, author: point.author, at: point.removedAt ?? .first)
        meet(id, theirs: removal, value: SetElement.yes, mine: SetElement.no)
    }

    private mutating func meet(_ id: RecordID, theirs: FieldStamp, value: String, mine: String) {
        guard isSound else { return }
        let place = ConflictPlace(kind: .contactPoint, record: id, field: SetElement.field)
        let own = ConflictValue(value: mine, author: author, at: context.actedAt, operation: operation)
        if let open = openConflict(at: place) {
            return join(open, own, saw: open.value.values.first { $0.author == author }?.operation)
        }
        let other = ConflictValue(value: value, author: theirs.author, at: theirs.at, operation: theirs.operation)
        openConflict(at: place, base: SetElement.no, [other, own])
    }

    mutating func settleRemoval(_ id: RecordID, _ value: String) {
        guard var point = existing(ContactPoint.self, id) else { return }
        check(word: value, in: [SetElement.yes, SetElement.no])
        setRemoved(&point, value == SetElement.yes)
        set(point, id)
    }

    private func setRemoved(_ point: inout ContactPoint, _ isRemoved: Bool) {
        point.removedBy = isRemoved ? operation : nil
        point.removedAt = isRemoved ? context.actedAt : nil
        point.stamps.put(stamp(SetElement.field))
    }
}
