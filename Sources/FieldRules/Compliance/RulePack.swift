package import FieldModel

/// A named set of rules of one jurisdiction, with the version that every verdict keeps.
package struct RulePack: Sendable {
    package let name: String
    package let version: Int
    package let title: String
    /// `US`, `US-MA`: chosen for a debtor of that place or of a place inside it.
    package let jurisdictions: [String]
    package let source: String
    /// The oldest program that understands it.
    package let program: ProgramVersion?
    package let validFrom: CalendarDate?
    package let validTo: CalendarDate?
    package let retentionYears: Int?
    package let rules: [Rule]
    /// What the source demands and no rule can judge: shown with the pack.
    package let obligations: [Obligation]
    /// What letters that give a notice must contain.
    package let letters: [LetterDemand]
    /// Who may forgive how much, of a lender's pack.
    package let settlement: [SettlementRow]
    /// What promises are like, of a lender's pack.
    package let promises: [PromiseTermsRow]
    /// In which order money is applied, of a lender's pack.
    package let waterfalls: [Waterfall]
    /// What must follow when something has happened, and by when.
    package let duties: [DutyDemand]
    let creditors: WordSet<CreditorKind>
    let products: WordSet<ProductKind>
    /// The other readings that the pack offers, with the one that counts.
    package private(set) var readings: [PackReading] {
        didSet { judged = JudgedRules(rules, readings, creditors, products) }
    }
    /// What the evaluator asks.
    private(set) var judged: JudgedRules
    /// What the pack was read from: stores and the wire carry this, and reading it again gives the same pack.
    package let document: RuleNode
    /// What it was read from, for failures.
    package internal(set) var file = ""

    package struct Obligation: Sendable, Hashable {
        package let text: String
        package let citation: String
    }

    package struct PackReading: Sendable, Hashable {
        package let name: String
        package let values: [String]
        package var value: String
    }

    init(
        name: String, version: Int, title: String, jurisdictions: [String], source: String,
        program: ProgramVersion? = nil, validFrom: CalendarDate?, validTo: CalendarDate?, retentionYears: Int?,
        rules: [Rule], obligations: [Obligation], creditors: WordSet<CreditorKind>, products: WordSet<ProductKind>,
        readings: [PackReading], letters: [LetterDemand] = [],
        settlement: [SettlementRow] = [], waterfalls: [Waterfall] = [], promises: [PromiseTermsRow] = [],
        duties: [DutyDemand] = [], document: RuleNode
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.jurisdictions = jurisdictions
        self.source = source
        self.program = program
        self.validFrom = validFrom
        self.validTo = validTo
        self.retentionYears = retentionYears
        self.rules = rules
        self.obligations = obligations
        self.letters = letters
        self.settlement = settlement
        self.duties = duties
        self.waterfalls = waterfalls
        self.promises = promises
        self.creditors = creditors
        self.products = products
        self.readings = readings
        self.document = document
        judged = JudgedRules(rules, readings, creditors, products)
    }
}

/// The rules of a pack that are enabled and stand under its readings: all that a verdict needs of it.
///
/// A class because copying a whole pack, once a pack and verdict, was a tenth of the verdict's time.
final class JudgedRules: Sendable {
    private let rules: [Rule]
    /// Those of the rules, beside them: most are looked at in vain.
    private let scopes: [RuleScope]
    private let creditors: WordSet<CreditorKind>
    private let products: WordSet<ProductKind>

    init(
        _ rules: [Rule], _ readings: [RulePack.PackReading], _ creditors: WordSet<CreditorKind>,
        _ products: WordSet<ProductKind>
    ) {
        self.rules = rules.filter { rule in
            guard rule.about.enabled else { return false }
            guard let reading = rule.reading else { return true }
            return readings.contains { $0.name == reading.name && $0.value == reading.value }
        }
        scopes = self.rules.map(\.scope)
        self.creditors = creditors
        self.products = products
    }

    /// Appends the rules that may speak of this act; the clock does not change which they are.
    func add(to candidates: inout [Candidate], order: Int, _ act: Act, _ facts: Facts) {
        guard creditors.contains(facts.creditor), products.contains(facts.product) else { return }
        for index in scopes.indices where scopes[index].holds(act, facts) {
            let rule = rules[index]
            if rule.body.concerns(act, facts) { candidates.append(Candidate(rule, order: order, at: act.at)) }
        }
    }

    /// The rules that limit how often this debtor is contacted on a day; of the act, where one is given.
    func addLimits(to limits: inout [ContactLimit], _ act: Act?, _ facts: Facts, on day: CalendarDate) {
        guard creditors.contains(facts.creditor), products.contains(facts.product) else { return }
        for rule in rules where rule.inForce(on: day) {
            guard let terms = rule.allowanceTerms, terms.most > 0, rule.scope.concerns(facts),
                act.map({ rule.scope.holds($0, facts) }) ?? true
            else { continue }
            limits.append(ContactLimit(rule: rule, terms: terms))
        }
    }
}

extension RulePack {
    package func isInForce(on date: CalendarDate) -> Bool {
        (validFrom.map { $0 <= date } ?? true) && (validTo.map { date <= $0 } ?? true)
    }

    /// The same pack under another of its readings; nil when it offers no such.
    package func reading(_ name: String, _ value: String) -> RulePack? {
        guard let index = readings.firstIndex(where: { $0.name == name && $0.values.contains(value) }) else {
            return nil
        }
        var copy = self
        copy.readings[index].value = value
        return copy
    }

    /// The rules that limit how often this debtor is contacted on a day; of the act, where one is given.
    func addLimits(to limits: inout [ContactLimit], _ act: Act?, _ facts: Facts, on day: CalendarDate) {
        if isInForce(on: day) { judged.addLimits(to: &limits, act, facts, on: day) }
    }
}
