internal import FieldModel

/// Earlier operations as the reducer asks for them. Used on the transaction's own thread, while the transaction lasts.
struct PastOperations: @unchecked Sendable {
    let transaction: any ServerTransaction
    let parts: AdmissionParts
    let systemDevice: DeviceID

    func state(_ id: OperationID) -> OutcomeState? { (try? transaction.operation(id))?.receipt.outcome.state }

    func wasSeen(_ id: OperationID, by header: OperationHeader) -> Bool {
        guard let past = try? transaction.operation(id) else { return false }
        if past.header.device == header.device { return true }
        let receipt = past.receipt
        guard receipt.commit > 0 else { return false }
        let commit = FeedPosition(branch: receipt.branch, epoch: receipt.epoch, commit: receipt.commit)
        if AccountMoves([]).isKnown(commit, at: header.seen) { return true }
        let moves = try? AccountMoves.of(past.header.account, transaction)
        return moves?.isKnown(commit, at: header.seen) ?? false
    }

    func operation(_ id: OperationID) -> PastOperation? {
        guard let past = try? transaction.operation(id) else { return nil }
        let body = SubmittedBody.read(past.sealed, past.header, coding: parts.operations, hash: parts.hash)
        let isSystem = past.header.device == systemDevice
        let role = (try? transaction.person(past.header.author))?.role ?? .collector
        let held = try? HeldFacts.of(past.receipt, transaction)
        var found = PastOperation(
            header: past.header, body: body,
            actor: Actor(person: past.header.author, device: past.header.device, role: role, isSystem: isSystem),
            clockOffset: past.clockOffset, clockSuspect: held?.moment.clockSuspect ?? false,
            previousContact: held?.moment.previousContact, accountWasHeld: held?.accountWasHeld ?? true)
        found.withdrawnBy = past.sealed.withdrawnBy
        let header = past.header
        found.wasSeen = { self.wasSeen($0, by: header) }
        found.wasRecordSeen = { self.wasRecordSeen($0, by: header) }
        return found
    }
}
