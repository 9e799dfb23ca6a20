package import FieldModel

/// A rule that limits how often, as those see it who share its units out among holders without a network.
package struct ContactLimit: Sendable {
    package let terms: AllowanceTerms
    private let source: Rule

    init(rule: Rule, terms: AllowanceTerms) {
        source = rule
        self.terms = terms
    }

    package var rule: String { source.id }

    /// Whether a contact that happened takes one of the units.
    package func takesUnit(_ fact: ContactFact) -> Bool { source.body.takesUnit(fact) }

    /// The local dates on which a contact may stand in one window with an act of the days `from` to `until`.
    package func reach(from: CalendarDate, until: CalendarDate) -> ClosedRange<CalendarDate> {
        let first = min(from, terms.window?.dates(around: from).first ?? from - (terms.lookbackDays - 1))
        let last =
            switch terms.window {
            case .days(let count): until + (count - 1)
            case .hours(let count): until + (count + 23) / 24
            case .day, .week, .month: terms.window?.dates(around: until).last ?? until
            case nil: until + (terms.lookbackDays - 1)
            }
        return first...max(first, last)
    }
}

extension ActiveRules {
    /// What limits how often this debtor is contacted, by pack and then as the pack has them; with an act, only what is
    /// about it.
    package func limits(for act: Act? = nil, _ facts: Facts, on day: CalendarDate) -> [ContactLimit] {
        var limits: [ContactLimit] = []
        for pack in packs(for: facts.jurisdictions) { pack.addLimits(to: &limits, act, facts, on: day) }
        return limits
    }

    /// How many days back a contact may still matter to any rule that was activated; 0 when none limits how often.
    package var longestLookbackDays: Int {
        packs.flatMap(\.rules).compactMap { $0.allowanceTerms?.lookbackDays }.max() ?? 0
    }
}
