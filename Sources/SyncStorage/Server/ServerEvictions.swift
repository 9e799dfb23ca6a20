internal import FieldModel
internal import SyncCore

/// What has left a scope: the feed's word to those who held it, and the devices that have to erase it.
///
/// Who holds a whole branch is told by evictions of the audience `nobody`, of which no collector's feed is.
extension ServerSession {
    func evict(_ account: AccountID, from old: PlacementNumbers, feedCommit: UInt64) throws {
        guard case .collector(let person) = try audience(old.audience) else { return }
        try noteEviction(account, audience: old.audience, branch: old.branch, feedCommit: feedCommit)
        try database.run(
            """
            INSERT OR REPLACE INTO erasures (device, account, feed_commit, confirmed)
            SELECT id, ?, ?, 0 FROM devices WHERE person = ?
            """
        ) {
            $0.bind(account)
            $0.bind(feedCommit)
            $0.bind(person)
        }
    }

    /// What came back needs no erasing any more.
    func welcome(_ account: AccountID, to new: PlacementNumbers) throws {
        guard case .collector(let person) = try audience(new.audience) else { return }
        try forgetEviction(account, audience: new.audience)
        try database.run(
            """
            DELETE FROM erasures WHERE account = ? AND confirmed = 0
            AND device IN (SELECT id FROM devices WHERE person = ?)
            """
        ) {
            $0.bind(account)
            $0.bind(person)
        }
    }

    func evictFromBranch(_ account: AccountID, _ branch: Int64, feedCommit: UInt64) throws {
        let audience = try makeAudience(branch: branch, .nobody)
        try noteEviction(account, audience: audience, branch: branch, feedCommit: feedCommit)
        try database.run(
            """
            INSERT OR REPLACE INTO erasures (device, account, feed_commit, confirmed)
            SELECT devices.id, ?, ?, 0 FROM devices \(Self.ofBranchHolders)
            """
        ) {
            $0.bind(account)
            $0.bind(feedCommit)
            $0.bind(branch)
        }
    }

    func welcomeToBranch(_ account: AccountID, _ branch: Int64) throws {
        try forgetEviction(account, audience: try makeAudience(branch: branch, .nobody))
        try database.run(
            """
            DELETE FROM erasures WHERE account = ? AND confirmed = 0
            AND device IN (SELECT devices.id FROM devices \(Self.ofBranchHolders))
            """
        ) {
            $0.bind(account)
            $0.bind(branch)
        }
    }

    func changeScope(of person: PersonID, from old: SyncScope) throws {
        guard let number = try branchNumber(old.branch) else { return }
        var held = (column: "branch", value: number)
        if case .collector(_, let person) = old {
            held = ("audience", try audienceNumber(branch: number, .collector(person)) ?? 0)
        }
        try database.run(
            """
            INSERT OR REPLACE INTO erasures (device, account, feed_commit, confirmed)
            SELECT devices.id, accounts.id, 0, 0 FROM devices JOIN accounts ON accounts.\(held.column) = ?
            WHERE person = ? AND cursor_branch = ?
            """
        ) {
            $0.bind(held.value)
            $0.bind(person)
            $0.bind(old.branch)
        }
        guard let new = try self.person(person)?.scope, let kept = try branchNumber(new.branch) else { return }
        var stays = (column: "branch", value: kept)
        if case .collector = new {
            stays = ("audience", try audienceNumber(branch: kept, .collector(person)) ?? 0)
        }
        try database.run(
            """
            DELETE FROM erasures WHERE confirmed = 0 AND device IN (SELECT id FROM devices WHERE person = ?)
            AND account IN (SELECT id FROM accounts WHERE \(stays.column) = ?)
            """
        ) {
            $0.bind(person)
            $0.bind(stays.value)
        }
    }

    /// Devices of persons whose scope is the branch with a number.
    private static let ofBranchHolders = """
        JOIN persons ON persons.id = devices.person
        WHERE persons.role IN ('supervisor', 'branch') AND persons.disabled = 0
            AND persons.branch = (SELECT id FROM branches WHERE number = ?)
        """

    private func noteEviction(_ account: AccountID, audience: Int64, branch: Int64, feedCommit: UInt64) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO evictions (audience, account, epoch, feed_commit)
            SELECT ?, ?, epoch, ? FROM branches WHERE number = ?
            """
        ) {
            $0.bind(audience)
            $0.bind(account)
            $0.bind(feedCommit)
            $0.bind(branch)
        }
    }

    private func forgetEviction(_ account: AccountID, audience: Int64) throws {
        try database.run("DELETE FROM evictions WHERE audience = ? AND account = ?") {
            $0.bind(audience)
            $0.bind(account)
        }
    }
}
