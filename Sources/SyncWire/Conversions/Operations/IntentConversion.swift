internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension Intent {
    /// Throws `unknown_value` for an intent that this program could not read.
    package func proto() throws -> Cartera_V1_Intent {
        try .with { $0.kind = try oneOf() }
    }

    private func oneOf() throws -> Cartera_V1_Intent.OneOf_Kind {
        switch self {
        case .recordVisit(let intent): .recordVisit(intent.proto())
        case .amendVisit(let intent): .amendVisit(intent.proto())
        case .makePromise(let intent): .makePromise(intent.proto())
        case .revisePromise(let intent): .revisePromise(intent.proto())
        case .withdrawPromise(let intent): .withdrawPromise(intent.proto())
        case .recordPayment(let intent): .recordPayment(intent.proto())
        case .reversePayment(let intent): .reversePayment(intent.proto())
        case .logContact(let intent): .logContact(intent.proto())
        case .addContactPoint(let intent): .addContactPoint(intent.proto())
        case .updateContactPoint(let intent): .updateContactPoint(intent.proto())
        case .removeContactPoint(let intent): .removeContactPoint(intent.proto())
        case .setFlag(let intent): .setFlag(intent.proto())
        case .clearFlag(let intent): .clearFlag_p(intent.proto())
        case .setAccountFields(let intent): .setAccountFields(intent.proto())
        case .resolveConflict(let intent): .resolveConflict(intent.proto())
        case .withdrawOperation(let intent): .withdrawOperation(intent.proto())
        case .replaceOperation(let intent): .replaceOperation(try intent.proto())
        case .recordConsent(let intent): .recordConsent(intent.proto())
        case .revokeConsent(let intent): .revokeConsent(intent.proto())
        case .addRestriction(let intent): .addRestriction(intent.proto())
        case .withdrawRestriction(let intent): .withdrawRestriction(intent.proto())
        case .addRelatedPerson(let intent): .addRelatedPerson(intent.proto())
        case .updateRelatedPerson(let intent): .updateRelatedPerson(intent.proto())
        case .openComplaint(let intent): .openComplaint(intent.proto())
        case .answerComplaint(let intent): .answerComplaint(intent.proto())
        case .closeComplaint(let intent): .closeComplaint(intent.proto())
        case .planContact(let intent): .planContact(intent.proto())
        case .checkMade(let intent): .checkMade(intent.proto())
        case .grantAllowance(let intent): .grantAllowance(intent.proto())
        case .returnAllowance(let intent): .returnAllowance(intent.proto())
        case .proposeSettlement(let intent): .proposeSettlement(intent.proto())
        case .sendLetter(let intent): .sendLetter(intent.proto())
        case .recordDelivery(let intent): .recordDelivery(intent.proto())
        case .overrideVerdict(let intent): .overrideVerdict(intent.proto())
        case .addAttachment(let intent): .addAttachment(intent.proto())
        case .reviewFinding(let intent): .reviewFinding(intent.proto())
        case .signSettlement(let intent): .signSettlement(intent.proto())
        case .importAccount(let intent): .importAccount(try intent.proto())
        case .assignAccount(let intent): .assignAccount(intent.proto())
        case .judgePromises(let intent): .judgePromises(intent.proto())
        case .decideOperation(let intent): .decideOperation(intent.proto())
        case .writeScore(let intent): .writeScore(try intent.proto())
        case .writeDocument(let intent): .writeDocument(try intent.proto())
        case .importPayment(let intent): .importPayment(intent.proto())
        case .writeScores(let intent): .writeScores(try intent.proto())
        case .copyRecord(let intent): .copyRecord(try intent.proto())
        case .setHold(let intent): .setHold(intent.proto())
        case .judgeDuties(let intent): .judgeDuties(intent.proto())
        case .unknown: throw WireFailure.unknownValue("Intent.kind")
        }
    }
}

extension Cartera_V1_Intent {
    /// `.unknown` for the kind of a newer program.
    package func native() throws -> Intent {
        guard let kind else { return .unknown(kind: try unknownKind()) }
        switch kind {
        case .recordVisit(let intent): return .recordVisit(try intent.native())
        case .amendVisit(let intent): return .amendVisit(try intent.native())
        case .makePromise(let intent): return .makePromise(try intent.native())
        case .revisePromise(let intent): return .revisePromise(try intent.native())
        case .withdrawPromise(let intent): return .withdrawPromise(try intent.native())
        case .recordPayment(let intent): return .recordPayment(try intent.native())
        case .reversePayment(let intent): return .reversePayment(try intent.native())
        case .logContact(let intent): return .logContact(try intent.native())
        case .addContactPoint(let intent): return .addContactPoint(try intent.native())
        case .updateContactPoint(let intent): return .updateContactPoint(try intent.native())
        case .removeContactPoint(let intent): return .removeContactPoint(try intent.native())
        case .setFlag(let intent): return .setFlag(try intent.native())
        case .clearFlag_p(let intent): return .clearFlag(try intent.native())
        case .setAccountFields(let intent): return .setAccountFields(try intent.native())
        case .resolveConflict(let intent): return .resolveConflict(try intent.native())
        case .withdrawOperation(let intent): return .withdrawOperation(try intent.native())
        case .replaceOperation(let intent): return .replaceOperation(try intent.native())
        case .recordConsent(let intent): return .recordConsent(try intent.native())
        case .revokeConsent(let intent): return .revokeConsent(try intent.native())
        case .addRestriction(let intent): return .addRestriction(try intent.native())
        case .withdrawRestriction(let intent): return .withdrawRestriction(try intent.native())
        case .addRelatedPerson(let intent): return .addRelatedPerson(try intent.native())
        case .updateRelatedPerson(let intent): return .updateRelatedPerson(try intent.native())
        case .openComplaint(let intent): return .openComplaint(try intent.native())
        case .answerComplaint(let intent): return .answerComplaint(try intent.native())
        case .closeComplaint(let intent): return .closeComplaint(try intent.native())
        case .planContact(let intent): return .planContact(try intent.native())
        case .checkMade(let intent): return .checkMade(intent.native())
        case .grantAllowance(let intent): return .grantAllowance(try intent.native())
        case .returnAllowance(let intent): return .returnAllowance(try intent.native())
        case .proposeSettlement(let intent): return .proposeSettlement(try intent.native())
        case .sendLetter(let intent): return .sendLetter(try intent.native())
        case .recordDelivery(let intent): return .recordDelivery(try intent.native())
        case .overrideVerdict(let intent): return .overrideVerdict(try intent.native())
        case .addAttachment(let intent): return .addAttachment(try intent.native())
        case .reviewFinding(let intent): return .reviewFinding(try intent.native())
        case .signSettlement(let intent): return .signSettlement(try intent.native())
        case .importAccount(let intent): return .importAccount(try intent.native())
        case .assignAccount(let intent): return .assignAccount(try intent.native())
        case .judgePromises(let intent): return .judgePromises(try intent.native())
        case .decideOperation(let intent): return .decideOperation(try intent.native())
        case .writeScore(let intent): return .writeScore(try intent.native())
        case .writeDocument(let intent): return .writeDocument(try intent.native())
        case .importPayment(let intent): return .importPayment(try intent.native())
        case .writeScores(let intent): return .writeScores(try intent.native())
        case .copyRecord(let intent): return .copyRecord(try intent.native())
        case .setHold(let intent): return .setHold(try intent.native())
        case .judgeDuties(let intent): return .judgeDuties(try intent.native())
        }
    }

    private func unknownKind() throws -> Int {
        guard let number = ProtobufScanner.numbers(in: [UInt8](unknownFields.data)).first,
            !Self.knownKinds.contains(number)
        else { throw WireFailure.malformed("Intent.kind") }
        return number
    }

    /// A field with the number of a known kind that ends up among the unknown has another wire type.
    private static let knownKinds: Set<Int> = Set(1...36).union(64...70).union([50, 80, 81])
}

extension Data {
    /// One level deep: an intent in place of another is not itself a replacement.
    func nestedIntent(_ field: String) throws -> Intent {
        let message = try Cartera_V1_Intent(serializedBytes: self)
        if case .replaceOperation = message.kind { throw WireFailure.malformed(field) }
        return try message.native()
    }
}
