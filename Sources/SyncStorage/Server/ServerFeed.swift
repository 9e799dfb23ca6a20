internal import FieldModel
internal import SyncCore

/// The change feed and its repair: range scans that copy bytes and decode nothing.
extension ServerSession {
    /// What a row takes on the wire beside its bytes, at most.
    static let rowOverheadBytes = 64

    func feed(
        _ scope: SyncScope, after position: FeedPosition, maxBytes: Int
    ) throws -> (rows: [FeedRow], end: Bool) {
        guard let branch = try branchNumber(scope.branch) else { return ([], true) }
        var rows: [FeedRow] = []
        var size = 0
        var isEnd = true
        let take: (inout Columns) -> Bool = { columns in
            let row = Self.readRow(&columns)
            size += row.bytes.count + Self.rowOverheadBytes
            if !rows.isEmpty, size > maxBytes {
                isEnd = false
                return false
            }
            rows.append(row)
            return true
        }
        switch scope {
        case .branch:
            let gone = try audienceNumber(branch: branch, .nobody) ?? 0
            try database.each(
                Self.branchFeed,
                {
                    $0.bind(branch)
                    Self.bind(position, &$0)
                    $0.bind(gone)
                }, take)
        case .collector(_, let person):
            // A number that no audience has: nothing was written for it yet.
            let own = try audienceNumber(branch: branch, .collector(person)) ?? 0
            let all = try audienceNumber(branch: branch, .all) ?? 0
            try database.each(
                Self.collectorFeed,
                {
                    $0.bind(own)
                    Self.bind(position, &$0)
                    $0.bind(all)
                }, take)
        }
        return (rows, isEnd)
    }

    /// Beyond a commit's end comes whatever has a higher commit: no kind is above 65536.
    private static func bind(_ position: FeedPosition, _ parameters: inout Parameters) {
        if position.lastKey.count == 18 {
            // The last key is of the commit after the one that is known whole.
            parameters.bind(position.commit + 1)
            parameters.bind(UInt16(position.lastKey[0]) << 8 | UInt16(position.lastKey[1]))
            parameters.bind(Array(position.lastKey[2...]))
        } else {
            parameters.bind(position.commit)
            parameters.bind(65_536)
            parameters.bind([UInt8]())
        }
    }

    private static let branchFeed = """
        SELECT \(rowColumns) FROM records
        WHERE branch = ?1 AND (feed_commit, kind, id) > (?2, ?3, ?4)
        UNION ALL \(evictedFeed(from: "?5")) ORDER BY 6, 1, 2
        """

    /// Three ordered scans, merged as they go.
    private static let collectorFeed = """
        SELECT \(rowColumns) FROM records WHERE audience = ?1 AND (feed_commit, kind, id) > (?2, ?3, ?4)
        UNION ALL
        SELECT \(rowColumns) FROM records WHERE audience = ?5 AND (feed_commit, kind, id) > (?2, ?3, ?4)
        UNION ALL \(evictedFeed(from: "?1")) ORDER BY 6, 1, 2
        """

    /// An eviction stands in the order as a row of the account's kind.
    private static func evictedFeed(from audience: String) -> String {
        """
        SELECT \(RecordKind.account.rawValue), account, account, epoch, feed_commit, feed_commit, x'',
            \(RowState.eviction.rawValue)
        FROM evictions WHERE audience = \(audience) AND feed_commit >= ?2
            AND (feed_commit, \(RecordKind.account.rawValue), account) > (?2, ?3, ?4)
        """
    }

    func repairRanges(_ scope: SyncScope, prefix: [UInt8]) throws -> [(prefix: [UInt8], digest: ScopeDigest)] {
        guard let keys = RepairKeys(prefix: prefix) else { return [] }
        var sums = RepairKeys.Sums(keys)
        for audience in try audienceNumbers(of: scope) {
            try database.each(
                """
                SELECT repair_key, digest_high, digest_low FROM records
                WHERE audience = ? AND repair_key BETWEEN ? AND ? AND state = 0
                """,
                {
                    $0.bind(audience)
                    $0.bind(keys.low)
                    $0.bind(keys.high)
                }
            ) { columns in
                sums.add(columns.word32(), columns.digest())
                return true
            }
        }
        return sums.ranges
    }

    func forEachDigest(_ scope: SyncScope, kind: UInt16?, _ body: (UInt32, RowDigest) -> Void) throws {
        for audience in try audienceNumbers(of: scope) {
            try database.each(
                """
                SELECT repair_key, digest_high, digest_low FROM records
                WHERE audience = ?1 AND state = 0 AND (?2 < 0 OR kind = ?2) ORDER BY feed_commit, kind, id
                """,
                {
                    $0.bind(audience)
                    $0.bind(kind.map { Int64($0) } ?? -1)
                }
            ) { columns in
                body(columns.word32(), columns.digest())
                return true
            }
        }
    }

    func repairRows(_ scope: SyncScope, prefix: [UInt8]) throws -> [FeedRow] {
        guard let keys = RepairKeys(prefix: prefix) else { return [] }
        let rows = try audienceNumbers(of: scope).flatMap { audience in
            try database.all(
                """
                SELECT \(Self.rowColumns) FROM records
                WHERE audience = ? AND repair_key BETWEEN ? AND ? AND state = 0
                """,
                {
                    $0.bind(audience)
                    $0.bind(keys.low)
                    $0.bind(keys.high)
                }, Self.readRow)
        }
        return rows.sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }
    }
}
