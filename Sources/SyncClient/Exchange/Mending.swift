internal import FieldModel
package import SyncCore

/// What a disk has damaged, what the feed has forgotten, and what nobody will ask for any more.
extension ExchangeStore {
    /// Reads every row. Where bytes and digest disagree the bytes count: the comparison at the checkpoint then finds
    /// the row, as it would any other that differs.
    package func ownDamage() throws {
        let damage = try parts.store.read { try $0.damage() }
        if !damage.isEmpty { try parts.store.write { try $0.own(damage) } }
    }

    /// The replica's rows by their repair keys.
    func repairTable(_ branch: BranchID) throws -> RepairTable {
        let rows = try parts.store.read { try $0.repairRowDigests(branch: branch, prefix: []) }
        return RepairTable(
            rows.map {
                RepairTable.Row(
                    key: RowDigest.repairKey(kind: $0.kind, id: $0.id, hash: parts.hash), kind: $0.kind, id: $0.id,
                    digest: $0.digest)
            })
    }

    /// Takes in what repair found to differ, and returns how many rows that were. `counted`: whether it is the first
    /// of a repair that is recorded; nil when it is none.
    package func take(_ reply: RepairReply, counted isFirst: Bool?) throws -> Int {
        let count = reply.rows.count + reply.surplus.count
        guard count > 0 else { return 0 }
        try parts.store.write { transaction in
            let accounts = UInt16(RecordKind.account.rawValue)
            // An account that the scope does not have has left it: all that hangs under it goes, as with an eviction.
            let evicted = reply.surplus.filter { $0.kind == accounts }.map {
                FeedRow(
                    kind: accounts, id: $0.id, account: $0.id, version: RecordVersion(epoch: 0, commit: 0),
                    feedCommit: 0, bytes: [], state: .eviction)
            }
            var touched = try write(evicted, reply.branch, transaction)
            let surplus = reply.surplus.map { (kind: $0.kind, id: $0.id) }
            try transaction.removeConfirmed(surplus, branch: reply.branch)
            touched.formUnion(try write(reply.rows, reply.branch, transaction))
            try rebuild(touched, transaction)
            if let isFirst { try note(count, isFirst, transaction) }
        }
        return count
    }

    private func note(_ rows: Int, _ isFirst: Bool, _ transaction: any ReplicaTransaction) throws {
        if isFirst { try transaction.set(.repairs, (try transaction.number(.repairs) ?? 0) + 1) }
        try transaction.set(.repairedRows, (try transaction.number(.repairedRows) ?? 0) + Int64(rows))
        try transaction.set(.lastRepairAt, parts.clock.now())
    }

    /// Once a day: bodies whose receipt is older than a restored server may ask for. The days are the server's.
    func pruneBodies() throws {
        let now = parts.clock.now()
        let (days, last, offset) = try parts.store.read { reading in
            (
                try reading.number(.bodyDays) ?? Int64(Limits.bodyDays), try reading.instant(.prunedAt),
                try reading.knownClockOffset(parts.clock) ?? 0
            )
        }
        if let last, now >= last, now - last < Self.day { return }
        let edge = now + offset - max(days, Self.leastBodyDays) * Self.day
        while try parts.store.write({
            try $0.pruneBodies(receivedBefore: edge, limit: Limits.prunedPerTransaction)
        }) == Limits.prunedPerTransaction {}
        try parts.store.write { try $0.set(.prunedAt, now) }
    }

    private static let day: Int64 = 86_400_000
    /// A server out of a backup must learn again what was spent of an allowance that has not ended, and given back.
    static let leastBodyDays = Int64(Limits.allowanceDays) + 1
}
