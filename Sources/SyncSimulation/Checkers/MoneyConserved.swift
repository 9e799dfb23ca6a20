internal import FieldModel
internal import SyncCore

/// `money-conserved`: between two imports, payments less reversals equal the change in what is owed; and each payment
/// counts from when it was made, whatever the device's clock said. What the field took and the lender tells of counts
/// once.
enum MoneyConserved {
    static func violation(_ world: World) -> String? {
        for account in world.server.accounts {
            let aggregate = world.server.aggregate(of: account)
            let kept = aggregate.all(Payment.self)
            let known = world.auditor.payments[account] ?? [:]
            let told = world.auditor.lenderPayments[account] ?? [:]
            if Set(kept.map(\.id)) != Set(known.keys).union(told.keys) {
                return "account \(account.ending) has \(kept.count) payments, \(known.count + told.count) were admitted"
            }
            for (id, payment) in kept {
                let isReversed = told[id].map { $0.returnedDay != nil } ?? known[id]?.isReversed ?? false
                let amount = known[id]?.amount ?? told[id]?.amount
                if payment.amount != amount || (payment.reversedBy != nil) != isReversed {
                    return "payment \(id.ending) is \(payment.amount), reversed: \(payment.reversedBy != nil); "
                        + "it was \(amount ?? 0), reversed: \(isReversed)"
                }
                if let fact = known[id], let wrong = time(of: payment, id, fact, world) { return wrong }
            }
            if let wrong = PaymentPairs.violation(aggregate, kept, known, told) { return wrong }
            if let wrong = balance(account, aggregate, world.auditor) { return wrong }
        }
        return nil
    }

    private static func balance(_ account: AccountID, _ aggregate: Aggregate, _ auditor: Auditor) -> String? {
        guard let record = aggregate[Account.self, account], let imported = auditor.balances[account] else {
            return "account \(account.ending) is gone"
        }
        let collected = auditor.money(account, aggregate).reduce(0) { $0 + $1.missing(in: imported.asOf) }
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
