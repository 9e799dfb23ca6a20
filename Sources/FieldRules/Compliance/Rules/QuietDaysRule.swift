internal import FieldModel

/// After a telephone conversation, no call for so many days; the conversation's own day is day 1.
///
/// Example: `days: 7`: after a conversation on Monday the 2nd the next call is on Monday the 9th. A conversation in an
/// inbound call starts the days too; one with the spouse does not.
struct QuietDaysRule: RuleBody {
    static let kind = "quiet_days"

    private let days: Int
    private let debts: CountedDebts
    private let consentFree: Bool
    private let scope: RuleScope

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        days = try fields.integer("days", 1...400)
        debts = try CountedDebts.read(&fields)
        consentFree = try fields.flag("consent_free")
        scope = context.scope
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { CountedUnit.attempt.counts(act) }

    func speak(_ moment: Moment) -> Speech? {
        if consentFree, moment.isUnderCallConsent { return nil }
        let entries = moment.ledger
        let act = moment.act
        let recent = moment.ledger.firstIndex(since: moment.date - days)..<entries.count
        let index = recent.last { moment.isPast(entries[$0]) && triggers(entries[$0], act) }
        guard let last = index.map({ entries[$0] }), moment.date - last.date < days else { return nil }
        return Speech(.quietSince(last.date, days: days))
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        var next = moment.sooner(moment.nextFact, moment.nextOffset)
        var ends = SoonestEnd(moment)
        let act = moment.act
        let entries = moment.ledger
        for index in moment.ledger.firstIndex(since: moment.date - days)..<entries.count {
            if triggers(entries[index], act) { ends.add(entries[index].date + days) }
        }
        next = moment.sooner(next, ends.found)
        return consentFree ? moment.sooner(next, moment.nextCallConsentChange) : next
    }

    var allowanceTerms: AllowanceTerms? {
        AllowanceTerms(
            most: 1, perDebt: debts == .debt, lookbackDays: days, isExclusive: true, channels: scope.channels,
            window: nil)
    }

    func takesUnit(_ fact: ContactFact) -> Bool {
        fact.channel == .call && fact.direction == .outbound && fact.result != .notConnected
    }

    private func triggers(_ entry: LedgerEntry, _ act: Act) -> Bool {
        let fact = entry.fact
        return fact.isTelephoneConversation && debts.holds(fact) && fact.person != .spouse
            && PersonCalled(fact) == PersonCalled(act)
    }
}
