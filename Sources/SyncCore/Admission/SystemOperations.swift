package import FieldModel

/// Operations of a branch's system device: imports, assignments, jobs and what administrators ask. They take the same
/// path as everybody's: chain, reducer, receipt, log.
extension Admission {
    /// Decides and stores an operation on behalf of `author`.
    package mutating func submit(
        _ intent: Intent, account: AccountID, branch: BranchRecord, author: PersonID
    ) throws -> Receipt {
        let submission = try systemSubmission(intent, account: account, branch: branch, author: author)
        return try admit(submission)
    }

    /// Decides it, and stores it only if it was taken and changes something. The receipt is nil otherwise.
    package mutating func submitIfChanging(
        _ intent: Intent, account: AccountID, branch: BranchRecord, author: PersonID, dryRun: Bool = false
    ) throws -> (outcome: Outcome, changes: Bool, records: [Record], receipt: Receipt?) {
        let submission = try systemSubmission(intent, account: account, branch: branch, author: author)
        let verdict = try decide(submission)
        let hasEffect = !verdict.changes.isEmpty
        guard hasEffect, !dryRun else { return (verdict.outcome, hasEffect, verdict.changes.map(\.record), nil) }
        return (verdict.outcome, true, verdict.changes.map(\.record), try admit(submission))
    }

    func systemSubmission(
        _ intent: Intent, account: AccountID, branch: BranchRecord, author: PersonID
    ) throws -> Submission {
        let device = branch.systemDevice
        let end = try transaction.chainEnd(device: device, incarnation: 1)
        let body = try parts.operations.encodeIntent(intent)
        let salt = parts.salt()
        let header = OperationHeader(
            id: parts.mint(), device: device, incarnation: 1, sequence: end.sequence + 1, previousLink: end.link,
            account: account, kind: intent.kind, seen: try transaction.head(branch.id), wallClock: now,
            hlc: parts.stamp(),
            commitment: ChainHash.commitment(salt: salt, intent: body, hash: parts.hash), author: author)
        let sealed = SealedOperation(
            header: try parts.operations.encodeHeader(header),
            body: try parts.operations.encodeBody(salt: salt, intent: body))
        return Submission(
            header: header, sealed: sealed, link: ChainHash.link(header: sealed.header, hash: parts.hash),
            body: .intent(intent), actor: Actor(person: author, device: device, role: .administrator, isSystem: true),
            branch: branch.id)
    }

    /// Writes a record of audience `all` in one branch.
    package mutating func write(_ content: RecordContent, id: RecordID, branch: BranchRecord, author: PersonID) throws {
        let intent = Intent.writeDocument(WriteDocument(kind: content.kind, id: id, content: content))
        let receipt = try submit(intent, account: .nil_, branch: branch, author: author)
        guard receipt.outcome.state == .applied else {
            throw AdmissionFailure.ownRecordRefused
        }
    }

    /// Notes an administrative act in the organisation's log: no act without its leaf.
    package func log(_ act: String, by actor: Identifier, on subject: Identifier, detail: String = "") throws {
        let content = AuditLeaf.content(act: act, actor: actor, subject: subject, detail: detail, at: now)
        _ = try transaction.appendLeaf(AuditLeaf.organisationLog, hash: ChainHash.leaf(content, hash: parts.hash))
    }
}
