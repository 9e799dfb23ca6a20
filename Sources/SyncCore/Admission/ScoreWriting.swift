package import FieldModel

/// Scores of many accounts as one operation of the branch's system device: one commit, one leaf.
extension Admission {
    /// Accounts whose scores one operation may carry: with its facts a score takes some 300 bytes of an intent.
    package static let scoresPerOperation = 40

    /// Writes those that say something new; returns how many did. Accounts that have left the branch are passed over.
    package mutating func write(_ scores: [AccountScore], branch: BranchRecord, author: PersonID) throws -> Int {
        var written = 0
        for start in stride(from: 0, to: scores.count, by: Admission.scoresPerOperation) {
            let end = min(start + Admission.scoresPerOperation, scores.count)
            written += try writeBatch(Array(scores[start..<end]), branch: branch, author: author)
        }
        return written
    }

    private mutating func writeBatch(_ scores: [AccountScore], branch: BranchRecord, author: PersonID) throws -> Int {
        var news: [(item: AccountScore, audience: Audience)] = []
        for item in scores {
            guard let placement = try transaction.placement(item.account), placement.branch == branch.id else {
                continue
            }
            let row = try transaction.row(kind: .score, id: item.score)
            if let row, case .score(let before)? = try? parts.records.decode(kind: .score, bytes: row.bytes),
                before.says(whatSays: item.content)
            {
                continue
            }
            news.append((item, placement.audience))
        }
        guard !news.isEmpty else { return 0 }
        let intent = Intent.writeScores(WriteScores(scores: news.map(\.item)))
        let submission = try systemSubmission(intent, account: .nil_, branch: branch, author: author)
        let commit = try transaction.nextCommit(branch.id)
        let version = RecordVersion(epoch: branch.epoch, commit: commit)
        for (item, audience) in news {
            try transaction.put(
                branch: branch.id, audience: audience, key: RecordKey(kind: .score, id: item.score),
                account: item.account, version: version, bytes: try parts.records.encode(.score(item.content)))
            self.news.add(branch.id, audience)
            accounts[item.account] = nil
        }
        try keep(submission, commit: commit, in: branch)
        return news.count
    }

    private func keep(_ submission: Submission, commit: UInt64, in branch: BranchRecord) throws {
        let header = submission.header
        var receipt = Receipt(
            operation: header.id, device: header.device, sequence: header.sequence, outcome: Outcome(state: .applied),
            branch: branch.id, epoch: branch.epoch, commit: commit, receivedAt: now, log: branch.id)
        receipt.leafHash = ChainHash.leaf(AuditLeaf.content(header, receipt), hash: parts.hash)
        receipt.leafIndex = try transaction.appendLeaf(branch.id, hash: receipt.leafHash)
        try transaction.append(
            StoredOperation(header: header, sealed: submission.sealed, link: submission.link, receipt: receipt))
    }
}
