internal import FieldModel
internal import FieldRules

extension Account {
    /// What is shown as owed, whatever the numbers are.
    var stillOwed: Int64 { saturatingDifference(lenderBalance, collectedSince) }
}

/// Payments are append-only; what was collected and how promises stand follow from them alone.
extension Draft {
    /// What the account has collected since the lender's balance was taken: payments less reversals after that moment.
    mutating func recount() {
        guard isSound, let id = aggregate.account, var account else { return }
        account.collectedSince = countedMoney.collected(since: account.balance)
        set(account, id)
    }

    /// Each unit of money once, as balances of the lender's file see it.
    var countedMoney: [CountedMoney] {
        let zone = context.zone
        return aggregate.countedPayments.map { $0.money(in: zone) }
    }

    mutating func reverse(_ id: RecordID, _ before: Payment, reason: String) {
        if before.reversedBy == operation { return }
        require(before.reversedBy == nil, .alreadyReversed)
        guard isSound else { return }
        var reversed = before
        reversed.reversedBy = operation
        reversed.reversedAt = context.actedAt
        reversed.reversalReason = reason
        set(reversed, id)
        recount()
        judgePromises(afterReversal: true)
    }

    /// A payment that cannot be right is kept and flagged: the money was handed over.
    mutating func judge(_ payment: Payment, _ id: RecordID, owed: Int64) {
        guard isSound else { return }
        if payment.amount > max(0, owed) {
            let facts = [
                Attribute(key: "amount", value: "\(payment.amount)"), Attribute(key: "owed", value: "\(owed)"),
            ]
            find(.paymentAboveOwed, .payment, id, facts: facts, knowable: false)
        }
        if context.isInFuture(payment.claimedAt) {
            let facts = [Attribute(key: "claimed_at", value: "\(payment.claimedAt.milliseconds)")]
            find(.paymentInFuture, .payment, id, facts: facts)
        }
        findSuspectClock(.payment, id)
    }
}
