internal import FieldModel
internal import SyncCore

/// Edits that met, by who had seen what.
extension Auditor {
    mutating func write(_ edits: [FieldEdit], _ kind: RecordKind, _ record: RecordID, _ event: ServerEvent) {
        for edit in edits {
            let place = FieldPlace(kind: kind, record: record, field: edit.field)
            if writes[place]?.value == edit.value { continue }
            // Whoever replaces the very text that stands there has seen it, whoever's edit it was: equal edits are one.
            if writes[place]?.value != edit.base {
                expectConflict(place, edit.value, seen: edit.baseOperation, event)
            }
            note(place, edit.value, event)
        }
    }

    mutating func note(_ place: FieldPlace, _ value: String, _ event: ServerEvent) {
        writes[place] = FieldWrite(
            value: value, account: event.header.account, branch: event.branch, order: order,
            operation: event.header.id, device: event.header.device, epoch: event.epoch,
            commit: event.commit)
    }

    /// Two different values of which the later author had not seen the earlier leave an open conflict with both.
    private mutating func expectConflict(
        _ place: FieldPlace, _ value: String, seen: OperationID?, _ event: ServerEvent
    ) {
        guard let last = writes[place], last.value != value, isUnseen(last, event), last.operation != seen else {
            return
        }
        let both = event.conflicts.contains { conflict in
            let texts = Set(conflict.values.map(\.value))
            return !conflict.resolved && conflict.recordKind == place.kind && conflict.record == place.record
                && conflict.field == place.field && texts.contains(last.value) && texts.contains(value)
        }
        guard !both else { return }
        let open = event.conflicts.filter { $0.record == place.record && $0.field == place.field }.map { conflict in
            "\(conflict.values.map(\.value))\(conflict.resolved ? " resolved \(conflict.resolution)" : "")"
        }
        report(
            .noSilentConflict,
            "\(place.kind) \(place.field): \(last.value) by \(last.operation.ending) and \(value) by "
                + "\(event.header.id.ending) did not see one another; conflicts: \(open)")
    }

    func isUnseen(_ write: FieldWrite, _ event: ServerEvent) -> Bool {
        let seen = event.header.seen
        if write.device == event.header.device { return false }
        if write.branch == seen.branch, isWithin(seen, write.epoch, write.commit) { return false }
        // What was done before the account came to the branch came with it.
        let come = (moves[write.account] ?? []).last { move in
            move.branch == seen.branch && isWithin(seen, move.epoch, move.commit)
        }
        return come.map { $0.order < write.order } ?? true
    }

    private func isWithin(_ seen: FeedPosition, _ epoch: UInt64, _ commit: UInt64) -> Bool {
        epoch < seen.epoch || epoch == seen.epoch && commit <= seen.commit
    }

    /// Resolving is writing: whoever had not seen another's write meets it in a conflict.
    mutating func resolve(_ resolution: ResolveConflict, _ event: ServerEvent) {
        guard let before = event.resolved, !(before.resolved && before.resolution == resolution.value) else { return }
        let place = FieldPlace(kind: before.recordKind, record: before.record, field: before.field)
        switch (place.kind, place.field) {
        case (.contactPoint, "removed"):
            if resolution.value == "yes" { removed.insert(place.record) } else { removed.remove(place.record) }
        case (.registers, _), (.contactPoint, _):
            expectConflict(place, resolution.value, seen: nil, event)
            note(place, resolution.value, event)
        default: break
        }
    }

    /// A removal wins only over what it had seen.
    mutating func remove(_ removal: RemoveContactPoint, _ event: ServerEvent) {
        guard !removed.contains(removal.point) else { return }
        removed.insert(removal.point)
        let unseen = writes.contains { place, write in
            place.kind == .contactPoint && place.record == removal.point && isUnseen(write, event)
                && !removal.seen.contains(write.operation)
        }
        if unseen { expectRemovalConflict(removal.point, event) }
    }

    mutating func expectRemovalConflict(_ point: RecordID, _ event: ServerEvent) {
        let isThere = event.conflicts.contains { conflict in
            !conflict.resolved && conflict.record == point && conflict.field == "removed"
                && conflict.values.contains { $0.operation == event.header.id }
        }
        if !isThere {
            report(
                .noSilentConflict,
                "contact point \(point.ending): an edit and a removal met in \(event.header.id.ending) without a conflict"
            )
        }
    }
}
