package import FieldModel
package import FieldRules

/// Finds the rules that a branch has activated, in the transaction that admits.
package typealias RuleLookup = (any ServerTransaction, BranchID) throws -> ActiveRules?

extension Admission {
    /// What the server knows beside the account's records when it judges; nothing where the branch has no rules.
    func prepareRules(_ context: inout DecisionContext, branch: BranchID, _ past: PastOperations) throws {
        let isJudged = [Intent.decisionKind, Intent.copyKind].contains(context.header.kind)
        guard !context.actor.isSystem || isJudged else { return }
        context.rules = try parts.rules(transaction, branch)
        let header = context.header
        context.wasRecordSeen = { past.wasRecordSeen($0, by: header) }
    }

    /// Keeps a record of audience `all` as an operation that waits for a second person.
    package mutating func propose(
        _ content: RecordContent, id: RecordID, branch: BranchRecord, author: PersonID
    ) throws -> Receipt {
        let intent = Intent.writeDocument(WriteDocument(kind: content.kind, id: id, content: content))
        let submission = try systemSubmission(intent, account: .nil_, branch: branch, author: author)
        return try admit(submission, as: Outcome(state: .held, reason: ReasonCode.approval.rawValue))
    }
}

extension Intent {
    /// The kind of `decideOperation`: what it decides is judged as if it came now.
    fileprivate static let decisionKind = 67
    /// The kind of `copyRecord`: a contact of the person that changes what later ones are judged by.
    static let copyKind = 80
}

extension PastOperations {
    /// Whether a contact's record stood, as it is, at the cursor seen, or was written by the same person.
    func wasRecordSeen(_ id: RecordID, by header: OperationHeader) -> Bool {
        for kind in [RecordKind.visit, .contact, .foreignContact] {
            guard let row = try? transaction.row(kind: kind, id: id) else { continue }
            let isOld = row.version.epoch == header.seen.epoch && row.version.commit <= header.seen.commit
            return isOld || author(of: row, kind) == header.author
        }
        // What the operation itself has written stands in no row yet.
        return true
    }

    private func author(of row: FeedRow, _ kind: RecordKind) -> PersonID? {
        switch try? parts.records.decode(kind: kind, bytes: row.bytes) {
        case .visit(let visit): visit.author
        case .contact(let contact): contact.author
        default: nil
        }
    }
}
