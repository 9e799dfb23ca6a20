internal import FieldModel
internal import SyncCore

/// `money-conserved`: between two imports, payments less reversals equal the change in what is owed; and each payment
/// counts from when it was made, whatever the device's clock said.
enum MoneyConserved {
    static func violation(_ world: World) -> String? {
        for account in world.server.accounts {
            let aggregate = world.server.aggregate(of: account)
            let kept = aggregate.all(Payment.self)
            let known = world.auditor.payments[account] ?? [:]
            if Set(kept.map(\.id)) != Set(known.keys) {
                return "account \(account.ending) has \(kept.count) payments, \(known.count) were admitted"
            }
            for (id, payment) in kept {
                guard let fact = known[id] else { continue }
                if payment.amount != fact.amount || (payment.reversedBy != nil) != fact.isReversed {
                    return "payment \(id.ending) is \(payment.amount), reversed: \(payment.reversedBy != nil); "
                        + "it was \(fact.amount), reversed: \(fact.isReversed)"
                }
                if let wrong = time(of: payment, id, fact, world) { return wrong }
            }
            if let wrong = balance(account, aggregate, kept.map(\.value), world.auditor) { return wrong }
        }
        return nil
    }

    private static func balance(
        _ account: AccountID, _ aggregate: Aggregate, _ payments: [Payment], _ auditor: Auditor
    ) -> String? {
        guard let record = aggregate[Account.self, account], let imported = auditor.balances[account] else {
            return "account \(account.ending) is gone"
        }
        var collected: Int64 = 0
        for payment in payments where payment.reversedBy == nil && payment.effectiveDay > imported.asOf {
            collected += payment.amount
        }
        let owed = imported.lender - collected
        if record.shownBalance == owed { return nil }
        return "account \(account.ending) shows \(record.shownBalance) as owed, by its payments it is \(owed)"
    }

    /// Exact while the clock did not jump between the contacts around the act, else within them.
    private static func time(
        of payment: Payment, _ id: RecordID, _ fact: Auditor.PaymentFact, _ world: World
    ) -> String? {
        let auditor = world.auditor
        guard let header = world.server.operation(fact.operation)?.header else { return nil }
        let minted = auditor.minted[header.device]?.first { $0.header.id == fact.operation }
        guard let actedAt = minted?.actedAt else { return nil }
        let contacts = auditor.contacts[header.device] ?? []
        let before = contacts.last { $0 < actedAt }
        let after = contacts.first { $0 >= actedAt } ?? actedAt
        let wasSetBack = auditor.everSetBack.contains(header.device)
        let from = before ?? Instant(milliseconds: .min)
        let jumps = auditor.jumps[header.device] ?? []
        // The contacts around a copy's act may have been another copy's.
        let hasJumped = wasSetBack ? !jumps.isEmpty : jumps.contains { $0 > from && $0 <= after }
        let isRight =
            hasJumped
            ? (wasSetBack || payment.effectiveAt >= (before ?? payment.effectiveAt)) && payment.effectiveAt <= world.now
            : payment.effectiveAt == actedAt
        if isRight { return nil }
        // Which of two copies made a contact nobody can tell: the act may seem to have come after the other's.
        let isBeyondAnothers = payment.effectiveAt > actedAt && contacts.contains(payment.effectiveAt)
        if auditor.everCopied.contains(header.device), isBeyondAnothers { return nil }
        return "payment \(id.ending) made at \(actedAt.rfc3339(offsetSeconds: 0)) counts from "
            + payment.effectiveAt.rfc3339(offsetSeconds: 0)
    }
}
