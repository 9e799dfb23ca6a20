internal import FieldModel

/// A move of an account between branches: the two commits, each in its own branch's order.
struct AccountMove: Hashable {
    /// The commit with which it left.
    var from: FeedPosition
    /// The commit with which it came.
    var to: FeedPosition
}

/// Where an account has been, oldest first: kept beside the records, because a branch's commits say nothing of another's.
///
/// Whoever stands at a commit of the branch where the account came, or later, has seen all that was done with it where
/// it was before.
struct AccountMoves: Hashable {
    private(set) var moves: [AccountMove] = []

    private static func key(_ account: AccountID) -> String { "moves.\(account)" }

    static func of(_ account: AccountID, _ reading: any ServerReading) throws -> AccountMoves {
        AccountMoves(text: try reading.setting(key(account)) ?? "")
    }

    static func note(_ move: AccountMove, of account: AccountID, _ transaction: any ServerTransaction) throws {
        var known = try of(account, transaction)
        known.moves.append(move)
        try transaction.setSetting(key(account), known.text)
    }

    init(_ moves: [AccountMove]) { self.moves = moves }

    init(text: String) {
        moves = text.split(separator: ",").compactMap { part in
            let places = part.split(separator: ">").compactMap { Self.place(String($0)) }
            return places.count == 2 ? AccountMove(from: places[0], to: places[1]) : nil
        }
    }

    private var text: String {
        moves.map { "\(Self.text($0.from))>\(Self.text($0.to))" }.joined(separator: ",")
    }

    private static func text(_ place: FeedPosition) -> String {
        "\(place.branch ?? .nil_) \(place.epoch) \(place.commit)"
    }

    private static func place(_ text: String) -> FeedPosition? {
        let words = text.split(separator: " ")
        guard words.count == 3, let branch = Identifier(String(words[0])), let epoch = UInt64(words[1]),
            let commit = UInt64(words[2])
        else { return nil }
        return FeedPosition(branch: branch, epoch: epoch, commit: commit)
    }

    /// Whether a commit on the account lies within what is known by whoever stands at `seen`.
    func isKnown(_ commit: FeedPosition, at seen: FeedPosition) -> Bool {
        isKnown(commit, at: seen, moves[...])
    }

    private func isKnown(_ commit: FeedPosition, at seen: FeedPosition, _ moves: ArraySlice<AccountMove>) -> Bool {
        if commit.branch == seen.branch, covers(seen, commit) { return true }
        guard let last = moves.lastIndex(where: { $0.to.branch == seen.branch && covers(seen, $0.to) }) else {
            return false
        }
        return isKnown(commit, at: moves[last].from, moves[..<last])
    }

    /// Whoever stands in a later epoch has all that the backup had.
    private func covers(_ seen: FeedPosition, _ commit: FeedPosition) -> Bool {
        seen.epoch != commit.epoch ? commit.epoch < seen.epoch : commit.commit <= seen.commit
    }
}

extension Admission {
    /// Takes the account out of the branch where it is, by a commit of that branch, and into the one of `commit`. What
    /// waits for a decision waits there from here on.
    mutating func move(
        _ account: AccountID, from before: AccountPlacement, to placement: AccountPlacement, at commit: FeedPosition,
        by author: PersonID
    ) throws {
        let leaving = try transaction.nextCommit(before.branch)
        let left = FeedPosition(
            branch: before.branch, epoch: try transaction.head(before.branch).epoch, commit: leaving)
        try transaction.move(
            account, to: placement, version: RecordVersion(epoch: commit.epoch, commit: commit.commit),
            leaving: leaving)
        try AccountMoves.note(AccountMove(from: left, to: commit), of: account, transaction)
        news.add(before.branch, before.audience)
        for held in try transaction.operations(OperationFilter(account: account, state: .held, limit: .max))
        where held.receipt.branch == before.branch {
            var receipt = held.receipt
            (receipt.branch, receipt.epoch) = (commit.branch, commit.epoch)
            try transaction.update(receipt)
        }
        let leaf = AuditLeaf.content(
            act: "account_moved", actor: author, subject: account, detail: "\(placement.branch)", at: now)
        _ = try transaction.appendLeaf(before.branch, hash: ChainHash.leaf(leaf, hash: parts.hash))
    }
}
