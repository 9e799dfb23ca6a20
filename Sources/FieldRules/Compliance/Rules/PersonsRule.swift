internal import FieldModel

/// Who may be spoken to.
///
/// Example: `allowed: [debtor, spouse, guarantor, attorney]`, `once_for_location: true` forbids a talk with a
/// neighbour about the debt, but lets one be asked, once, where the debtor lives. Nobody at the door is no person.
struct PersonsRule: RuleBody {
    static let kind = "persons"

    private let allowed: WordSet<PersonKind>
    private let onceForLocation: Bool
    /// Persons who may be spoken to once the debtor has died.
    private let whenDeceased: WordSet<PersonKind>

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        let allowed: WordSet<PersonKind>? = try fields.words("allowed")
        let denied: WordSet<PersonKind>? = try fields.words("denied")
        switch (allowed, denied) {
        case (let allowed?, nil): self.allowed = allowed
        case (nil, let denied?): self.allowed = WordSet(PersonKind.allCases.filter { !denied.contains($0) })
        default: throw fields.failure(.missingKey, "persons needs either allowed or denied")
        }
        onceForLocation = try fields.flag("once_for_location")
        whenDeceased = try fields.words("when_deceased") ?? []
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { act.person != .nobody && !allowed.contains(act.person) }

    func speak(_ moment: Moment) -> Speech? {
        let act = moment.act
        if whenDeceased.contains(act.person), moment.flag(.deceased) { return nil }
        if onceForLocation, act.purpose == .location,
            !moment.ledger.contains(where: { moment.isPast($0) && wasAsked($0.fact) })
        {
            return nil
        }
        return Speech(.person(act.person))
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        moment.next(moment.nextFact, moment.nextFlagChange(.deceased))
    }

    private func wasAsked(_ fact: ContactFact) -> Bool {
        fact.purpose == .location && fact.person != .nobody && !allowed.contains(fact.person)
            && fact.result != .noAnswer && fact.result != .notConnected
    }
}
