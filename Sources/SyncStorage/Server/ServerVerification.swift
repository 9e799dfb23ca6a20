internal import FieldModel
internal import GRDB
internal import SyncCore

/// Everything that a sound server file keeps true, checked from the bytes up. What it reports names ids and no content.
struct ServerVerification {
    /// More than these are not listed: one damaged page breaks a thousand rows.
    private static let mostProblems = 100

    private let database: Database
    private let hash: any Hashing
    private let coding: any OperationCoding

    init(_ database: Database, hash: any Hashing, coding: any OperationCoding) {
        self.database = database
        self.hash = hash
        self.coding = coding
    }

    func problems() throws -> [String] {
        var problems = ProblemList(most: Self.mostProblems)
        try checkFile(database, &problems)
        try checkRecords(&problems)
        try checkPlacements(&problems)
        try checkChains(&problems)
        try checkLogs(&problems)
        return problems.list
    }

    private func checkRecords(_ problems: inout ProblemList) throws {
        var sums: [Int64: ScopeDigest] = [:]
        try database.each(
            "SELECT audience, digest_high, digest_low, repair_key, \(ServerSession.rowColumns) FROM records"
        ) { columns in
            let audience = columns.integer()
            let stored = columns.digest()
            let repairKey = columns.word32()
            let row = ServerSession.readRow(&columns)
            if repairKey != RowDigest.repairKey(kind: row.kind, id: row.id, hash: hash) {
                problems.add("record \(row.kind)/\(row.id): the repair key is wrong")
            }
            guard row.state == .live else { return true }
            let digest = RowDigest(of: row, hash: hash)
            if digest != stored { problems.add("record \(row.kind)/\(row.id): the bytes do not give the row digest") }
            sums[audience, default: ScopeDigest()].add(digest)
            return true
        }
        try database.each(
            """
            SELECT audiences.number, branches.id, digest_high, digest_low, row_count
            FROM audiences JOIN branches ON branches.number = branch ORDER BY audiences.number
            """
        ) { columns in
            let sum = sums[columns.integer()] ?? ScopeDigest()
            let branch = columns.identifier()
            if sum != ScopeDigest(high: columns.bits(), low: columns.bits(), count: columns.integer()) {
                problems.add("branch \(branch): a running digest is not the sum of its rows")
            }
            return true
        }
    }

    private func checkPlacements(_ problems: inout ProblemList) throws {
        let checks = [
            ("is seen by others than its account", Self.misplacedRecords),
            ("has a commit beyond its branch's head", Self.recordsAhead),
            ("is both placed there and evicted from there", Self.evictedHere),
        ]
        for (what, query) in checks {
            try database.each(query) { columns in
                problems.add("\(columns.identifier()) \(what)")
                return true
            }
        }
    }

    private func checkChains(_ problems: inout ProblemList) throws {
        var before: (device: DeviceID, incarnation: UInt32, sequence: UInt64, link: [UInt8])?
        try database.each(
            """
            SELECT device, incarnation, sequence, id, account, link, header, body, outcome_state FROM operations
            ORDER BY device, incarnation, sequence
            """
        ) { columns in
            let device = columns.identifier()
            let incarnation = columns.word32()
            let sequence = columns.count()
            let id = columns.identifier()
            let account = columns.identifier()
            let link = columns.blob()
            let bytes = columns.blob()
            let body = columns.blob()
            // A body that is not what was committed to is kept as it came, refused or held: states 4 and 6.
            let tookEffect = ![4, 6].contains(columns.count())
            let previous = before.flatMap { $0.device == device && $0.incarnation == incarnation ? $0 : nil }
            before = (device, incarnation, sequence, link)
            // A quarantined copy's operations are in a lane of their own, which begins where the copies parted.
            let beginsLane = incarnation >> 24 > 0 && previous == nil
            if !beginsLane, sequence != (previous?.sequence ?? 0) + 1 {
                problems.add("operation \(id): a gap before it in its chain")
            }
            if ChainHash.link(header: bytes, hash: hash) != link { problems.add("operation \(id): the link is wrong") }
            guard let header = try? coding.decodeHeader(bytes) else {
                problems.add("operation \(id): the header cannot be read")
                return true
            }
            if !beginsLane, header.previousLink != previous?.link ?? [] {
                problems.add("operation \(id): the chain is broken")
            }
            // An operation whose name was another's is kept under a name made from its link.
            let names = [header.id, .derived(time48: header.id.time48, hash: link)]
            if !names.contains(id) || (header.device, header.account) != (device, account)
                || (header.incarnation & 0xFF_FFFF, header.sequence) != (incarnation & 0xFF_FFFF, sequence)
            {
                problems.add("operation \(id): the header says otherwise than its row")
            }
            if tookEffect, !keepsCommitment(header, body: body) {
                problems.add("operation \(id): the body is not what was committed to")
            }
            return true
        }
    }

    /// A body that is gone (erased, pruned) is legal.
    private func keepsCommitment(_ header: OperationHeader, body: [UInt8]) -> Bool {
        if body.isEmpty { return true }
        guard let (salt, intent) = try? coding.decodeBody(body) else { return false }
        return ChainHash.commitment(salt: salt, intent: intent, hash: hash) == header.commitment
    }

    private func checkLogs(_ problems: inout ProblemList) throws {
        try database.each("SELECT log FROM leaves GROUP BY log HAVING count(*) <> max(position) + 1") { columns in
            problems.add("audit log \(columns.identifier()): leaves are missing")
            return true
        }
        try database.each(
            """
            SELECT operations.id FROM operations LEFT JOIN leaves
            ON leaves.log = operations.log AND position = leaf_index AND hash = leaf_hash
            WHERE operations.log IS NOT NULL AND hash IS NULL
            """
        ) { columns in
            problems.add("operation \(columns.identifier()): its receipt names a leaf that the audit log does not have")
            return true
        }
    }

    private static let misplacedRecords = """
        SELECT records.id FROM records JOIN accounts ON accounts.id = account AND accounts.branch = records.branch
        WHERE accounts.audience <> records.audience
        """
    private static let recordsAhead = """
        SELECT records.id FROM records JOIN branches ON branches.number = branch WHERE feed_commit > head
        """
    private static let evictedHere = """
        SELECT accounts.id FROM accounts JOIN evictions
        ON evictions.account = accounts.id AND evictions.audience = accounts.audience
        """
}
