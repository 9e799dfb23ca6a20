/// Over which of the person's debts a rule counts contacts: the `per` of pack files.
enum CountedDebts: UInt8, RuleWord {
    case debt
    case person
    /// This debt and the person's others of the same creditor.
    case creditor

    static let words = ["debt", "person", "creditor"]

    func holds(_ fact: ContactFact) -> Bool {
        switch self {
        case .debt: fact.sameDebt
        case .person: true
        case .creditor: fact.sameDebt || fact.sameCreditor
        }
    }

    static func read(_ fields: inout FieldReader) throws(RuleFailure) -> CountedDebts {
        allCases[try fields.choice("per", words)]
    }
}
