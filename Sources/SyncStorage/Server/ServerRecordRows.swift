internal import FieldModel
internal import SyncCore

/// Records: what is written under a commit, and what is found again by account, kind or key.
extension ServerSession {
    func put(
        branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion,
        bytes: [UInt8]
    ) throws {
        let branchNumber = try requireBranch(branch)
        let audienceNumber = try makeAudience(branch: branchNumber, audience)
        try followPlacement(account, branch: branchNumber, audience: audience, feedCommit: version.commit)
        let kind = UInt16(clamping: key.kind.rawValue)
        let digest = RowDigest(kind: kind, id: key.id, version: version, bytes: bytes, hash: hash)
        if let old = try standing(kind: kind, id: key.id, branch: branchNumber) {
            forget(old)
            try database.run(Self.updateRecord) {
                $0.bind(audienceNumber)
                $0.bind(account)
                $0.bind(version.epoch)
                $0.bind(version.commit)
                $0.bind(version.commit)
                $0.bind(bits: digest.high)
                $0.bind(bits: digest.low)
                $0.bind(bytes)
                $0.bind(old.number)
            }
        } else {
            try database.run(Self.insertRecord) {
                $0.bind(branchNumber)
                $0.bind(audienceNumber)
                $0.bind(kind)
                $0.bind(key.id)
                $0.bind(account)
                $0.bind(version.epoch)
                $0.bind(version.commit)
                $0.bind(version.commit)
                $0.bind(bits: digest.high)
                $0.bind(bits: digest.low)
                $0.bind(RowDigest.repairKey(kind: kind, id: key.id, hash: hash))
                $0.bind(bytes)
            }
        }
        digestChanges[audienceNumber, default: ScopeDigest()].add(digest)
    }

    /// A tombstone in the record's place; nothing when there never was such a record, as no replica has it.
    func remove(
        branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion
    ) throws {
        let branchNumber = try requireBranch(branch)
        let audienceNumber = try makeAudience(branch: branchNumber, audience)
        try followPlacement(account, branch: branchNumber, audience: audience, feedCommit: version.commit)
        let kind = UInt16(clamping: key.kind.rawValue)
        guard let old = try standing(kind: kind, id: key.id, branch: branchNumber) else { return }
        forget(old)
        try database.run(
            """
            UPDATE records SET audience = ?, epoch = ?, commit_number = ?, feed_commit = ?, state = 1,
                digest_high = 0, digest_low = 0, bytes = x'' WHERE number = ?
            """
        ) {
            $0.bind(audienceNumber)
            $0.bind(version.epoch)
            $0.bind(version.commit)
            $0.bind(version.commit)
            $0.bind(old.number)
        }
    }

    func rows(account: AccountID) throws -> [FeedRow] {
        let place = try placementNumbers(account)
        return try database.all(
            """
            SELECT \(Self.rowColumns) FROM records
            WHERE account = ?1 AND state = 0 AND (?2 IS NULL OR branch = ?2) ORDER BY kind, id
            """,
            {
                $0.bind(account)
                if let place { $0.bind(place.branch) } else { $0.bindNull() }
            }, Self.readRow)
    }

    /// Of a record that several branches hold, the copy where its account lives, else the first one.
    func row(kind: RecordKind, id: RecordID) throws -> FeedRow? {
        try database.first(
            """
            SELECT \(Self.rowColumns) FROM records
            LEFT JOIN (SELECT id AS placed, branch AS home FROM accounts) ON placed = account
            WHERE kind = ? AND id = ? AND state = 0 ORDER BY branch = home DESC, branch LIMIT 1
            """,
            {
                $0.bind(kind.rawValue)
                $0.bind(id)
            }, Self.readRow)
    }

    func rows(kind: RecordKind, branch: BranchID, after: RecordID?, limit: Int) throws -> [FeedRow] {
        guard let number = try branchNumber(branch) else { return [] }
        return try database.all(
            """
            SELECT \(Self.rowColumns) FROM records
            WHERE kind = ? AND id > ? AND branch = ? AND state = 0 ORDER BY id LIMIT ?
            """,
            {
                $0.bind(kind.rawValue)
                $0.bind(after?.bytes ?? [])
                $0.bind(number)
                $0.bind(limit)
            }, Self.readRow)
    }

    static let rowColumns = "kind, id, account, epoch, commit_number, feed_commit, bytes, state"

    static func readRow(_ columns: inout Columns) -> FeedRow {
        FeedRow(
            kind: columns.kind(), id: columns.identifier(), account: columns.optionalIdentifier(),
            version: RecordVersion(epoch: columns.count(), commit: columns.count()), feedCommit: columns.count(),
            bytes: columns.blob(), state: RowState(rawValue: UInt8(clamping: columns.integer())) ?? .live)
    }

    private struct Standing {
        var number: Int64
        var audience: Int64
        var isLive: Bool
        var digest: RowDigest
    }

    private func standing(kind: UInt16, id: RecordID, branch: Int64) throws -> Standing? {
        try database.first(
            """
            SELECT number, audience, state, digest_high, digest_low FROM records
            WHERE kind = ? AND id = ? AND branch = ?
            """,
            {
                $0.bind(kind)
                $0.bind(id)
                $0.bind(branch)
            }
        ) {
            Standing(number: $0.integer(), audience: $0.integer(), isLive: $0.integer() == 0, digest: $0.digest())
        }
    }

    private func forget(_ old: Standing) {
        if old.isLive { digestChanges[old.audience, default: ScopeDigest()].remove(old.digest) }
    }

    private static let updateRecord = """
        UPDATE records SET audience = ?, account = ?, epoch = ?, commit_number = ?, feed_commit = ?, state = 0,
            digest_high = ?, digest_low = ?, bytes = ? WHERE number = ?
        """

    private static let insertRecord = """
        INSERT INTO records (branch, audience, kind, id, account, epoch, commit_number, feed_commit, state,
            digest_high, digest_low, repair_key, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
        """
}

/// Running digests of the audiences.
extension ServerSession {
    func digest(_ scope: SyncScope) throws -> ScopeDigest {
        try audienceNumbers(of: scope).reduce(ScopeDigest()) { sum, number in
            let stored = try database.first(
                "SELECT digest_high, digest_low, row_count FROM audiences WHERE number = ?", { $0.bind(number) }
            ) { ScopeDigest(high: $0.bits(), low: $0.bits(), count: $0.integer()) }
            return sum + (stored ?? ScopeDigest()) + (digestChanges[number] ?? ScopeDigest())
        }
    }

    /// Before the commit: the digests stand in the same transaction as the rows.
    func writeDigests() throws {
        for (number, change) in digestChanges {
            let old = try database.first(
                "SELECT digest_high, digest_low, row_count FROM audiences WHERE number = ?", { $0.bind(number) }
            ) { ScopeDigest(high: $0.bits(), low: $0.bits(), count: $0.integer()) }
            let new = (old ?? ScopeDigest()) + change
            try database.run("UPDATE audiences SET digest_high = ?, digest_low = ?, row_count = ? WHERE number = ?") {
                $0.bind(bits: new.high)
                $0.bind(bits: new.low)
                $0.bind(new.count)
                $0.bind(number)
            }
        }
        digestChanges = [:]
    }
}
