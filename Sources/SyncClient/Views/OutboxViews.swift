package import FieldModel
package import SyncCore

/// One's own operations, and the server's word about them.
package enum OutboxViews {
    private static let most = 1_000_000

    /// What waits, is held or was refused; with `all` everything, in the order of acting.
    package static func list(_ context: ViewContext, all: Bool) throws -> [JSONValue] {
        try entries(context).filter { all || isOpen($0) }.map { item($0, context) }
    }

    private static func entries(_ context: ViewContext) throws -> [OutboxEntry] {
        try context.reading.operations(states: [.pending, .acknowledged, .settled], from: .start, limit: most).inOrder
    }

    private static func isOpen(_ entry: OutboxEntry) -> Bool {
        switch RecordStates.state(of: entry) {
        case .synced, .conflicted: false
        case .pending, .held, .refused: true
        }
    }

    private static func item(_ entry: OutboxEntry, _ context: ViewContext) -> JSONValue {
        [
            "operation": JSONValue(entry.header.id), "kind": .string(kindName(entry.header.kind)),
            "account": JSONValue(entry.header.account), "outcome": .string("\(entry.outcome.state)"),
            "reason": .text(entry.outcome.reason), "rule": .text(entry.outcome.rule),
            "state": .string(RecordStates.state(of: entry).rawValue), "sequence": JSONValue(entry.header.sequence),
            "incarnation": JSONValue(entry.header.incarnation), "at": context.local(entry.header.wallClock),
            "withdrawn_by": JSONValue(entry.sealed.withdrawnBy),
        ]
    }

    package static func show(_ operation: OperationID, _ context: ViewContext) throws -> JSONValue {
        let entry = try entry(operation, context)
        var value = item(entry, context)
        value = value.adding("depends_on", .array(entry.header.dependsOn.map { JSONValue($0) }))
        let intent = try? context.parts.intent(of: entry)
        value = value.adding("text", intent.map { IntentView.json($0) } ?? .null)
        return value.adding("receipt", entry.receipt.map { receipt($0, entry, context) } ?? .null)
    }

    private static func entry(_ operation: OperationID, _ context: ViewContext) throws -> OutboxEntry {
        guard let entry = try context.reading.operation(operation) else {
            throw ClientFailure.badInput("unknown_operation", "There is no such operation of yours.")
        }
        return entry
    }

    /// The last first.
    package static func receipts(_ context: ViewContext) throws -> [JSONValue] {
        try entries(context).reversed().compactMap { entry in
            entry.receipt.map { receipt($0, entry, context) }
        }
    }

    package static func receipt(_ operation: OperationID, _ context: ViewContext) throws -> JSONValue {
        let entry = try entry(operation, context)
        guard let own = entry.receipt else {
            throw ClientFailure.badInput(
                "no_receipt", "The operation has no receipt yet.", hint: "Receipts come with `cartera sync`.")
        }
        return receipt(own, entry, context)
            .adding("leaf_index", JSONValue(own.leafIndex)).adding("leaf_hash", .text(hexadecimal(own.leafHash)))
            .adding("merged_fields", JSONValue(own.outcome.mergedFields))
            .adding(
                "earlier",
                .array(try context.reading.earlierReceipts(operation).map { receipt($0, entry, context) })
            )
            .adding("conflicts", .array(own.outcome.conflicts.map { JSONValue($0) }))
            .adding(
                "findings", .array(own.outcome.findings.map { ["id": JSONValue($0.id), "code": .string($0.code)] }))
    }

    private static func receipt(_ receipt: Receipt, _ entry: OutboxEntry, _ context: ViewContext) -> JSONValue {
        [
            "operation": JSONValue(receipt.operation), "kind": .string(kindName(entry.header.kind)),
            "account": JSONValue(entry.header.account), "outcome": .string("\(receipt.outcome.state)"),
            "reason": .text(receipt.outcome.reason), "rule": .text(receipt.outcome.rule),
            "verdicts": VerdictView.json(receipt.outcome), "packs": JSONValue(receipt.outcome.packs),
            "commit": receipt.commit == 0 ? .null : JSONValue(receipt.commit), "epoch": JSONValue(receipt.epoch),
            "already_applied": .bool(receipt.alreadyApplied), "received_at": context.local(receipt.receivedAt),
        ]
    }

    /// `record_visit` of 1, and so on, as the wire names them.
    package static func kindName(_ kind: Int) -> String { kinds[kind] ?? "kind_\(kind)" }

    private static let kinds: [Int: String] = [
        1: "record_visit", 2: "amend_visit", 3: "make_promise", 4: "revise_promise", 5: "withdraw_promise",
        6: "record_payment", 7: "reverse_payment", 8: "log_contact", 9: "add_contact_point",
        10: "update_contact_point", 11: "remove_contact_point", 12: "set_flag", 13: "clear_flag",
        14: "set_account_fields", 15: "resolve_conflict", 16: "withdraw_operation", 17: "replace_operation",
        18: "record_consent", 19: "revoke_consent", 20: "add_restriction", 21: "withdraw_restriction",
        22: "add_related_person", 23: "update_related_person", 24: "open_complaint", 25: "answer_complaint",
        26: "close_complaint", 27: "plan_contact", 28: "check_made", 29: "grant_allowance", 30: "return_allowance",
        31: "propose_settlement", 32: "send_letter", 33: "record_delivery", 34: "override_verdict",
        35: "add_attachment", 36: "review_finding",
        50: "sign_settlement", 64: "import_account", 65: "assign_account", 66: "judge_promises",
        67: "decide_operation", 68: "write_score", 69: "write_document", 70: "import_payment", 71: "write_scores",
        80: "set_hold", 81: "judge_duties", 82: "copy_record",
    ]
}

/// An intent's own words, so that its text is never lost; also what `outbox edit` names its fields by.
package enum IntentView {
    package static func json(_ intent: Intent) -> JSONValue {
        switch intent {
        case .recordVisit(let visit):
            [
                "visit": JSONValue(visit.visit), "outcome": .string(visit.outcome), "person": .text(visit.person),
                "place": .text(visit.place), "started_at": utc(visit.startedAt), "ended_at": utc(visit.endedAt),
                "note": .text(visit.note), "purpose": .text(visit.purpose),
            ]
        case .amendVisit(let amend): ["visit": JSONValue(amend.visit), "edits": edits(amend.edits)]
        case .makePromise(let promise):
            ["promise": JSONValue(promise.promise), "instalments": instalments(promise.instalments, promise.currency)]
        case .revisePromise(let promise):
            ["promise": JSONValue(promise.promise), "instalments": instalments(promise.instalments, promise.currency)]
        case .withdrawPromise(let promise):
            ["promise": JSONValue(promise.promise), "reason": .text(promise.reason)]
        case .recordPayment(let payment):
            [
                "payment": JSONValue(payment.payment), "amount": money(payment.amount, payment.currency),
                "method": .string(payment.method), "reference": .text(payment.reference),
                "claimed_at": utc(payment.claimedAt), "voucher": .text(payment.voucher),
            ]
        case .reversePayment(let payment):
            ["payment": JSONValue(payment.payment), "reason": .text(payment.reason)]
        case .logContact(let contact):
            [
                "contact": JSONValue(contact.contact), "channel": .string(contact.channel),
                "direction": .text(contact.direction), "result": .string(contact.result),
                "person": .text(contact.person), "place": .text(contact.place), "purpose": .text(contact.purpose),
                "at": utc(contact.at), "note": .text(contact.note),
            ]
        case .setAccountFields(let fields): ["edits": edits(fields.edits)]
        case .updateContactPoint(let point): ["point": JSONValue(point.point), "edits": edits(point.edits)]
        case .updateRelatedPerson(let person): ["person": JSONValue(person.person), "edits": edits(person.edits)]
        case .addContactPoint(let point):
            ["point": JSONValue(point.point), "value": .string(point.value), "label": .text(point.label)]
        default: others(intent)
        }
    }

    private static func others(_ intent: Intent) -> JSONValue {
        switch intent {
        case .setFlag(let flag):
            ["flag": JSONValue(flag.flag), "kind": .string(flag.kind), "evidence": .text(flag.evidence)]
        case .clearFlag(let flag): ["flag": JSONValue(flag.flag), "evidence": .text(flag.evidence)]
        case .resolveConflict(let resolve):
            ["conflict": JSONValue(resolve.conflict), "value": .string(resolve.value)]
        case .withdrawOperation(let withdraw):
            ["operation": JSONValue(withdraw.operation), "reason": .text(withdraw.reason)]
        case .replaceOperation(let replace):
            ["operation": JSONValue(replace.operation), "intent": json(replace.intent)]
        case .recordConsent(let consent):
            [
                "consent": JSONValue(consent.consent), "channel": .string(consent.channel),
                "evidence": .text(consent.evidence),
            ]
        case .addRestriction(let restriction):
            ["restriction": JSONValue(restriction.restriction), "note": .text(restriction.note)]
        case .addRelatedPerson(let person):
            ["person": JSONValue(person.person), "role": .string(person.role), "name": .text(person.name)]
        case .openComplaint(let complaint):
            ["complaint": JSONValue(complaint.complaint), "text": .text(complaint.text)]
        case .answerComplaint(let complaint):
            ["complaint": JSONValue(complaint.complaint), "answer": .text(complaint.answer)]
        case .overrideVerdict(let override):
            [
                "override": JSONValue(override.override ?? override.confirms), "rule": .text(override.rule),
                "act": .text(override.act), "reason": .text(override.reason),
            ]
        default: ["record": JSONValue(intent.record)]
        }
    }

    private static func utc(_ moment: Instant?) -> JSONValue {
        guard let moment, moment.isGiven else { return .null }
        return .string(moment.rfc3339(offsetSeconds: 0))
    }

    private static func money(_ minor: Int64, _ code: String) -> JSONValue {
        ["minor": JSONValue(minor), "currency": .string(code)]
    }

    private static func instalments(_ parts: [Instalment], _ code: String) -> JSONValue {
        .array(parts.map { ["due": JSONValue($0.dueDay), "amount": money($0.amount, code)] })
    }

    private static func edits(_ edits: [FieldEdit]) -> JSONValue {
        .array(edits.map { ["field": .string($0.field), "base": .string($0.base), "value": .string($0.value)] })
    }
}
