internal import FieldModel
internal import SyncCore

/// Where accounts live and who sees them, and what follows when that changes.
extension ServerSession {
    func placement(_ account: AccountID) throws -> AccountPlacement? {
        guard let place = try placementNumbers(account) else { return nil }
        let branch = try database.first("SELECT id FROM branches WHERE number = ?", { $0.bind(place.branch) }) {
            $0.identifier()
        }
        return AccountPlacement(branch: branch ?? .nil_, audience: try audience(place.audience))
    }

    func account(creditor: String, number: String) throws -> AccountID? {
        try database.first(
            "SELECT id FROM accounts WHERE account_number = ? AND creditor = ?",
            {
                $0.bind(number)
                $0.bind(creditor)
            }
        ) { $0.identifier() }
    }

    func accounts(number: String) throws -> [AccountID] {
        try database.all("SELECT id FROM accounts WHERE account_number = ? ORDER BY id", { $0.bind(number) }) {
            $0.identifier()
        }
    }

    func accounts(branch: BranchID, audience: Audience?, after: AccountID?, limit: Int) throws -> [AccountID] {
        guard let branchNumber = try branchNumber(branch) else { return [] }
        var column = "branch"
        var value = branchNumber
        if let audience {
            guard let number = try audienceNumber(branch: branchNumber, audience) else { return [] }
            (column, value) = ("audience", number)
        }
        return try database.all(
            "SELECT id FROM accounts WHERE \(column) = ? AND id > ? ORDER BY id LIMIT ?",
            {
                $0.bind(value)
                $0.bind(after?.bytes ?? [])
                $0.bind(limit)
            }
        ) { $0.identifier() }
    }

    /// Of an account that stays in its branch the audience is not changed here: that takes a commit (`reassign`).
    func place(_ account: AccountID, _ placement: AccountPlacement, creditor: String, number: String) throws {
        let branch = try requireBranch(placement.branch)
        var place = PlacementNumbers(branch: branch, audience: try makeAudience(branch: branch, placement.audience))
        if let old = try placementNumbers(account), old.branch == branch { place.audience = old.audience }
        try database.run(
            """
            INSERT INTO accounts VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                branch = excluded.branch, audience = excluded.audience, creditor = excluded.creditor,
                account_number = excluded.account_number
            """
        ) {
            $0.bind(account)
            $0.bind(place.branch)
            $0.bind(place.audience)
            $0.bind(creditor)
            $0.bind(number)
        }
        placements[account] = place
    }

    func reassign(_ account: AccountID, to audience: Audience, feedCommit: UInt64) throws {
        guard let old = try placementNumbers(account) else {
            throw StoreFailure(code: "not_found", message: "there is no account \(account)")
        }
        let new = PlacementNumbers(branch: old.branch, audience: try makeAudience(branch: old.branch, audience))
        if new == old { return }
        try moveRows(of: account, to: new, feedCommit: feedCommit)
        try database.run("UPDATE accounts SET audience = ? WHERE id = ?") {
            $0.bind(new.audience)
            $0.bind(account)
        }
        placements[account] = new
        try evict(account, from: old, feedCommit: feedCommit)
        try welcome(account, to: new)
    }

    func move(_ account: AccountID, to placement: AccountPlacement, version: RecordVersion, leaving: UInt64) throws {
        guard let old = try placementNumbers(account) else {
            throw StoreFailure(code: "not_found", message: "there is no account \(account)")
        }
        let branch = try requireBranch(placement.branch)
        let new = PlacementNumbers(branch: branch, audience: try makeAudience(branch: branch, placement.audience))
        guard new.branch != old.branch else {
            return try reassign(account, to: placement.audience, feedCommit: leaving)
        }
        try copyRows(of: account, from: old, to: new, version)
        try database.run("UPDATE accounts SET branch = ?, audience = ? WHERE id = ?") {
            $0.bind(new.branch)
            $0.bind(new.audience)
            $0.bind(account)
        }
        placements[account] = new
        try evict(account, from: old, feedCommit: leaving)
        try evictFromBranch(account, old.branch, feedCommit: leaving)
        try welcome(account, to: new)
        try welcomeToBranch(account, new.branch)
    }

    func placementNumbers(_ account: AccountID) throws -> PlacementNumbers? {
        if let place = placements[account] { return place }
        let place = try database.first("SELECT branch, audience FROM accounts WHERE id = ?", { $0.bind(account) }) {
            PlacementNumbers(branch: $0.integer(), audience: $0.integer())
        }
        if let place { placements[account] = place }
        return place
    }

    /// A record written under another audience than its account's takes the whole account along, in the same commit.
    /// So rows of one account never have two audiences, in whatever order an assignment is written.
    func followPlacement(_ account: AccountID?, branch: Int64, audience: Audience, feedCommit: UInt64) throws {
        guard let account, let place = try placementNumbers(account), place.branch == branch,
            place.audience != (try audienceNumber(branch: branch, audience))
        else { return }
        try reassign(account, to: audience, feedCommit: feedCommit)
    }

    /// The bytes stay; as the numbers of two branches are in no order, the rows are as if written by the commit that
    /// brings them.
    private func copyRows(
        of account: AccountID, from old: PlacementNumbers, to new: PlacementNumbers, _ version: RecordVersion
    ) throws {
        let numbered = try database.all(
            "SELECT number, audience, digest_high, digest_low, \(Self.rowColumns) FROM records"
                + " WHERE account = ? AND branch = ?",
            {
                $0.bind(account)
                $0.bind(old.branch)
            }
        ) { (number: $0.integer(), audience: $0.integer(), digest: $0.digest(), row: Self.readRow(&$0)) }
        for (number, audience, digest, row) in numbered {
            var moved = digest
            if row.state == .live {
                moved = RowDigest(kind: row.kind, id: row.id, version: version, bytes: row.bytes, hash: hash)
                digestChanges[audience, default: ScopeDigest()].remove(digest)
                digestChanges[new.audience, default: ScopeDigest()].add(moved)
            }
            try database.run(
                """
                UPDATE records SET branch = ?, audience = ?, epoch = ?, commit_number = ?, feed_commit = ?,
                    digest_high = ?, digest_low = ? WHERE number = ?
                """
            ) {
                $0.bind(new.branch)
                $0.bind(new.audience)
                $0.bind(version.epoch)
                $0.bind(version.commit)
                $0.bind(version.commit)
                $0.bind(bits: moved.high)
                $0.bind(bits: moved.low)
                $0.bind(number)
            }
        }
    }

    /// Tombstones move too: a replica that once held the record learns of its end when the account comes back.
    private func moveRows(of account: AccountID, to new: PlacementNumbers, feedCommit: UInt64) throws {
        let live = try database.all(
            """
            SELECT audience, digest_high, digest_low FROM records WHERE account = ? AND branch = ? AND state = 0
            """,
            {
                $0.bind(account)
                $0.bind(new.branch)
            }
        ) { ($0.integer(), $0.digest()) }
        for (audience, digest) in live {
            digestChanges[audience, default: ScopeDigest()].remove(digest)
            digestChanges[new.audience, default: ScopeDigest()].add(digest)
        }
        try database.run("UPDATE records SET audience = ?, feed_commit = ? WHERE account = ? AND branch = ?") {
            $0.bind(new.audience)
            $0.bind(feedCommit)
            $0.bind(account)
            $0.bind(new.branch)
        }
    }
}

/// What devices still have to erase.
extension ServerSession {
    func pendingErasures(device: DeviceID) throws -> [AccountID] {
        try database.all(
            "SELECT account FROM erasures WHERE device = ? AND confirmed = 0 ORDER BY account", { $0.bind(device) }
        ) { $0.identifier() }
    }

    func eviction(of account: AccountID, from scope: SyncScope) throws -> FeedPosition? {
        guard let branch = try branchNumber(scope.branch),
            let audience = try audienceNumber(branch: branch, scope.leftAudience)
        else { return nil }
        return try database.first(
            "SELECT epoch, feed_commit FROM evictions WHERE audience = ? AND account = ?",
            {
                $0.bind(audience)
                $0.bind(account)
            }
        ) { FeedPosition(branch: scope.branch, epoch: $0.count(), commit: $0.count()) }
    }

    func confirmErasure(device: DeviceID, accounts: [AccountID]) throws {
        for account in accounts {
            try database.run("UPDATE erasures SET confirmed = 1 WHERE device = ? AND account = ?") {
                $0.bind(device)
                $0.bind(account)
            }
        }
    }
}
