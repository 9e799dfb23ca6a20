internal import FieldModel

/// A balance that falls by more than the payments that are known: somebody may have paid the lender, so that an open
/// promise is not called broken until a payment says so, the balance is up again or the promise is withdrawn.
///
/// Each promise keeps the highest that was owed since its making, because interest that grows would hide what was paid.
/// What is owed by that balance and by the newest one is counted again with every payment, so that one which arrives late
/// clears the doubt. Decisions and facts doubt by this alone.
enum PromiseDoubt {
    /// The balance that a promise keeps once the file's balance has moved from `before` to `now`; `kept` is nil until it
    /// moves for the first time. `owed` is what a balance leaves when the payments that it does not know of are taken off.
    static func kept(
        _ kept: LenderBalance?, _ terms: PromiseJudgement.Terms, from before: LenderBalance, to now: LenderBalance,
        owed: (LenderBalance) -> Int64
    ) -> LenderBalance {
        let base = kept ?? before
        return terms.canTakePayments(after: base) && owed(now) >= owed(base) ? now : base
    }

    /// Whether a payment that nobody told of may have kept the promise.
    static func isUnconfirmed(
        _ kept: LenderBalance?, _ terms: PromiseJudgement.Terms, now: LenderBalance, owed: (LenderBalance) -> Int64
    ) -> Bool {
        guard let kept, terms.canTakePayments(after: kept) else { return false }
        return owed(kept) > owed(now)
    }
}

extension Draft {
    /// A file's balance takes the place of another.
    mutating func followBalance(from before: LenderBalance, to now: LenderBalance) {
        guard isSound, before != now else { return }
        let money = countedMoney
        for (id, promise) in aggregate.all(PromiseToPay.self) where promise.state.isJudged {
            let kept = PromiseDoubt.kept(promise.balance, PromiseJudgement.Terms(id, promise), from: before, to: now) {
                $0.owed(with: money)
            }
            guard promise.balance != kept else { continue }
            var followed = promise
            followed.balance = kept
            set(followed, id)
        }
    }

    func isUnconfirmed(_ promise: PromiseToPay, by money: [CountedMoney]) -> Bool {
        guard let account else { return false }
        return PromiseDoubt.isUnconfirmed(
            promise.balance, PromiseJudgement.Terms(.nil_, promise), now: account.balance
        ) { $0.owed(with: money) }
    }
}

extension LenderBalance {
    /// What it leaves when the payments that it does not know of are taken off.
    fileprivate func owed(with money: [CountedMoney]) -> Int64 {
        saturatingDifference(amount, money.collected(since: self))
    }
}

extension Account {
    var balance: LenderBalance {
        LenderBalance(amount: lenderBalance, asOfDay: balanceAsOfDay, asOfAt: balanceAsOfAt)
    }
}

extension PromiseJudgement.Terms {
    /// Whether a payment that the balance does not know of can be in time.
    func canTakePayments(after balance: LenderBalance) -> Bool {
        lastDeadline.map { balance.asOfDay < $0 } ?? false
    }
}
