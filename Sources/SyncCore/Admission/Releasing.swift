package import FieldModel

/// What a device sent while it was in quarantine, once an administrator has vouched for the device.
extension Admission {
    /// Decides such an operation as if it came now.
    ///
    /// What has lost its body is refused, as it would be at its arrival; what is of a newer program waits for the server's
    /// upgrade like any other; what cannot be taken yet, or not be read, stays until somebody refuses it.
    package mutating func release(_ held: StoredOperation, branch: BranchRecord, author: PersonID) throws {
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
