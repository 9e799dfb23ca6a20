internal import FieldModel

extension Admission {
    /// The operation with its receipt, its leaf and what it changed: all in the transaction, or nothing.
    mutating func store(_ submission: Submission, _ verdict: Verdict) throws -> Receipt {
        let header = submission.header
        var receipt = Receipt(
            operation: header.id, device: header.device, sequence: header.sequence, outcome: verdict.outcome,
            receivedAt: now)
        if let place = verdict.place {
            receipt.branch = place.record.id
            receipt.epoch = place.record.epoch
        }
        if !verdict.changes.isEmpty, let place = verdict.place {
            receipt.commit = try write(verdict, header, in: place)
        }
        if let aggregate = verdict.aggregate, aggregate.account != nil {
            var settled = aggregate
            settled.settle()
            accounts[header.account]?.aggregate = settled
        }
        let log = receipt.branch ?? submission.scope?.branch ?? submission.branch ?? AuditLeaf.organisationLog
        receipt.log = log
        receipt.leafHash = ChainHash.leaf(AuditLeaf.content(header, receipt), hash: parts.hash)
        receipt.leafIndex = try transaction.appendLeaf(log, hash: receipt.leafHash)
        try transaction.append(
            StoredOperation(
                header: header, sealed: submission.sealed, link: submission.link, receipt: receipt,
                clockOffset: submission.moment.clockOffset))
        if receipt.outcome.state == .held, !submission.actor.isSystem {
            let wasHeld = try wasHeld(submission, transaction.placement(header.account))
            try HeldFacts(moment: submission.moment, accountWasHeld: wasHeld).keep(receipt, transaction)
        }
        try spread(verdict, header)
        if submission.actor.isSystem { return receipt }
        return try receipt.told(to: submission.scope, account: header.account, transaction)
    }

    /// One commit: the records of one operation, at one version.
    private mutating func write(_ verdict: Verdict, _ header: OperationHeader, in place: BranchPlace) throws -> UInt64 {
        let branch = place.record.id
        let commit = try transaction.nextCommit(branch)
        let version = RecordVersion(epoch: place.record.epoch, commit: commit)
        let audience = try settlePlacement(
            verdict, header, FeedPosition(branch: branch, epoch: version.epoch, commit: commit), branch)
        for change in verdict.changes {
            let seenBy = change.record.kind.isForAll ? .all : audience
            try transaction.put(
                branch: branch, audience: seenBy, key: change.record.key, account: change.record.account,
                version: version, bytes: change.bytes)
            news.add(branch, seenBy)
            if case .branchSettings = change.record.content { places[branch] = nil }
            if case .decision(let decision) = change.record.content {
                try close(decision, branch: branch, version: version)
            }
        }
        return commit
    }

    /// Places a new account, or moves one whose collector or branch the operation changed; returns who sees it from here
    /// on.
    private mutating func settlePlacement(
        _ verdict: Verdict, _ header: OperationHeader, _ commit: FeedPosition, _ branch: BranchID
    ) throws -> Audience {
        let id = header.account
        let written = verdict.changes.lazy.compactMap { change -> Account? in
            if case .account(let account) = change.record.content { account } else { nil }
        }.first
        guard let account = written else { return verdict.placement?.audience ?? .nobody }
        let audience = account.assignee.map { Audience.collector($0) } ?? .nobody
        if let before = verdict.placement {
            if before.branch != branch {
                let placement = AccountPlacement(branch: branch, audience: audience)
                try move(id, from: before, to: placement, at: commit, by: header.author)
                try AllowanceTurn.ask(audience, transaction)
            } else if before.audience != audience {
                try transaction.reassign(id, to: audience, feedCommit: commit.commit)
                news.add(branch, before.audience)
                try AllowanceTurn.ask(audience, transaction)
            }
        } else {
            let placement = AccountPlacement(branch: branch, audience: audience)
            try transaction.place(id, placement, creditor: account.creditor, number: account.number)
            try AllowanceTurn.ask(audience, transaction)
        }
        accounts[id]?.placement = AccountPlacement(branch: branch, audience: audience)
        return audience
    }

    /// The held operation that a decision speaks of has its final outcome from here on.
    private func close(_ decision: Decision, branch: BranchID, version: RecordVersion) throws {
        guard var receipt = try transaction.receipt(operation: decision.operation, device: decision.device) else {
            return
        }
        receipt.outcome = decision.outcome
        receipt.branch = branch
        receipt.epoch = version.epoch
        receipt.commit = version.commit
        try transaction.update(receipt)
        if try transaction.device(decision.device) != nil {
            try LateReceipts.add(decision.operation, of: decision.device, transaction)
        }
    }
}
