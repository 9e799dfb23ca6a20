internal import FieldModel

/// The debtor's own request on when, where and how he is contacted binds.
///
/// Example: "no calls on Mondays before ten" is `channel: call`, `weekday: monday`, `from: 00:00`, `to: 10:00`. What
/// matches every part that the request names is forbidden while the request stands.
struct RestrictionRule: RuleBody {
    static let kind = "restriction"

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {}

    func concerns(_ act: Act, _ facts: Facts) -> Bool { facts.restrictions.contains { concerns($0, act) } }

    func speak(_ moment: Moment) -> Speech? {
        moment.facts.restrictions.contains { matches($0, moment) } ? Speech(.restriction) : nil
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        let restrictions = moment.facts.restrictions.filter { concerns($0, moment.act) }
        let ends: [Instant?] = restrictions.flatMap { [$0.requestedAt, $0.withdrawnAt] }
        let timed = restrictions.contains { !$0.weekdays.isEmpty || $0.hours != nil }
        let edge = timed ? WallClock.nextEdge(moment) { _ in restrictions.compactMap(\.hours) } : nil
        return moment.next(ends + [edge])
    }

    private func concerns(_ restriction: RestrictionFact, _ act: Act) -> Bool {
        (restriction.channel.map { $0 == act.channel } ?? true) && (restriction.place.map { $0 == act.place } ?? true)
    }

    private func matches(_ restriction: RestrictionFact, _ moment: Moment) -> Bool {
        concerns(restriction, moment.act) && restriction.holds(at: moment.at)
            && (restriction.weekdays.isEmpty || restriction.weekdays.contains(moment.date.weekday))
            && (restriction.hours.map { $0.contains(moment.local) } ?? true)
    }
}
