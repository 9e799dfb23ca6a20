/// What a person, or the branch's system device, did: one case a kind of operation.
///
/// A kind that this program does not know keeps its number and waits for the upgrade that does.
package enum Intent: Sendable, Hashable, Codable {
    case recordVisit(RecordVisit)
    case amendVisit(AmendVisit)
    case makePromise(MakePromise)
    case revisePromise(RevisePromise)
    case withdrawPromise(WithdrawPromise)
    case recordPayment(RecordPayment)
    case reversePayment(ReversePayment)
    case logContact(LogContact)
    case addContactPoint(AddContactPoint)
    case updateContactPoint(UpdateContactPoint)
    case removeContactPoint(RemoveContactPoint)
    case setFlag(SetFlag)
    case clearFlag(ClearFlag)
    case setAccountFields(SetAccountFields)
    case resolveConflict(ResolveConflict)
    case withdrawOperation(WithdrawOperation)
    indirect case replaceOperation(ReplaceOperation)
    case recordConsent(RecordConsent)
    case revokeConsent(RevokeConsent)
    case addRestriction(AddRestriction)
    case withdrawRestriction(WithdrawRestriction)
    case addRelatedPerson(AddRelatedPerson)
    case updateRelatedPerson(UpdateRelatedPerson)
    case openComplaint(OpenComplaint)
    case answerComplaint(AnswerComplaint)
    case closeComplaint(CloseComplaint)
    case planContact(PlanContact)
    case checkMade(CheckMade)
    case grantAllowance(GrantAllowance)
    case returnAllowance(ReturnAllowance)
    case proposeSettlement(ProposeSettlement)
    case sendLetter(SendLetter)
    case recordDelivery(RecordDelivery)
    case overrideVerdict(OverrideVerdict)
    case addAttachment(AddAttachment)
    case reviewFinding(ReviewFinding)
    case signSettlement(SignSettlement)
    // Of the branch's system device.
    case importAccount(ImportAccount)
    case assignAccount(AssignAccount)
    case judgePromises(JudgePromises)
    case decideOperation(DecideOperation)
    case writeScore(WriteScore)
    case writeDocument(WriteDocument)
    case importPayment(ImportPayment)
    case writeScores(WriteScores)
    case copyRecord(CopyRecord)
    case setHold(SetHold)
    case judgeDuties(JudgeDuties)
    /// An operation of a newer program.
    case unknown(kind: Int)
}

extension Intent {
    /// The number of the case in `Intent.kind` of the wire: never reused.
    package var kind: Int {
        switch self {
        case .recordVisit: 1
        case .amendVisit: 2
        case .makePromise: 3
        case .revisePromise: 4
        case .withdrawPromise: 5
        case .recordPayment: 6
        case .reversePayment: 7
        case .logContact: 8
        case .addContactPoint: 9
        case .updateContactPoint: 10
        case .removeContactPoint: 11
        case .setFlag: 12
        case .clearFlag: 13
        case .setAccountFields: 14
        case .resolveConflict: 15
        case .withdrawOperation: 16
        case .replaceOperation: 17
        case .recordConsent: 18
        case .revokeConsent: 19
        case .addRestriction: 20
        case .withdrawRestriction: 21
        case .addRelatedPerson: 22
        case .updateRelatedPerson: 23
        case .openComplaint: 24
        case .answerComplaint: 25
        case .closeComplaint: 26
        case .planContact: 27
        case .checkMade: 28
        case .grantAllowance: 29
        case .returnAllowance: 30
        case .proposeSettlement: 31
        case .sendLetter: 32
        case .recordDelivery: 33
        case .overrideVerdict: 34
        case .addAttachment: 35
        case .reviewFinding: 36
        case .signSettlement: 50
        case .importAccount: 64
        case .assignAccount: 65
        case .judgePromises: 66
        case .decideOperation: 67
        case .writeScore: 68
        case .writeDocument: 69
        case .importPayment: 70
        case .writeScores: 71
        case .copyRecord: 82
        case .setHold: 80
        case .judgeDuties: 81
        case .unknown(let kind): kind
        }
    }

    /// Whether only the branch's system device does it: the numbers from 64 on.
    package var isOfSystem: Bool { kind >= 64 }

    /// Whether it says what happened, and so is kept even where it breaks a rule.
    package var isFact: Bool { decidable?.isFact ?? false }

    /// Nil for a kind of a newer program.
    var decidable: (any Decidable)? {
        switch self {
        case .recordVisit(let intent): intent
        case .amendVisit(let intent): intent
        case .makePromise(let intent): intent
        case .revisePromise(let intent): intent
        case .withdrawPromise(let intent): intent
        case .recordPayment(let intent): intent
        case .reversePayment(let intent): intent
        case .logContact(let intent): intent
        case .addContactPoint(let intent): intent
        case .updateContactPoint(let intent): intent
        case .removeContactPoint(let intent): intent
        case .setFlag(let intent): intent
        case .clearFlag(let intent): intent
        case .setAccountFields(let intent): intent
        case .resolveConflict(let intent): intent
        case .withdrawOperation(let intent): intent
        case .replaceOperation(let intent): intent
        case .recordConsent(let intent): intent
        case .revokeConsent(let intent): intent
        case .addRestriction(let intent): intent
        case .withdrawRestriction(let intent): intent
        case .addRelatedPerson(let intent): intent
        case .updateRelatedPerson(let intent): intent
        case .openComplaint(let intent): intent
        case .answerComplaint(let intent): intent
        case .closeComplaint(let intent): intent
        case .planContact(let intent): intent
        case .checkMade(let intent): intent
        case .grantAllowance(let intent): intent
        case .returnAllowance(let intent): intent
        case .proposeSettlement(let intent): intent
        case .sendLetter(let intent): intent
        case .recordDelivery(let intent): intent
        case .overrideVerdict(let intent): intent
        case .addAttachment(let intent): intent
        case .reviewFinding(let intent): intent
        case .signSettlement(let intent): intent
        case .importAccount(let intent): intent
        case .assignAccount(let intent): intent
        case .judgePromises(let intent): intent
        case .decideOperation(let intent): intent
        case .writeScore(let intent): intent
        case .writeDocument(let intent): intent
        case .importPayment(let intent): intent
        case .writeScores(let intent): intent
        case .copyRecord(let intent): intent
        case .setHold(let intent): intent
        case .judgeDuties(let intent): intent
        case .unknown: nil
        }
    }
}

/// What each operation tells the reducer: how it changes the records, written as checks and writes on a draft.
protocol Decidable {
    /// Facts are never refused for what they say, only for how they are written.
    static var isFact: Bool { get }
    func decide(_ draft: inout Draft)
}

extension Decidable {
    static var isFact: Bool { false }
    var isFact: Bool { Self.isFact }
}
