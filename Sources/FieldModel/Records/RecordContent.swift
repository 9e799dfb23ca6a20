/// What a record says: one case a kind.
package enum RecordContent: Hashable, Sendable, Codable {
    case account(Account)
    case debtor(Debtor)
    case contactPoint(ContactPoint)
    case visit(Visit)
    case promise(PromiseToPay)
    case payment(Payment)
    case contact(Contact)
    case flag(Flag)
    case consent(Consent)
    case restriction(ContactRestriction)
    case relatedPerson(RelatedPerson)
    case registers(AccountRegisters)
    case conflict(Conflict)
    case decision(Decision)
    case finding(Finding)
    case notice(Notice)
    case duty(Duty)
    case complaint(Complaint)
    case legalHold(LegalHold)
    case allowance(Allowance)
    case foreignContact(ForeignContact)
    case settlementOffer(SettlementOffer)
    case letter(Letter)
    case attachment(Attachment)
    case score(Score)
    case override(Override)
    case branchSettings(BranchSettings)
    case person(Person)
    case rulePack(DataDocument)
    case calendar(DataDocument)
    case letterTemplate(DataDocument)
    case scorecard(DataDocument)
    case zoneTable(DataDocument)

    package var kind: RecordKind {
        switch self {
        case .account: .account
        case .debtor: .debtor
        case .contactPoint: .contactPoint
        case .visit: .visit
        case .promise: .promise
        case .payment: .payment
        case .contact: .contact
        case .flag: .flag
        case .consent: .consent
        case .restriction: .restriction
        case .relatedPerson: .relatedPerson
        case .registers: .registers
        case .conflict: .conflict
        case .decision: .decision
        case .finding: .finding
        case .notice: .notice
        case .duty: .duty
        case .complaint: .complaint
        case .legalHold: .legalHold
        case .allowance: .allowance
        case .foreignContact: .foreignContact
        case .settlementOffer: .settlementOffer
        case .letter: .letter
        case .attachment: .attachment
        case .score: .score
        case .override: .override
        case .branchSettings: .branchSettings
        case .person: .person
        case .rulePack: .rulePack
        case .calendar: .calendar
        case .letterTemplate: .letterTemplate
        case .scorecard: .scorecard
        case .zoneTable: .zoneTable
        }
    }
}
