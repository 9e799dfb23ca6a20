/// Whom a contact was aimed at, for rules that count "per person".
///
/// Who answers does not matter: an unanswered call, or one that a spouse or somebody of the house takes, was made to
/// the debtor. Guarantors, co-obligors, representatives and attorneys are persons of their own; a call that only asks
/// for a location was made to the third party.
enum PersonCalled: Hashable {
    case debtor
    case other(PersonKind)

    init(_ person: PersonKind, _ purpose: Purpose) {
        switch person {
        case .guarantor, .coObligor, .attorney, .estateRepresentative: self = .other(person)
        case .thirdParty, .elderlyThirdParty, .minor: self = purpose == .location ? .other(.thirdParty) : .debtor
        case .debtor, .spouse, .nobody: self = .debtor
        }
    }

    init(_ act: Act) { self.init(act.person, act.purpose) }
    init(_ fact: ContactFact) { self.init(fact.person, fact.purpose) }
}
