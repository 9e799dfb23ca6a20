internal import FieldModel

extension Account {
    /// What is shown as owed, whatever the numbers are.
    var owed: Int64 { saturatingDifference(lenderBalance, collectedSince) }
}

/// Payments are append-only; what was collected and how promises stand follow from them alone.
extension Draft {
    /// What the account has collected since the lender's balance was taken: payments less reversals after that moment.
    mutating func recount() {
        guard isSound, let id = aggregate.account, var account else { return }
        account.collectedSince = aggregate.all(Payment.self).reduce(0) { sum, payment in
            let isLater =
                account.balanceAsOfAt.map { payment.value.effectiveAt > $0 }
                ?? (payment.value.effectiveDay > account.balanceAsOfDay)
            return isLater && payment.value.reversedBy == nil ? saturatingSum(sum, payment.value.amount) : sum
        }
        set(account, id)
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
