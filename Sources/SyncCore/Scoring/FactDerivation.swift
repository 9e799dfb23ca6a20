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
    private var returned: [PaymentEvent] = []
    private var promises: [ToldPromise] = []
    package private(set) var contacts: [ContactEvent] = []
    package private(set) var assignee: PersonID?

    private struct ToldPromise {
        var terms: PromiseJudgement.Terms
        /// What `PromiseDoubt` keeps.
        var balance: LenderBalance?
    }

    package init(cutoff: FactCutoff) { self.cutoff = cutoff }

    /// Events in the order of `CommittedHistory`.
    package mutating func take(_ events: [AccountEvent]) {
        let known = events.prefix { $0.committedAt < cutoff.through }
        var undone: Set<OperationID> = []
        for event in known { if case .undone(let operation) = event.what { undone.insert(operation) } }
        for event in known where undone.isEmpty || event.what.isMoney || !undone.contains(event.operation) {
            take(event)
        }
    }

    private mutating func take(_ event: AccountEvent) {
        switch event.what {
        case .standing(let new):
            firstHeld = firstHeld ?? event.committedAt
            if let old = standing {
                let late = old.account.daysPastDue(asOf: new.account.balanceAsOfDay)
                worstDaysPastDue = max(worstDaysPastDue, late)
                follow(from: old.account.balance, to: new.account.balance)
            } else {
                assignee = new.account.assignee
            }
            standing = new
        case .assigned(let person): assignee = person
        case .paid(let payment):
            if payment.money.isReversed { returned.append(payment) } else { payments.append(payment) }
        case .paymentReversed(let id):
            payments.removeAll { $0.payment == id }
            returned.removeAll { $0.payment == id }
        case .promised(let terms): promises.append(ToldPromise(terms: terms))
        case .promiseRevised(let id, let instalments):
            for index in promises.indices where promises[index].terms.promise == id {
                promises[index].terms.instalments = instalments
            }
        case .promiseWithdrawn(let id): promises.removeAll { $0.terms.promise == id }
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
    package var balance: Int64 { standing.map { max(0, owed(by: $0.account.balance)) } ?? 0 }

    private func owed(by balance: LenderBalance) -> Int64 {
        let collected = [payments, returned].joined().lazy.map(\.money).collected(since: balance)
        return saturatingDifference(balance.amount, collected)
    }

    private mutating func follow(from before: LenderBalance, to now: LenderBalance) {
        guard before != now else { return }
        for index in promises.indices {
            let promise = promises[index]
            promises[index].balance = PromiseDoubt.kept(
                promise.balance, promise.terms, from: before, to: now, owed: owed)
        }
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

    package struct PromiseStanding: Hashable, Sendable {
        package var terms: PromiseJudgement.Terms
        package var state: PromiseState

        /// Its deadline has passed, but the lender may have been paid: neither kept nor broken.
        package func isUnconfirmed(on day: CalendarDate) -> Bool {
            state == .open && terms.lastDeadline.map { $0 < day } ?? false
        }
    }

    /// How each promise stands at the cutoff, by what was known then: as the server decides it.
    package var standings: [PromiseStanding] {
        guard !promises.isEmpty, let now = standing?.account.balance else { return [] }
        let terms = promises.map { promise in
            var terms = promise.terms
            terms.isUnconfirmed = PromiseDoubt.isUnconfirmed(promise.balance, terms, now: now, owed: owed)
            return terms
        }
        let paid = payments.map {
            PromiseJudgement.Paid(payment: $0.payment, amount: $0.amount, effectiveAt: $0.at, effectiveDay: $0.day)
        }
        return zip(terms, PromiseJudgement.judge(terms, paid, asOf: cutoff.day)).map {
            PromiseStanding(terms: $0, state: $1.state)
        }
    }

    private func promiseFacts(_ facts: inout AccountFacts) {
        let standings = standings
        guard !standings.isEmpty else {
            for name in [FactName.promisesMade, .promisesKept, .promisesBroken, .promisesOpen] { facts.set(name, 0) }
            return
        }
        let kept = Int64(standings.filter { $0.state == .kept || $0.state == .keptLate }.count)
        let broken = Int64(standings.filter { $0.state == .broken || $0.state == .partial }.count)
        let open = standings.filter { $0.state == .open }
        facts.set(.promisesMade, Int64(standings.count))
        facts.set(.promisesKept, kept)
        facts.set(.promisesBroken, broken)
        if kept + broken > 0 { facts.set(.keptPercent, kept * 100 / (kept + broken)) }
        facts.set(.promisesOpen, Int64(open.count))
        let next = open.flatMap { $0.terms.instalments.map(\.dueDay) }.filter { $0 >= cutoff.day }.min()
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

extension AccountEvent.What {
    /// Money is told by what counts: taking an operation back is an event of its own.
    fileprivate var isMoney: Bool {
        switch self {
        case .paid, .paymentReversed: true
        default: false
        }
    }
}
