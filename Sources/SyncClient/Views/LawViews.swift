package import FieldModel
internal import FieldRules
package import SyncCore

/// What the law asks of an account, and what was let pass.
extension RecordView {
    package func duty(_ duty: Duty, _ id: RecordID, now: Instant, _ state: RecordStatus) -> JSONValue {
        let status =
            duty.satisfiedAt.map { at in duty.dueAt.map { at <= $0 } ?? true ? "satisfied" : "satisfied_late" }
            ?? (duty.isOverdue(at: now) ? "missed" : "open")
        return [
            "id": JSONValue(id), "duty": .string(duty.kind), "status": .string(status), "due_at": moment(duty.dueAt),
            "started_at": moment(duty.startedAt), "started_by": JSONValue(duty.startedBy),
            "satisfied_at": moment(duty.satisfiedAt), "satisfied_by": JSONValue(duty.satisfiedBy),
            "missed_at": moment(duty.missedAt), "rule": .text(duty.rule), "citation": .text(duty.citation),
            "state": .string(state.rawValue),
        ]
    }

    package func hold(_ hold: LegalHold, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "reason": .text(hold.reason), "since": moment(hold.since),
            "by": name(hold.author), "lifted_at": moment(hold.liftedAt),
            "lifted_by_person": hold.liftedBy.map(name) ?? .null, "lift_reason": .text(hold.liftReason),
            "state": .string(state.rawValue),
        ]
    }

    package func override(_ override: Override, _ id: RecordID, now: Instant, _ state: RecordStatus) -> JSONValue {
        let status =
            override.usedBy != nil
            ? "used"
            : override.until.map { $0 < now } ?? false
                ? "expired" : override.grantedAt == nil ? "requested" : "granted"
        return [
            "id": JSONValue(id), "rule": .string(override.rule), "act": .string(override.act),
            "status": .string(status), "reason": .text(override.reason), "until": moment(override.until),
            "requested_by": name(override.requestedBy), "requested_at": moment(override.requestedAt),
            "granted_by": override.grantedBy.map(name) ?? .null, "granted_at": moment(override.grantedAt),
            "used_by": JSONValue(override.usedBy), "used_at": moment(override.usedAt),
            "state": .string(state.rawValue),
        ]
    }
}
