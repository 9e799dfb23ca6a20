package import FieldModel

/// A record's type, so that an aggregate is read and written by type instead of by case.
package protocol RecordValue: Hashable, Sendable {
    static var rowKind: RecordKind { get }
    /// Nil when `content` is of another kind.
    init?(_ content: RecordContent)
    var content: RecordContent { get }
}

extension Account: RecordValue {
    package static let rowKind = RecordKind.account
    package init?(_ content: RecordContent) {
        guard case .account(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .account(self) }
}

extension Debtor: RecordValue {
    package static let rowKind = RecordKind.debtor
    package init?(_ content: RecordContent) {
        guard case .debtor(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .debtor(self) }
}

extension ContactPoint: RecordValue {
    package static let rowKind = RecordKind.contactPoint
    package init?(_ content: RecordContent) {
        guard case .contactPoint(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .contactPoint(self) }
}

extension Visit: RecordValue {
    package static let rowKind = RecordKind.visit
    package init?(_ content: RecordContent) {
        guard case .visit(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .visit(self) }
}

extension PromiseToPay: RecordValue {
    package static let rowKind = RecordKind.promise
    package init?(_ content: RecordContent) {
        guard case .promise(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .promise(self) }
}

extension Payment: RecordValue {
    package static let rowKind = RecordKind.payment
    package init?(_ content: RecordContent) {
        guard case .payment(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .payment(self) }
}

extension Contact: RecordValue {
    package static let rowKind = RecordKind.contact
    package init?(_ content: RecordContent) {
        guard case .contact(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .contact(self) }
}

extension Flag: RecordValue {
    package static let rowKind = RecordKind.flag
    package init?(_ content: RecordContent) {
        guard case .flag(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .flag(self) }
}

extension Consent: RecordValue {
    package static let rowKind = RecordKind.consent
    package init?(_ content: RecordContent) {
        guard case .consent(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .consent(self) }
}

extension ContactRestriction: RecordValue {
    package static let rowKind = RecordKind.restriction
    package init?(_ content: RecordContent) {
        guard case .restriction(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .restriction(self) }
}

extension RelatedPerson: RecordValue {
    package static let rowKind = RecordKind.relatedPerson
    package init?(_ content: RecordContent) {
        guard case .relatedPerson(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .relatedPerson(self) }
}

extension AccountRegisters: RecordValue {
    package static let rowKind = RecordKind.registers
    package init?(_ content: RecordContent) {
        guard case .registers(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .registers(self) }
}

extension Conflict: RecordValue {
    package static let rowKind = RecordKind.conflict
    package init?(_ content: RecordContent) {
        guard case .conflict(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .conflict(self) }
}

extension Decision: RecordValue {
    package static let rowKind = RecordKind.decision
    package init?(_ content: RecordContent) {
        guard case .decision(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .decision(self) }
}

extension Finding: RecordValue {
    package static let rowKind = RecordKind.finding
    package init?(_ content: RecordContent) {
        guard case .finding(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .finding(self) }
}

extension Complaint: RecordValue {
    package static let rowKind = RecordKind.complaint
    package init?(_ content: RecordContent) {
        guard case .complaint(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .complaint(self) }
}

extension Notice: RecordValue {
    package static let rowKind = RecordKind.notice
    package init?(_ content: RecordContent) {
        guard case .notice(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .notice(self) }
}

extension Allowance: RecordValue {
    package static let rowKind = RecordKind.allowance
    package init?(_ content: RecordContent) {
        guard case .allowance(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .allowance(self) }
}

extension ForeignContact: RecordValue {
    package static let rowKind = RecordKind.foreignContact
    package init?(_ content: RecordContent) {
        guard case .foreignContact(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .foreignContact(self) }
}

extension Letter: RecordValue {
    package static let rowKind = RecordKind.letter
    package init?(_ content: RecordContent) {
        guard case .letter(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .letter(self) }
}

extension SettlementOffer: RecordValue {
    package static let rowKind = RecordKind.settlementOffer
    package init?(_ content: RecordContent) {
        guard case .settlementOffer(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .settlementOffer(self) }
}

extension Attachment: RecordValue {
    package static let rowKind = RecordKind.attachment
    package init?(_ content: RecordContent) {
        guard case .attachment(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .attachment(self) }
}

extension Score: RecordValue {
    package static let rowKind = RecordKind.score
    package init?(_ content: RecordContent) {
        guard case .score(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .score(self) }
}

extension Duty: RecordValue {
    package static let rowKind = RecordKind.duty
    package init?(_ content: RecordContent) {
        guard case .duty(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .duty(self) }
}

extension LegalHold: RecordValue {
    package static let rowKind = RecordKind.legalHold
    package init?(_ content: RecordContent) {
        guard case .legalHold(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .legalHold(self) }
}

extension Override: RecordValue {
    package static let rowKind = RecordKind.override
    package init?(_ content: RecordContent) {
        guard case .override(let value) = content else { return nil }
        self = value
    }
    package var content: RecordContent { .override(self) }
}
