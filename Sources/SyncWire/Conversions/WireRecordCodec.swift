package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
internal import SyncCore

/// A record's bytes: the message of its kind, serialised. Same content, same bytes: no message has a map.
package struct WireRecordCodec: RecordCoding {
    package init() {}

    /// Throws `too_large` for what no peer would take.
    package func encode(_ content: RecordContent) throws -> [UInt8] {
        let bytes: [UInt8] = try content.message().serializedBytes()
        guard bytes.count <= Limits.recordBytes else { throw WireFailure.tooLarge("\(content.kind)") }
        return bytes
    }

    package func decode(kind: RecordKind, bytes: [UInt8]) throws -> RecordContent {
        guard bytes.count <= Limits.recordBytes else { throw WireFailure.tooLarge("\(kind)") }
        return try reading("\(kind)") { try RecordContent(kind: kind, bytes: bytes) }
    }
}

extension RecordContent {
    fileprivate func message() throws -> any SwiftProtobuf.Message {
        switch self {
        case .account(let record): try record.proto()
        case .debtor(let record): try record.proto()
        case .contactPoint(let record): try record.proto()
        case .visit(let record): try record.proto()
        case .promise(let record): try record.proto()
        case .payment(let record): try record.proto()
        case .contact(let record): try record.proto()
        case .flag(let record): try record.proto()
        case .consent(let record): try record.proto()
        case .restriction(let record): try record.proto()
        case .relatedPerson(let record): try record.proto()
        case .registers(let record): try record.proto()
        case .conflict(let record): try record.proto()
        case .decision(let record): try record.proto()
        case .finding(let record): try record.proto()
        case .notice(let record): try record.proto()
        case .duty(let record): try record.proto()
        case .complaint(let record): try record.proto()
        case .legalHold(let record): try record.proto()
        case .allowance(let record): try record.proto()
        case .foreignContact(let record): try record.proto()
        case .settlementOffer(let record): try record.proto()
        case .letter(let record): try record.proto()
        case .attachment(let record): try record.proto()
        case .score(let record): try record.proto()
        case .override(let record): try record.proto()
        case .branchSettings(let record): try record.proto()
        case .person(let record): try record.proto()
        case .rulePack(let record), .calendar(let record), .letterTemplate(let record),
            .scorecard(let record), .zoneTable(let record):
            try record.proto()
        }
    }

    fileprivate init(kind: RecordKind, bytes: [UInt8]) throws {
        switch kind {
        case .account: self = .account(try Cartera_V1_Account(serializedBytes: bytes).native())
        case .debtor: self = .debtor(try Cartera_V1_Debtor(serializedBytes: bytes).native())
        case .contactPoint: self = .contactPoint(try Cartera_V1_ContactPoint(serializedBytes: bytes).native())
        case .visit: self = .visit(try Cartera_V1_Visit(serializedBytes: bytes).native())
        case .promise: self = .promise(try Cartera_V1_PromiseToPay(serializedBytes: bytes).native())
        case .payment: self = .payment(try Cartera_V1_Payment(serializedBytes: bytes).native())
        case .contact: self = .contact(try Cartera_V1_Contact(serializedBytes: bytes).native())
        case .flag: self = .flag(try Cartera_V1_Flag(serializedBytes: bytes).native())
        case .consent: self = .consent(try Cartera_V1_Consent(serializedBytes: bytes).native())
        case .restriction: self = .restriction(try Cartera_V1_ContactRestriction(serializedBytes: bytes).native())
        case .relatedPerson: self = .relatedPerson(try Cartera_V1_RelatedPerson(serializedBytes: bytes).native())
        case .registers: self = .registers(try Cartera_V1_AccountRegisters(serializedBytes: bytes).native())
        case .conflict: self = .conflict(try Cartera_V1_Conflict(serializedBytes: bytes).native())
        case .decision: self = .decision(try Cartera_V1_Decision(serializedBytes: bytes).native())
        case .finding: self = .finding(try Cartera_V1_Finding(serializedBytes: bytes).native())
        case .notice: self = .notice(try Cartera_V1_Notice(serializedBytes: bytes).native())
        case .duty: self = .duty(try Cartera_V1_Duty(serializedBytes: bytes).native())
        case .complaint: self = .complaint(try Cartera_V1_Complaint(serializedBytes: bytes).native())
        case .legalHold: self = .legalHold(try Cartera_V1_LegalHold(serializedBytes: bytes).native())
        case .allowance: self = .allowance(try Cartera_V1_Allowance(serializedBytes: bytes).native())
        case .foreignContact: self = .foreignContact(try Cartera_V1_ForeignContact(serializedBytes: bytes).native())
        case .settlementOffer: self = .settlementOffer(try Cartera_V1_SettlementOffer(serializedBytes: bytes).native())
        case .letter: self = .letter(try Cartera_V1_Letter(serializedBytes: bytes).native())
        case .attachment: self = .attachment(try Cartera_V1_Attachment(serializedBytes: bytes).native())
        case .score: self = .score(try Cartera_V1_Score(serializedBytes: bytes).native())
        case .override: self = .override(try Cartera_V1_Override(serializedBytes: bytes).native())
        case .branchSettings: self = .branchSettings(try Cartera_V1_BranchSettings(serializedBytes: bytes).native())
        case .person: self = .person(try Cartera_V1_Person(serializedBytes: bytes).native())
        case .rulePack: self = .rulePack(try Cartera_V1_DataDocument(serializedBytes: bytes).native())
        case .calendar: self = .calendar(try Cartera_V1_DataDocument(serializedBytes: bytes).native())
        case .letterTemplate: self = .letterTemplate(try Cartera_V1_DataDocument(serializedBytes: bytes).native())
        case .scorecard: self = .scorecard(try Cartera_V1_DataDocument(serializedBytes: bytes).native())
        case .zoneTable: self = .zoneTable(try Cartera_V1_DataDocument(serializedBytes: bytes).native())
        }
    }
}
