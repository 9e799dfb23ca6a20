internal import FieldModel
internal import SyncCore

/// What the feed forgets behind its fence.
extension ServerSession {
    func compact(_ branch: BranchID, through commit: UInt64, limit: Int) throws -> Compacted {
        let number = try requireBranch(branch)
        var done = Compacted(fence: commit)
        done.tombstones = try removed(
            """
            DELETE FROM records WHERE number IN
                (SELECT number FROM records WHERE branch = ? AND feed_commit <= ? AND state = 1 LIMIT ?)
            """, number, commit, limit)
        done.evictions = try removed(
            """
            DELETE FROM evictions WHERE (audience, account) IN
                (SELECT audience, account FROM evictions
                WHERE audience IN (SELECT number FROM audiences WHERE branch = ?) AND feed_commit <= ? LIMIT ?)
            """, number, commit, limit)
        done.erasures = try removed(
            """
            DELETE FROM erasures WHERE (device, account) IN
                (SELECT device, account FROM erasures
                WHERE account IN (SELECT id FROM accounts WHERE branch = ?) AND feed_commit <= ? AND confirmed = 1
                LIMIT ?)
            """, number, commit, limit)
        return done
    }

    private func removed(_ sql: String, _ branch: Int64, _ commit: UInt64, _ limit: Int) throws -> Int {
        try database.run(sql) {
            $0.bind(branch)
            $0.bind(commit)
            $0.bind(limit)
        }
        return database.changedRows
    }
}
