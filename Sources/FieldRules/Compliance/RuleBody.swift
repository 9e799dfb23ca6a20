internal import FieldModel

/// What a kind of rule decides. One file a kind; `RuleKinds` lists them.
///
/// A body is a pure function of a moment and constant between its boundaries, so the search for `allowed_from` can
/// jump: `nextBoundary` may name moments at which nothing changes but must never miss one at which something does.
protocol RuleBody: Sendable {
    /// The word in pack files.
    static var kind: String { get }

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure)

    /// False where the rule never says anything of these facts, whatever the clock shows. Most debtors have no flag and no
    /// request, and a rule that is not asked costs nothing.
    func concerns(_ act: Act, _ facts: Facts) -> Bool

    /// Nil when the rule has nothing against the act at this moment, given that it concerns the facts.
    func speak(_ moment: Moment) -> Speech?

    /// The next moment at which `speak` may answer differently; nil when it never will.
    func nextBoundary(_ moment: Moment) -> Instant?

    /// A moment up to which a rule that blocks now still does; nil when it always will. The search for `allowed_from`
    /// jumps there.
    func nextRelease(_ moment: Moment) -> Instant?

    /// What allowances must keep, for a rule that limits how often.
    var allowanceTerms: AllowanceTerms? { get }

    /// Whether a contact of the same debt takes one of the rule's units.
    func takesUnit(_ fact: ContactFact) -> Bool
}

extension RuleBody {
    func concerns(_ act: Act, _ facts: Facts) -> Bool { true }
    func nextRelease(_ moment: Moment) -> Instant? { nextBoundary(moment) }
    var allowanceTerms: AllowanceTerms? { nil }
    func takesUnit(_ fact: ContactFact) -> Bool { false }
}

/// How a rule limits contact when its holders cannot see each other.
package struct AllowanceTerms: Hashable, Sendable {
    /// The most units that may be granted within the window; 1 for a rule that depends on an event.
    package let most: Int
    package let perDebt: Bool
    /// How many days back a contact may still matter.
    package let lookbackDays: Int
    /// One holder has all units of the person: the cap is 1, or an event elsewhere decides.
    package let isExclusive: Bool
    package let channels: WordSet<Channel>
    /// Where units are counted; nil for a rule that depends on an event.
    let window: Window?
}

/// What a body says; without a word of its own the rule's `verdict` counts.
struct Speech: Sendable {
    var word: VerdictWord?
    var reason: Reason

    init(_ reason: Reason, word: VerdictWord? = nil) {
        self.reason = reason
        self.word = word
    }
}
