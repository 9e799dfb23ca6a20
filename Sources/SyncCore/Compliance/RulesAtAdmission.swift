package import FieldModel
package import FieldRules

/// Finds the rules that a branch has activated, in the transaction that admits.
package typealias RuleLookup = (any ServerTransaction, BranchID) throws -> ActiveRules?

extension Admission {
    /// What the server knows beside the account's records when it judges; nothing where the branch has no rules.
    func prepareRules(
        _ context: inout DecisionContext, _ intent: Intent, branch: BranchID, _ past: PastOperations
    ) throws {
        guard !context.actor.isSystem || Intent.ruledKinds.contains(intent.kind) || intent.tellsOfClocks else { return }
        context.rules = try parts.rules(transaction, branch)
        let header = context.header
        context.wasRecordSeen = { past.wasRecordSeen($0, by: header) }
    }

    /// What stands under the person's other accounts counts for a plan, also for one that had been held.
    mutating func lookElsewhere(_ context: inout DecisionContext, _ intent: Intent, _ account: AccountID) throws {
        let isOfPlan = if case .decideOperation = intent { true } else { intent.spendingName != nil }
        guard isOfPlan, context.rules != nil else { return }
        for sibling in try siblings(of: account) {
            guard let page = try page(sibling) else { continue }
            context.elsewhere.add(page.records, to: account, hash: parts.hash)
        }
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
    /// The kind of `copyRecord`: a contact of the person that changes what later ones are judged by.
    static let copyKind = 82
    /// What the system device does under rules: a decision judges as if the operation came now, a payment of the lender
    /// may start or end a duty, an override asks whether its rule allows one, a copied contact changes later verdicts.
    fileprivate static let ruledKinds: Set<Int> = [34, 67, 70, copyKind]

    /// A row of the lender's file that may start or end a duty; most rows are read without rules, for there are many.
    fileprivate var tellsOfClocks: Bool {
        guard case .importAccount(let row) = self else { return false }
        return !row.records.isEmpty || row.account.lenderBalance <= 0
    }
}

extension PastOperations {
    /// Whether a contact's record stood, as it is, at the cursor seen, or was written by the same person.
    func wasRecordSeen(_ id: RecordID, by header: OperationHeader) -> Bool {
        for kind in [RecordKind.visit, .contact, .foreignContact] {
            guard let row = try? transaction.row(kind: kind, id: id) else { continue }
            // Numbers of two branches are in no order: to who stands in another one, the row is new.
            let home = row.account.flatMap { try? transaction.placement($0)?.branch }
            let isOld =
                home == header.seen.branch && row.version.epoch == header.seen.epoch
                && row.version.commit <= header.seen.commit
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
