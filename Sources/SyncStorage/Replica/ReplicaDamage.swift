internal import FieldModel
internal import SyncCore

/// Damage is found by reading every byte, and told to repair by keeping the digests that the bytes have.
extension ReplicaSession {
    func damage() throws -> ReplicaDamage {
        var ids: [Int64: BranchID] = [:]
        var kept: [Int64: ScopeDigest] = [:]
        try database.each("SELECT number, id, digest_high, digest_low, row_count FROM branches") { columns in
            let number = columns.integer()
            ids[number] = columns.identifier()
            kept[number] = ScopeDigest(high: columns.bits(), low: columns.bits(), count: columns.integer())
            return true
        }
        var damage = ReplicaDamage()
        var sums: [Int64: ScopeDigest] = [:]
        try database.each(Self.selectForDigest) { columns in
            let number = columns.integer()
            let stored = columns.digest()
            let row = Self.row(&columns)
            sums[number, default: ScopeDigest()].add(stored)
            if digest(of: row) != stored, let branch = ids[number] {
                damage.rows.append(ReplicaDamage.Row(branch: branch, kind: row.kind, id: row.id))
            }
            return true
        }
        for number in ids.keys.sorted() where (sums[number] ?? ScopeDigest()) != kept[number] {
            damage.sums += [ids[number]].compactMap { $0 }
        }
        return damage
    }

    func own(_ damage: ReplicaDamage) throws {
        var branches = Set(damage.sums)
        for row in damage.rows {
            branches.insert(row.branch)
            let number = try makeBranch(row.branch).number
            let found = try database.first(
                "\(Self.selectForDigest) WHERE branch = ? AND kind = ? AND id = ?",
                {
                    $0.bind(number)
                    $0.bind(row.kind)
                    $0.bind(row.id)
                }
            ) { columns in
                _ = columns.integer()
                _ = columns.digest()
                return Self.row(&columns)
            }
            guard let found else { continue }
            // A body that cannot be opened has the digest of nothing that a server holds.
            let own = digest(of: found) ?? RowDigest(high: 0, low: 0)
            try database.run(
                "UPDATE confirmed SET digest_high = ?, digest_low = ? WHERE branch = ? AND kind = ? AND id = ?"
            ) {
                $0.bind(bits: own.high)
                $0.bind(bits: own.low)
                $0.bind(number)
                $0.bind(row.kind)
                $0.bind(row.id)
            }
        }
        for branch in branches.sorted() { try recount(branch) }
        repairTables = [:]
    }

    /// The running digest becomes the sum of the rows'.
    private func recount(_ branch: BranchID) throws {
        let number = try makeBranch(branch).number
        var sum = ScopeDigest()
        try database.each(
            "SELECT digest_high, digest_low FROM confirmed WHERE branch = ?", { $0.bind(number) }
        ) { columns in
            sum.add(columns.digest())
            return true
        }
        let stored = try database.first(
            "SELECT digest_high, digest_low, row_count FROM branches WHERE number = ?", { $0.bind(number) }
        ) { ScopeDigest(high: $0.bits(), low: $0.bits(), count: $0.integer()) }
        digestChanges[number] = sum - (stored ?? ScopeDigest())
    }

    private static let selectForDigest =
        "SELECT branch, digest_high, digest_low, kind, id, account, epoch, commit_number, body FROM confirmed"

    private static func row(_ columns: inout Columns) -> FeedRow {
        FeedRow(
            kind: columns.kind(), id: columns.identifier(), account: columns.optionalIdentifier(),
            version: RecordVersion(epoch: columns.count(), commit: columns.count()), feedCommit: 0,
            bytes: columns.blob())
    }

    private func digest(of row: FeedRow) -> RowDigest? {
        guard let bytes = try? environment.codec.open(row.bytes, at: BodyPlace(confirmed: row)) else { return nil }
        return RowDigest(kind: row.kind, id: row.id, version: row.version, bytes: bytes, hash: environment.hash)
    }
}

/// Bodies that nobody will ask for any more.
extension ReplicaSession {
    func pruneBodies(receivedBefore moment: Instant, limit: Int) throws -> Int {
        let kept = [OutcomeState.refused, .held].map { "\($0.rawValue)" }.joined(separator: ", ")
        let names = try database.all(
            "SELECT id FROM outbox WHERE state = 2 AND length(body) > 0 AND outcome NOT IN (\(kept)) ORDER BY number"
        ) { $0.identifier() }
        var pruned = 0
        for name in names where pruned < limit {
            guard var entry = try operation(name), let receipt = entry.receipt, receipt.receivedAt < moment else {
                continue
            }
            entry.sealed.body = []
            try update(entry)
            pruned += 1
        }
        return pruned
    }
}
