package import FieldModel

/// What a device sent while it was in quarantine, once an administrator has vouched for the device.
extension Admission {
    /// Decides such an operation as if it came now; one that was withdrawn or decided meanwhile stays as it is.
    ///
    /// What has lost its body is refused, as it would be at its arrival; what is of a newer program waits for the server's
    /// upgrade like any other; what cannot be taken yet, or not be read, stays until somebody refuses it.
    package mutating func release(_ held: StoredOperation, branch: BranchRecord, author: PersonID) throws {
        let now = try transaction.receipt(operation: held.receipt.operation, device: held.receipt.device)
        guard now?.outcome.isInQuarantine ?? false else { return }
        var decision = DecideOperation(operation: held.receipt.operation, device: held.receipt.device, granted: true)
        if held.sealed.withdrawnBy == nil {
            switch SubmittedBody.read(held.sealed, held.header, coding: parts.operations, hash: parts.hash) {
            case .unknownKind:
                var waiting = held.receipt
                waiting.outcome.reason = AdmissionReason.unsupported
                return try transaction.update(waiting)
            case .missing: (decision.granted, decision.reason) = (false, AdmissionReason.bodyMissing)
            case .malformed, .intent: break
            }
        }
        _ = try submit(.decideOperation(decision), account: held.header.account, branch: branch, author: author)
    }
}

extension Outcome {
    fileprivate var isInQuarantine: Bool { state == .held && reason == AdmissionReason.quarantine }
}

extension [StoredOperation] {
    /// Of one device, what is in quarantine, in the order in which its person acted: it may have come in another, the
    /// present chain before those that it had earlier.
    package var inQuarantineAsActed: [StoredOperation] {
        filter(\.receipt.outcome.isInQuarantine)
            .sorted { ($0.header.hlc, $0.header.id) < ($1.header.hlc, $1.header.id) }
    }
}
