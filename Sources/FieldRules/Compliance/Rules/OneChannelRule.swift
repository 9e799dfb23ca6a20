internal import FieldModel

/// After a contact by one channel, no other channel within the same week.
///
/// Example: a conversation on the phone on Tuesday forbids a text until Sunday, not a second call. Which contacts
/// bind is the rule's `unit`.
struct OneChannelRule: RuleBody {
    static let kind = "one_channel"

    private let unit: CountedUnit
    private let window: Window
    private let debts: CountedDebts
    private let scope: RuleScope

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        unit = try fields.word("unit")
        let text = try fields.text("window")
        guard let window = Window(text) else {
            throw fields.failure(.badValue, "no such window: \(text)", key: "window")
        }
        self.window = window
        debts = try CountedDebts.read(&fields)
        scope = context.scope
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { unit.counts(act) }

    func speak(_ moment: Moment) -> Speech? {
        let dates = window.dates(around: moment.date)
        let entries = moment.ledger
        let relevant = entries.firstIndex(since: dates.first)..<entries.count
        let index = relevant.last {
            let entry = entries[$0]
            return moment.isPast(entry) && binds(entry, moment.act) && window.holds(entry, at: moment, dates)
        }
        return index.map { Speech(.otherChannel(entries[$0].fact.channel, on: entries[$0].date)) }
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        var ends = SoonestEnd(moment)
        let entries = moment.ledger
        for index in entries.firstIndex(since: window.dates(around: moment.date).first)..<entries.count
        where binds(entries[index], moment.act) {
            ends.add(window, entries[index])
        }
        return moment.sooner(moment.sooner(moment.nextFact, moment.nextOffset), ends.found)
    }

    var allowanceTerms: AllowanceTerms? {
        AllowanceTerms(
            most: 1, perDebt: debts == .debt, lookbackDays: window.lookbackDays, isExclusive: true,
            channels: scope.channels,
            window: nil)
    }

    func takesUnit(_ fact: ContactFact) -> Bool {
        scope.channels.contains(fact.channel) && scope.directions.contains(fact.direction)
            && unit.counts(fact)
    }

    private func binds(_ entry: LedgerEntry, _ act: Act) -> Bool {
        let fact = entry.fact
        return fact.channel != act.channel && scope.channels.contains(fact.channel)
            && scope.directions.contains(fact.direction) && debts.holds(fact)
            && unit.counts(fact)
    }
}
