internal import FieldModel

/// Operations from before a restore that stand on what the restore has lost: an import, an assignment, another's record.
extension Admission {
    /// Decides and stores it. What would be refused for what the server has forgotten waits for an administrator.
    mutating func admitAcrossRestore(_ submission: Submission) throws -> Receipt {
        let verdict = try decide(submission)
        guard verdict.outcome.state == .refused, Self.forgetful.contains(verdict.outcome.reason),
            try predatesRestore(submission.header)
        else { return try store(submission, verdict) }
        var waiting = submission
        waiting.hasLostGround = true
        return try admit(waiting, as: .quarantined)
    }

    private static let forgetful = Set(
        [ReasonCode.unknownAccount, .outsideScope, .unknownRecord, .unknownOperation, .notPermitted].map(\.rawValue))

    /// Made by a device that had seen an epoch before the present one, or a branch that is younger than the backup.
    private mutating func predatesRestore(_ header: OperationHeader) throws -> Bool {
        guard header.seen.epoch > 0, let branch = header.seen.branch else { return false }
        if let place = try place(branch) { return header.seen.epoch < place.record.epoch }
        return try !RestoreRecord.all(in: transaction).isEmpty
    }
}
