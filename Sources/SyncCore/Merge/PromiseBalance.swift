internal import FieldModel
internal import FieldRules

/// A balance that falls by more than the payments that are known: somebody may have paid the lender, so that an open
/// promise is not called broken until a payment says so, the balance is up again or the promise is withdrawn.
///
/// Each promise keeps the highest that was owed since its making, because interest that grows would hide what was paid.
/// What is owed by that balance and by the newest one is counted again with every payment, so that one which arrives late
/// clears the doubt.
extension Draft {
    /// A file's balance takes the place of another.
    mutating func followBalance(from before: LenderBalance, to now: LenderBalance) {
        guard isSound, before != now else { return }
        let payments = aggregate.countedPayments
        for (id, promise) in aggregate.all(PromiseToPay.self) where promise.state.isJudged {
            let base = promise.balance ?? before
            guard promise.canTakePayments(after: base), owed(by: now, payments) >= owed(by: base, payments) else {
                if promise.balance == nil { keep(base, id, promise) }
                continue
            }
            keep(now, id, promise)
        }
    }

    private mutating func keep(_ balance: LenderBalance, _ id: RecordID, _ promise: PromiseToPay) {
        guard promise.balance != balance else { return }
        var followed = promise
        followed.balance = balance
        set(followed, id)
    }

    /// Whether a payment that nobody told of may have kept the promise.
    func isUnconfirmed(_ promise: PromiseToPay, by payments: [CountedPayment]) -> Bool {
        guard let account, let base = promise.balance, promise.canTakePayments(after: base) else { return false }
        return owed(by: base, payments) > owed(by: account.balance, payments)
    }

    /// What a balance leaves when the payments that it does not know of are taken off.
    private func owed(by balance: LenderBalance, _ payments: [CountedPayment]) -> Int64 {
        saturatingDifference(balance.amount, collected(since: balance, of: payments))
    }
}

extension Account {
    var balance: LenderBalance {
        LenderBalance(amount: lenderBalance, asOfDay: balanceAsOfDay, asOfAt: balanceAsOfAt)
    }
}

extension PromiseToPay {
    /// Whether a payment that the balance does not know of can be in time.
    fileprivate func canTakePayments(after balance: LenderBalance) -> Bool {
        PromiseJudgement.Terms(.nil_, self).lastDeadline.map { balance.asOfDay < $0 } ?? false
    }
}
