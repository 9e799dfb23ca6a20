internal import FieldModel
internal import FieldRules
internal import SyncCore

/// What people do, with a taste for collisions: the same registers, promises, payments and phones as everybody else.
struct Acts {
    let view: Aggregate
    let device: SimulatedDevice
    let account: AccountID
    let now: Instant
    /// Whether payments have names by which the lender may know them.
    let hasVouchers: Bool
    /// How many visits, and contacts, an account may have: under caps each judges all later ones.
    let mostContacts: Int
    var dice: Dice

    static let kinds: [(make: @Sendable (inout Acts) -> Intent?, weight: Int)] = [
        ({ $0.editRegisters() }, 30),
        ({ $0.recordPayment() }, 16),
        ({ $0.reversePayment() }, 10),
        ({ $0.makePromise() }, 14),
        ({ $0.revisePromise() }, 10),
        ({ $0.withdrawPromise() }, 6),
        ({ $0.recordVisit() }, 12),
        ({ $0.amendVisit() }, 6),
        ({ $0.addPoint() }, 10),
        ({ $0.editPoint() }, 18),
        ({ $0.removePoint() }, 8),
        ({ $0.resolveConflict() }, 22),
        ({ $0.withdrawOperation() }, 10),
        ({ $0.replaceOperation() }, 6),
        ({ $0.overrideVerdict() }, 6),
        ({ $0.setFlag() }, 4),
        ({ $0.logContact() }, 4),
    ]

    var wall: Instant { device.wallClock(at: now) }
    private mutating func mint() -> RecordID { .version7(at: wall, using: &dice) }
    private static let words = ["alpha", "bravo", "carlo", "delta"]
    private static let currency = "MXN"
}

extension Acts {
    mutating func editRegisters() -> Intent? {
        let registers = view[AccountRegisters.self, account] ?? AccountRegisters()
        let edits =
            dice.chance(perMille: 200) ? ["summary", "landmark"] : [dice.pick(["summary", "landmark"]) ?? "summary"]
        return .setAccountFields(SetAccountFields(edits: edits.map { edit(registers, $0) }))
    }

    private mutating func edit(_ record: some EditableFields, _ field: String) -> FieldEdit {
        FieldEdit(
            field: field, base: record[field: field], value: dice.pick(Acts.words) ?? "",
            baseOperation: record.stamp(of: field)?.operation)
    }

    mutating func addPoint() -> Intent? {
        guard view.all(ContactPoint.self).count < 6 else { return nil }
        return .addContactPoint(
            AddContactPoint(point: mint(), kind: .phone, value: dice.pick(Acts.words) ?? "", label: "home"))
    }

    mutating func editPoint() -> Intent? {
        guard let point = dice.pick(view.all(ContactPoint.self).filter { $0.value.removedBy == nil }) else {
            return nil
        }
        let field = dice.pick(["value", "label"]) ?? "value"
        return .updateContactPoint(UpdateContactPoint(point: point.id, edits: [edit(point.value, field)]))
    }

    mutating func removePoint() -> Intent? {
        guard let point = dice.pick(view.all(ContactPoint.self).filter { $0.value.removedBy == nil }) else {
            return nil
        }
        return .removeContactPoint(
            RemoveContactPoint(point: point.id, seen: point.value.stamps.map(\.operation)))
    }

    mutating func resolveConflict() -> Intent? {
        let open = view.all(Conflict.self).filter { !$0.value.resolved }
        guard let conflict = dice.pick(open), var value = dice.pick(conflict.value.values)?.value else { return nil }
        let isRegister = conflict.value.recordKind == .registers
        if isRegister && dice.chance(perMille: 200) { value = "echo" }
        return .resolveConflict(
            ResolveConflict(conflict: conflict.id, value: value, valuesSeen: conflict.value.values.count))
    }
}

extension Acts {
    mutating func recordPayment() -> Intent? {
        var made = RecordPayment(
            payment: mint(), amount: Int64(dice.within(1...30)), currency: Acts.currency,
            method: dice.pick(["cash", "transfer"]) ?? "cash")
        if hasVouchers { made.voucher = "V-\(made.payment.ending)" }
        return .recordPayment(made)
    }

    mutating func reversePayment() -> Intent? {
        let open = view.all(Payment.self).filter { $0.value.reversedBy == nil && !$0.value.fromLender }
        guard let payment = dice.pick(open) else { return nil }
        return .reversePayment(ReversePayment(payment: payment.id, reason: "returned"))
    }

    mutating func makePromise() -> Intent? {
        .makePromise(MakePromise(promise: mint(), instalments: terms(), currency: Acts.currency))
    }

    mutating func revisePromise() -> Intent? {
        guard let promise = dice.pick(view.all(PromiseToPay.self).filter { $0.value.state == .open }) else {
            return nil
        }
        return .revisePromise(
            RevisePromise(
                promise: promise.id, instalments: terms(), currency: Acts.currency,
                baseRevision: promise.value.revision))
    }

    mutating func withdrawPromise() -> Intent? {
        guard let promise = dice.pick(view.all(PromiseToPay.self).filter { $0.value.state == .open }) else {
            return nil
        }
        return .withdrawPromise(
            WithdrawPromise(promise: promise.id, reason: "mistake", baseRevision: promise.value.revision))
    }

    /// Due soon by the device's own clock, right or wrong.
    private mutating func terms() -> [Instalment] {
        var day = device.zone.localDate(at: wall)
        return (0..<dice.within(1...3)).map { _ in
            day = day + dice.within(1...4)
            return Instalment(dueDay: day, amount: Int64(dice.within(5...40)))
        }
    }
}

extension Acts {
    mutating func recordVisit() -> Intent? {
        guard view.all(Visit.self).count < mostContacts else { return nil }
        return .recordVisit(
            RecordVisit(
                visit: mint(), outcome: dice.pick(["paid", "not_home", "promised"]) ?? "other", startedAt: wall,
                note: dice.pick(Acts.words) ?? ""))
    }

    mutating func amendVisit() -> Intent? {
        guard let visit = dice.pick(view.all(Visit.self).filter { $0.value.withdrawnBy == nil }) else { return nil }
        let note = dice.pick(Acts.words) ?? ""
        return .amendVisit(
            AmendVisit(visit: visit.id, edits: [FieldEdit(field: "note", base: visit.value.note, value: note)]))
    }

    mutating func setFlag() -> Intent? { .setFlag(SetFlag(flag: mint(), kind: Vocabulary.flags[0])) }

    mutating func logContact() -> Intent? {
        guard view.all(Contact.self).count < mostContacts else { return nil }
        return .logContact(
            LogContact(contact: mint(), channel: Vocabulary.channels[0], result: Vocabulary.contactResults[0]))
    }

    /// Refused: a collector lets nothing pass.
    mutating func overrideVerdict() -> Intent? {
        .overrideVerdict(OverrideVerdict(rule: "lender/policy", act: "visit", confirms: mint()))
    }

    mutating func withdrawOperation() -> Intent? {
        guard let target = ownOperation() else { return nil }
        return .withdrawOperation(WithdrawOperation(operation: target, reason: "mistake"))
    }

    mutating func replaceOperation() -> Intent? {
        guard let target = ownOperation(), let instead = dice.below(2) == 0 ? recordPayment() : recordVisit() else {
            return nil
        }
        return .replaceOperation(ReplaceOperation(operation: target, intent: instead))
    }

    private mutating func ownOperation() -> OperationID? {
        let own = device.outbox.suffix(12).filter { $0.header.account == account }
        return dice.pick(own.map(\.header.id))
    }

    /// Now and then an act rests on an earlier one of the same person.
    mutating func dependencies() -> [OperationID] {
        guard dice.chance(perMille: 150), let target = ownOperation() else { return [] }
        return [target]
    }
}
