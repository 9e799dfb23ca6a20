internal import FieldModel

/// After a contact by one channel, no other channel within the same week.
///
/// Example: a conversation on the phone on Tuesday forbids a text until Sunday, not a second call. Which contacts
/// bind is the rule's `unit`.
struct OneChannelRule: RuleBody {
    static let kind = "one_channel"

    private let unit: CountedUnit
    private let window: Window
    private let perDebt: Bool
    private let scope: RuleScope

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        unit = try fields.word("unit")
        let text = try fields.text("window")
        guard let window = Window(text) else {
            throw fields.failure(.badValue, "no such window: \(text)", key: "window")
        }
        self.window = window
        perDebt = try fields.choice("per", ["debt", "person"]) == 0
        scope = context.scope
    }

    func speak(_ moment: Moment) -> Speech? {
        guard unit.counts(moment.act) else { return nil }
        let other = moment.ledger.entries.last {
            moment.isPast($0) && binds($0, moment.act) && window.holds($0, at: moment)
        }
        return other.map { Speech(.otherChannel($0.fact.channel, on: $0.date)) }
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        var candidates: [Instant?] = [moment.nextFact, moment.nextOffset]
        for entry in moment.ledger.entries where binds(entry, moment.act) {
            candidates.append(window.end(of: entry, moment))
        }
        return moment.next(candidates)
    }

    var allowanceTerms: AllowanceTerms? {
        AllowanceTerms(
            most: 1, perDebt: perDebt, lookbackDays: window.lookbackDays, isExclusive: true, channels: scope.channels,
            window: nil)
    }

    func takesUnit(_ fact: ContactFact) -> Bool {
        scope.channels.contains(fact.channel) && scope.directions.contains(fact.direction)
            && unit.counts(fact.channel, fact.result, fact.person)
    }

    private func binds(_ entry: LedgerEntry, _ act: Act) -> Bool {
        let fact = entry.fact
        return fact.channel != act.channel && scope.channels.contains(fact.channel)
            && scope.directions.contains(fact.direction) && (!perDebt || fact.sameDebt)
            && unit.counts(fact.channel, fact.result, fact.person)
    }
}
