package import FieldModel
package import SyncCore

extension Acting {
    /// Takes back one's own operation, sent or not.
    package func withdrawOperation(_ operation: OperationID, reason: String) throws -> ActResult {
        try act { view in
            guard let entry = try view.reading.operation(operation) else { throw Self.unknownOperation }
            let withdraw = WithdrawOperation(operation: operation, reason: reason)
            return PlannedAct(
                account: entry.header.account, record: operation, intent: .withdrawOperation(withdraw),
                takesBack: operation)
        }
    }

    /// Takes back one's own operation and does what `change` makes of it instead.
    package func replaceOperation(
        _ operation: OperationID, _ change: (Intent, AccountState, ActView) throws -> Intent
    ) throws -> ActResult {
        try act { view in
            guard let entry = try view.reading.operation(operation) else { throw Self.unknownOperation }
            guard let intent = try? view.parts.intent(of: entry) else {
                throw ClientFailure.badInput("text_gone", "The operation's content is no longer on this laptop.")
            }
            let changed = try change(intent, view.state(entry.header.account), view)
            guard changed != intent else { throw ClientFailure.nothingToChange }
            let replacement = ReplaceOperation(operation: operation, intent: changed)
            return PlannedAct(
                account: entry.header.account, record: changed.record ?? operation,
                intent: .replaceOperation(replacement), takesBack: operation)
        }
    }

    private static let unknownOperation = ClientFailure.badInput(
        "unknown_operation", "There is no such operation of yours.")
}

extension Intent {
    /// The record that it makes or changes.
    package var record: RecordID? {
        switch self {
        case .recordVisit(let intent): intent.visit
        case .amendVisit(let intent): intent.visit
        case .makePromise(let intent): intent.promise
        case .revisePromise(let intent): intent.promise
        case .withdrawPromise(let intent): intent.promise
        case .recordPayment(let intent): intent.payment
        case .reversePayment(let intent): intent.payment
        case .logContact(let intent): intent.contact
        case .addContactPoint(let intent): intent.point
        case .updateContactPoint(let intent): intent.point
        case .removeContactPoint(let intent): intent.point
        case .setFlag(let intent): intent.flag
        case .clearFlag(let intent): intent.flag
        case .resolveConflict(let intent): intent.conflict
        case .withdrawOperation(let intent): intent.operation
        case .replaceOperation(let intent): intent.intent.record
        case .recordConsent(let intent): intent.consent
        case .revokeConsent(let intent): intent.consent
        case .addRestriction(let intent): intent.restriction
        case .withdrawRestriction(let intent): intent.restriction
        case .addRelatedPerson(let intent): intent.person
        case .updateRelatedPerson(let intent): intent.person
        case .openComplaint(let intent): intent.complaint
        case .answerComplaint(let intent): intent.complaint
        case .closeComplaint(let intent): intent.complaint
        case .planContact(let intent): intent.plan
        case .sendLetter(let intent): intent.letter
        case .proposeSettlement(let intent): intent.offer
        case .recordDelivery(let intent): intent.letter
        case .reviewFinding(let intent): intent.finding
        case .addAttachment(let intent): intent.attachment
        case .signSettlement(let intent): intent.offer
        case .overrideVerdict(let intent): intent.override ?? intent.confirms
        case .importPayment(let intent): intent.payment
        case .setHold(let intent): intent.hold
        default: nil
        }
    }
}
