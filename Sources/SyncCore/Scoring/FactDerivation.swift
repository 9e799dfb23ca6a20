package import FieldModel
package import FieldRules

/// The moment that facts speak of: what was committed before `through`, seen from the day `day`.
package struct FactCutoff: Hashable, Sendable {
    package var through: Instant
    package var day: CalendarDate

    package init(through: Instant, day: CalendarDate) {
        self.through = through
        self.day = day
    }

    /// All that was known when a day ended in a zone.
    package static func endOf(_ day: CalendarDate, in zone: Zone) -> FactCutoff {
        FactCutoff(through: zone.startOfDay(day + 1), day: day)
    }
}

extension CommittedHistory {
    /// The account's facts by what was committed before the cutoff, and by nothing else: what was synced later counts
    /// later, however early it is dated. Nil before the account was there.
    package func facts(_ cutoff: FactCutoff) -> AccountFacts? {
        var derivation = FactDerivation(cutoff: cutoff)
        derivation.take(events)
        return derivation.facts()
    }
}

/// What is known of an account at a cutoff, before it is put into figures.
package struct FactDerivation {
    package let cutoff: FactCutoff
    package private(set) var standing: AccountStanding?
    package private(set) var firstHeld: Instant?
    package private(set) var worstDaysPastDue = 0
    package private(set) var payments: [PaymentEvent] = []
    package private(set) var promises: [PromiseJudgement.Terms] = []
    package private(set) var contacts: [ContactEvent] = []
    package private(set) var assignee: PersonID?

    package init(cutoff: FactCutoff) { self.cutoff = cutoff }

    /// Events in the order of `CommittedHistory`.
    package mutating func take(_ events: [AccountEvent]) {
        let known = events.prefix { $0.committedAt < cutoff.through }
        var undone: Set<OperationID> = []
        for event in known { if case .undone(let operation) = event.what { undone.insert(operation) } }
        for event in known where undone.isEmpty || !undone.contains(event.operation) { take(event) }
    }

    private mutating func take(_ event: AccountEvent) {
        switch event.what {
        case .standing(let new):
            firstHeld = firstHeld ?? event.committedAt
            if let old = standing {
                let late = old.account.daysPastDue(asOf: new.account.balanceAsOfDay)
                worstDaysPastDue = max(worstDaysPastDue, late)
            } else {
                assignee = new.account.assignee
            }
            standing = new
        case .assigned(let person): assignee = person
        case .paid(let payment): payments.append(payment)
        case .paymentReversed(let id): payments.removeAll { $0.payment == id }
        case .promised(let terms): promises.append(terms)
        case .promiseRevised(let id, let instalments):
            for index in promises.indices where promises[index].promise == id {
                promises[index].instalments = instalments
            }
        case .promiseWithdrawn(let id): promises.removeAll { $0.promise == id }
        case .contacted(let contact): contacts.append(contact)
        case .contactCorrected(let id, let reach):
            for index in contacts.indices where contacts[index].contact == id { contacts[index].reach = reach }
        case .undone: break
        }
    }

    package func facts() -> AccountFacts? {
        guard let standing, let firstHeld else { return nil }
        var facts = AccountFacts()
        debt(standing, firstHeld, &facts)
        promiseFacts(&facts)
        paymentFacts(&facts)
        contactFacts(&facts)
        return facts
    }
}

extension FactDerivation {
    /// The lender's balance less what was paid since; never below nothing.
    package var balance: Int64 {
        guard let account = standing?.account else { return 0 }
        let since = account.balanceAsOfDay
        let collected = payments.reduce(Int64(0)) {
            $1.postedDay <= since ? $0 : saturatingSum($0, $1.amount)
        }
        return max(0, saturatingDifference(account.lenderBalance, collected))
    }

    private func whole(_ minor: Int64) -> Int64 {
        var unit: Int64 = 1
        for _ in 0..<(standing?.account.currency.exponent ?? 2) { unit *= 10 }
        return floorDivide(minor, unit)
    }

    private func debt(_ standing: AccountStanding, _ firstHeld: Instant, _ facts: inout AccountFacts) {
        let account = standing.account
        let late = account.daysPastDue(asOf: cutoff.day)
        facts.set(.daysPastDue, Int64(late))
        facts.set(.worstDaysPastDue, Int64(max(late, worstDaysPastDue)))
        facts.set(.balance, whole(balance))
        facts.set(.pastDue, account.pastDue.map(whole))
        facts.set(.income, standing.income.map(whole))
        facts.set(.bureauScore, standing.bureauScore > 0 ? Int64(standing.bureauScore) : nil)
        facts.set(.netWorth, standing.netWorth.map(whole))
        if let income = standing.income, income > 0 {
            facts.set(.balanceToIncome, percent(balance, of: income))
        }
        facts.set(.tenureDays, account.openedDay.map { Int64(max(0, cutoff.day - $0)) })
        facts.set(.daysHeld, max(0, cutoff.through - firstHeld) / 86_400_000)
        facts.set(.product, text: account.product)
        facts.set(.creditorType, text: account.creditorType)
    }

    /// Saturates: beyond a hundred thousand times it says nothing more.
    private func percent(_ part: Int64, of whole: Int64) -> Int64 {
        guard whole > 0 else { return 0 }
        let (product, overflow) = part.multipliedReportingOverflow(by: 100)
        return overflow ? 10_000_000 : min(10_000_000, product / whole)
    }

    /// How each promise stands at the cutoff, by the payments known then.
    package func promiseStates() -> [PromiseState] {
        PromiseJudgement.judge(promises, paid, asOf: cutoff.day).map(\.state)
    }

    private var paid: [PromiseJudgement.Paid] {
        payments.map {
            PromiseJudgement.Paid(payment: $0.payment, amount: $0.amount, effectiveAt: $0.at, effectiveDay: $0.day)
        }
    }

    private func promiseFacts(_ facts: inout AccountFacts) {
        guard !promises.isEmpty else {
            for name in [FactName.promisesMade, .promisesKept, .promisesBroken, .promisesOpen] { facts.set(name, 0) }
            return
        }
        let states = promiseStates()
        let kept = Int64(states.filter { $0 == .kept || $0 == .keptLate }.count)
        let broken = Int64(states.filter { $0 == .broken || $0 == .partial }.count)
        facts.set(.promisesMade, Int64(promises.count))
        facts.set(.promisesKept, kept)
        facts.set(.promisesBroken, broken)
        if kept + broken > 0 { facts.set(.keptPercent, kept * 100 / (kept + broken)) }
        facts.set(.promisesOpen, Int64(states.filter { $0 == .open }.count))
        let next = zip(promises, states).filter { $1 == .open }.flatMap { $0.0.instalments.map(\.dueDay) }
            .filter { $0 >= cutoff.day }.min()
        facts.set(.daysToPromise, next.map { Int64($0 - cutoff.day) })
    }

    private func paymentFacts(_ facts: inout AccountFacts) {
        let year = payments.filter { $0.day <= cutoff.day && cutoff.day - $0.day < 365 }
        let quarter = year.filter { cutoff.day - $0.day < 90 }
        let paid = quarter.reduce(Int64(0)) { saturatingSum($0, $1.amount) }
        facts.set(.payments365, Int64(year.count))
        facts.set(.payments90, Int64(quarter.count))
        facts.set(.paid90, whole(paid))
        facts.set(.paid90Percent, percent(paid, of: saturatingSum(balance, paid)))
        let days = year.map(\.day).sorted()
        guard let last = days.last, let first = days.first else { return }
        facts.set(.daysSincePayment, Int64(cutoff.day - last))
        guard days.count > 1 else { return }
        let gaps = zip(days, days.dropFirst()).map { Int64($1 - $0) }
        let mean = Int64(last - first) / Int64(gaps.count)
        facts.set(.paymentGap, mean)
        facts.set(.paymentGapSpread, gaps.reduce(0) { $0 + abs($1 - mean) } / Int64(gaps.count))
    }
}
