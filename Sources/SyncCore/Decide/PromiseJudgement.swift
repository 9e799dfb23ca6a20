package import FieldModel

/// Kept, partial or broken: a pure function of terms, payments and a day.
///
/// Payments effective after the making count, each unit once, for the oldest due instalment first and what is left for
/// the next. An instalment is kept when what was paid by its deadline reaches the threshold of all that was due by
/// then; the promise is the worst of its instalments.
package enum PromiseJudgement {
    package struct Terms: Hashable, Sendable {
        package var promise: RecordID
        package var instalments: [Instalment]
        package var graceDays: Int
        package var thresholdPercent: Int
        package var madeAt: Instant
        package var moved: [MovedDeadline]
        /// The lender may have been paid: not broken, for now.
        package var isUnconfirmed: Bool

        package init(
            promise: RecordID, instalments: [Instalment], graceDays: Int, thresholdPercent: Int, madeAt: Instant,
            moved: [MovedDeadline] = [], isUnconfirmed: Bool = false
        ) {
            self.promise = promise
            self.instalments = instalments
            self.graceDays = graceDays
            self.thresholdPercent = thresholdPercent
            self.madeAt = madeAt
            self.moved = moved
            self.isUnconfirmed = isUnconfirmed
        }

        package init(_ promise: RecordID, _ record: PromiseToPay) {
            self.init(
                promise: promise, instalments: record.instalments, graceDays: record.graceDays,
                thresholdPercent: record.thresholdPercent, madeAt: record.madeAt,
                moved: record.movedDeadlines)
        }
    }

    package struct Paid: Hashable, Sendable {
        package var payment: RecordID
        package var amount: Int64
        package var effectiveAt: Instant
        package var effectiveDay: CalendarDate

        package init(payment: RecordID, amount: Int64, effectiveAt: Instant, effectiveDay: CalendarDate) {
            self.payment = payment
            self.amount = amount
            self.effectiveAt = effectiveAt
            self.effectiveDay = effectiveDay
        }
    }

    package struct Standing: Hashable, Sendable {
        package var state: PromiseState
        /// What counted towards the promise.
        package var paid: Int64

        package init(state: PromiseState, paid: Int64) {
            self.state = state
            self.paid = paid
        }
    }

    package static func state(_ terms: Terms, _ payments: [Paid], asOf day: CalendarDate) -> Standing {
        judge([terms], payments, asOf: day)[0]
    }

    /// How each of an account's promises stands, in their order.
    package static func judge(_ promises: [Terms], _ payments: [Paid], asOf day: CalendarDate) -> [Standing] {
        let shares = share(payments.filter { $0.effectiveDay <= day }, among: promises)
        return zip(promises, shares).map { terms, share in
            Standing(
                state: state(terms, share, asOf: day), paid: share.reduce(0) { saturatingSum($0, $1.amount) })
        }
    }
}

extension PromiseJudgement {
    /// A part of a payment that counts for a promise.
    private struct Share {
        var day: CalendarDate
        var amount: Int64
    }

    /// An instalment that waits for money.
    private struct Due {
        var day: CalendarDate
        var promise: Int
        var index: Int
        var open: Int64
    }

    /// What of each payment counts for which promise. A promise takes money from its making to its last deadline.
    private static func share(_ payments: [Paid], among promises: [Terms]) -> [[Share]] {
        var shares = [[Share]](repeating: [], count: promises.count)
        var dues: [Due] = []
        for (position, terms) in promises.enumerated() {
            for (index, instalment) in terms.instalments.enumerated() {
                dues.append(Due(day: instalment.dueDay, promise: position, index: index, open: instalment.amount))
            }
        }
        dues.sort {
            ($0.day, promises[$0.promise].promise, $0.index) < ($1.day, promises[$1.promise].promise, $1.index)
        }
        let order = payments.sorted { ($0.effectiveAt, $0.payment) < ($1.effectiveAt, $1.payment) }
        for payment in order {
            var rest = payment.amount
            for position in dues.indices where rest > 0 && dues[position].open > 0 {
                let due = dues[position]
                guard promises[due.promise].takes(payment) else { continue }
                let part = min(rest, due.open)
                rest -= part
                dues[position].open -= part
                shares[due.promise].append(Share(day: payment.effectiveDay, amount: part))
            }
        }
        return shares
    }

    private static func state(_ terms: Terms, _ shares: [Share], asOf day: CalendarDate) -> PromiseState {
        func paid(by day: CalendarDate) -> Int64 {
            shares.reduce(0) { $1.day <= day ? saturatingSum($0, $1.amount) : $0 }
        }
        var worst = PromiseState.kept
        var dueBefore: Int64 = 0
        for instalment in terms.instalments {
            let due = saturatingSum(dueBefore, max(0, instalment.amount))
            let needed = part(of: due, percent: terms.thresholdPercent)
            let deadline = terms.deadline(of: instalment)
            let state: PromiseState
            if paid(by: deadline) >= needed {
                state = paid(by: instalment.dueDay) >= needed ? .kept : .keptLate
            } else if day <= deadline {
                state = .open
            } else {
                state = paid(by: deadline) > dueBefore ? .partial : .broken
            }
            worst = state.isWorse(than: worst) ? state : worst
            dueBefore = due
        }
        return worst == .broken && terms.isUnconfirmed ? .open : worst
    }

    /// Rounded up, exact for all amounts that there are.
    private static func part(of amount: Int64, percent: Int) -> Int64 {
        let percent = Int64(max(1, min(percent, 100)))
        return amount / 100 * percent + (amount % 100 * percent + 99) / 100
    }
}

extension PromiseJudgement.Terms {
    package func deadline(of instalment: Instalment) -> CalendarDate {
        let usual = instalment.dueDay.later(by: max(0, graceDays))
        return moved.first { $0.dueDay == instalment.dueDay }.map { max($0.deadlineDay, usual) } ?? usual
    }

    var lastDeadline: CalendarDate? { instalments.map { deadline(of: $0) }.max() }

    /// Strictly after the making, and not later than the last deadline.
    fileprivate func takes(_ payment: PromiseJudgement.Paid) -> Bool {
        guard payment.effectiveAt > madeAt, let last = lastDeadline else { return false }
        return payment.effectiveDay <= last
    }
}

extension PromiseState {
    /// Whether payments and days alone decide it.
    package var isJudged: Bool { self != .withdrawn && self != .replaced }

    func isWorse(than other: PromiseState) -> Bool { badness > other.badness }

    private var badness: Int {
        switch self {
        case .kept: 0
        case .keptLate: 1
        case .open: 2
        case .partial: 3
        case .broken: 4
        case .withdrawn, .replaced: 5
        }
    }
}
