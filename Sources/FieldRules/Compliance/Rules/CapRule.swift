internal import FieldModel

/// At most N contacts in a window, the act included, and optionally dates that must lie apart.
///
/// Example: `unit: attempt`, `per: debt`, `window: days 7`, `most: 7` makes the eighth call within seven consecutive
/// days a violation. Counted are the facts at or before the act whose channel, direction and place are the rule's.
/// An act that happened and does not count by its own result is not spoken of.
struct CapRule: RuleBody {
    static let kind = "cap"

    private let unit: CountedUnit
    private let debts: CountedDebts
    private let window: Window
    private let most: Int
    /// Two counted contacts lie on dates that differ by at least this; also across a window's edge.
    private let daysApart: Int
    /// Count only contacts aimed at the person whom the act is aimed at.
    private let perPersonCalled: Bool
    /// Calls under the debtor's direct consent are neither counted nor judged.
    private let consentFree: Bool
    /// Without a consent to the channel the cap is 0.
    private let needsConsent: Bool
    private let scope: RuleScope

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        unit = try fields.word("unit")
        debts = try CountedDebts.read(&fields)
        let text = try fields.text("window")
        guard let window = Window(text) else {
            throw fields.failure(
                .badValue, "no such window: \(text); write `days 7`, `hours 168`, `day`, `week` or `month`",
                key: "window")
        }
        self.window = window
        most = try fields.integer("most", 0...1000)
        daysApart = try fields.optionalInteger("days_apart", 1...400) ?? 0
        perPersonCalled = try fields.flag("per_person_called")
        consentFree = try fields.flag("consent_free")
        needsConsent = try fields.flag("needs_consent")
        scope = context.scope
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { unit.counts(act) }

    func speak(_ moment: Moment) -> Speech? {
        let act = moment.act
        if needsConsent, !moment.consent(act.channel) { return Speech(.noConsent(act.channel)) }
        if consentFree, moment.isUnderCallConsent { return nil }
        var count = 0
        var last: CalendarDate?
        let dates = window.dates(around: moment.date)
        let entries = moment.ledger
        for index in relevant(moment, dates.first)..<entries.count {
            let entry = entries[index]
            guard moment.isPast(entry), counts(entry, act) else { continue }
            if window.holds(entry, at: moment, dates) { count += entry.fact.times }
            last = entry.date
        }
        if count + 1 > most {
            return Speech(.counted(count, most: most, since: dates.first, until: dates.last))
        }
        if let last, moment.date - last < daysApart { return Speech(.tooSoon(last: last, daysApart: daysApart)) }
        return nil
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        var next = moment.sooner(moment.nextFact, moment.nextOffset)
        var ends = SoonestEnd(moment)
        let act = moment.act
        let entries = moment.ledger
        for index in relevant(moment, window.dates(around: moment.date).first)..<entries.count {
            let entry = entries[index]
            guard counts(entry, act) else { continue }
            ends.add(window, entry)
            if daysApart > 0 { ends.add(entry.date + daysApart) }
        }
        next = moment.sooner(next, ends.found)
        if needsConsent { next = moment.sooner(next, moment.nextConsentChange(act.channel)) }
        if consentFree { next = moment.sooner(next, moment.nextCallConsentChange) }
        return next
    }

    /// A full window of days blocks until enough of what it holds has left it, whatever comes in.
    func nextRelease(_ moment: Moment) -> Instant? {
        guard case .days(let length) = window, most > 0, let date = lastToLeave(moment),
            let start = moment.comingStart(of: date + length)
        else { return nextBoundary(moment) }
        let next = moment.sooner(start, moment.nextOffset)
        return consentFree ? moment.sooner(next, moment.nextCallConsentChange) : next
    }

    /// The date of the entry with which a full window has room for the act again; nil when it has room now, and when
    /// the dates are not in order, because a clock was put back over midnight.
    private func lastToLeave(_ moment: Moment) -> CalendarDate? {
        var last: CalendarDate?
        let dates = window.dates(around: moment.date)
        let act = moment.act
        let entries = moment.ledger
        var later = dates.last
        var count = 0
        for index in (relevant(moment, dates.first)..<entries.count).reversed() {
            let entry = entries[index]
            guard window.holds(entry, at: moment, dates) else { continue }
            guard entry.date <= later else { return nil }
            later = entry.date
            guard count < most, moment.isPast(entry), counts(entry, act) else { continue }
            count += entry.fact.times
            if count >= most { last = entry.date }
        }
        return last
    }

    /// Where the entries begin that may still matter at a moment whose window begins with `first`, or later.
    private func relevant(_ moment: Moment, _ first: CalendarDate) -> Int {
        moment.ledger.firstIndex(since: min(first, moment.date - daysApart))
    }

    var allowanceTerms: AllowanceTerms? {
        AllowanceTerms(
            most: most, perDebt: debts == .debt, lookbackDays: max(window.lookbackDays, daysApart),
            isExclusive: most == 1 || daysApart > 0, channels: scope.channels, window: window)
    }

    func takesUnit(_ fact: ContactFact) -> Bool {
        scope.channels.contains(fact.channel) && scope.directions.contains(fact.direction) && scope.admits(fact.place)
            && unit.counts(fact)
    }

    private func counts(_ entry: LedgerEntry, _ act: Act) -> Bool {
        let fact = entry.fact
        return scope.channels.contains(fact.channel) && scope.directions.contains(fact.direction)
            && scope.admits(fact.place) && debts.holds(fact)
            && unit.counts(fact)
            && (!perPersonCalled || PersonCalled(fact) == PersonCalled(act)) && !(consentFree && entry.underConsent)
    }
}

extension Moment {
    /// Whether a call now would be under the debtor's direct consent (Reg F).
    var isUnderCallConsent: Bool {
        act.channel == .call && CallConsent.covers(at, date, facts, ledger.lazy.map(\.fact), zone)
    }

    var nextCallConsentChange: Instant? {
        // Without a consent no conversation ends one.
        guard facts.consents.contains(where: { $0.channel == .call }) else { return nil }
        let ends = facts.consents.filter { $0.channel == .call }.map {
            startOfDay(zone.localDate(at: $0.givenAt) + CallConsent.days)
        }
        // A conversation ends a consent just after it.
        let conversations = ledger.filter { $0.fact.isTelephoneConversation }.map { $0.fact.at + 1 }
        return next([nextConsentChange(.call)] + ends + conversations)
    }
}
