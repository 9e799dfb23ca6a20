internal import FieldModel
internal import FieldRules
internal import SyncCore

/// The lender's file of payments: what the field took and the lender has posted, what he was paid himself, what came
/// back, and rows that come again.
extension World {
    mutating func importPayment(_ dice: inout Dice) {
        guard let account = dice.pick(server.accounts), let row = paymentRow(account, &dice) else { return }
        note("the lender tells of \(row.amount) as \(row.externalReference)")
        act(.importPayment(row), account, &dice)
    }

    private mutating func paymentRow(_ account: AccountID, _ dice: inout Dice) -> ImportPayment? {
        switch dice.weighted([40, 25, 20, 15]) {
        case 0: posted(account, &dice)
        case 1: row(Int64(dice.within(1...30)), reference(&dice), &dice)
        case 2: returned(account, &dice)
        default: told(account, &dice)
        }
    }

    private func reference(_ dice: inout Dice) -> String { "L-\(dice.next() % 1_000_000_000)" }

    private func row(_ amount: Int64, _ reference: String, _ dice: inout Dice) -> ImportPayment {
        ImportPayment(
            payment: .version7(at: now, using: &dice), amount: amount, externalReference: reference,
            effectiveDay: server.zone.localDate(at: now) - dice.below(4))
    }

    /// Of a payment of the field, which the server may not know yet: by its voucher, in one column or the other, or
    /// without a word of which it is.
    private func posted(_ account: AccountID, _ dice: inout Dice) -> ImportPayment? {
        let taken = devices.flatMap { $0.recordedPayments(of: account) }.sorted { $0.payment < $1.payment }
        guard let made = dice.pick(taken) else { return nil }
        let differs = dice.chance(perMille: 100)
        var posted = row(made.amount + (differs ? 1 : 0), reference(&dice), &dice)
        switch dice.below(3) {
        case 0: posted.externalReference = made.voucher
        case 1: posted.matches = made.voucher
        default: break
        }
        return posted
    }

    /// What came back, by the lender's name of it or by the voucher.
    private func returned(_ account: AccountID, _ dice: inout Dice) -> ImportPayment? {
        let vouchers = devices.flatMap { $0.recordedPayments(of: account) }.filter { $0.payment.low % 3 == 0 }
        let told = auditor.standing(account).map { ($0.reference, $0.amount) }
        let known = told + vouchers.map { ($0.voucher, $0.amount) }
        guard let (reference, amount) = dice.pick(known.sorted { $0.0 < $1.0 }) else { return nil }
        var back = row(amount, "R-\(dice.next() % 1_000_000_000)", &dice)
        back.reverses = reference
        return back
    }

    /// The same row again, or with the word that it is another payment than the one that it looks like.
    private func told(_ account: AccountID, _ dice: inout Dice) -> ImportPayment? {
        guard let known = dice.pick(auditor.standing(account)) else { return nil }
        var again = row(known.amount, known.reference, &dice)
        again.effectiveDay = known.day
        if dice.below(2) == 0 { again.matches = ImportPayment.noMatch }
        return again
    }
}

extension SimulatedDevice {
    fileprivate func recordedPayments(of account: AccountID) -> [RecordPayment] {
        // By index: copying an entry costs more than looking at it.
        outbox.indices.compactMap { index in
            guard outbox[index].header.account == account else { return nil }
            switch intents[outbox[index].header.id] {
            case .recordPayment(let made)?: return made
            case .replaceOperation(let replacement)?:
                if case .recordPayment(let made) = replacement.intent { return made }
                return nil
            default: return nil
            }
        }
    }
}
