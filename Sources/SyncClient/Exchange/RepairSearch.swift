internal import FieldModel
internal import SyncCore

/// Finds the rows in which a replica differs from its scope, by narrowing prefixes of the repair key, 256 at a time.
///
/// A request of ranges is answered by the server's digests of their sub-ranges; a range with few rows is settled by
/// naming the digest of each.
struct RepairSearch {
    /// Rows up to which a range is compared row by row.
    static let leafRows: Int64 = 32
    /// Ranges and rows of one request at most.
    static let mostRanges = 16
    static let mostRequests = 200

    let branch: BranchID
    private var parents: [[UInt8]] = [[]]
    private var leaves: [[UInt8]] = []
    private var asked: [[UInt8]] = []
    private var isAskingLeaves = false
    private var requests = 0

    init(branch: BranchID) { self.branch = branch }

    /// Nil when nothing is left to ask, or too much was asked.
    mutating func next(_ reading: any ReplicaReading) throws -> RepairRequest? {
        requests += 1
        guard requests <= Self.mostRequests else { return nil }
        if !parents.isEmpty {
            isAskingLeaves = false
            asked = Array(parents.prefix(Self.mostRanges))
            parents.removeFirst(asked.count)
            return RepairRequest(
                branch: branch, ranges: try asked.map { RepairRange(prefix: $0, digest: try digest(reading, $0)) })
        }
        guard !leaves.isEmpty else { return nil }
        isAskingLeaves = true
        asked = Array(leaves.prefix(Self.mostRanges))
        leaves.removeFirst(asked.count)
        var rows: [KeyedRowDigest] = []
        for prefix in asked {
            rows += try reading.repairRowDigests(branch: branch, prefix: prefix).map {
                KeyedRowDigest(kind: $0.kind, id: $0.id, digest: $0.digest.bytes)
            }
        }
        return RepairRequest(
            branch: branch, ranges: try asked.map { RepairRange(prefix: $0, digest: try digest(reading, $0)) },
            rows: rows, leaves: true)
    }

    /// Takes the sub-ranges in; rows of a leaf's answer are the caller's to write.
    mutating func take(_ reply: RepairReply, _ reading: any ReplicaReading) throws {
        guard !isAskingLeaves else { return }
        for parent in asked where parent.count < 4 {
            let theirs = reply.ranges.filter { $0.prefix.count == parent.count + 1 && $0.prefix.starts(with: parent) }
            let ours = try reading.repairRanges(branch: branch, prefix: parent)
            var prefixes = Set(theirs.map(\.prefix))
            prefixes.formUnion(ours.map(\.prefix))
            for prefix in prefixes.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let mine = ours.first { $0.prefix == prefix }?.digest ?? ScopeDigest()
                let other = theirs.first { $0.prefix == prefix }?.digest ?? ScopeDigest()
                if mine == other { continue }
                let isSmall = max(mine.count, other.count) <= Self.leafRows || prefix.count == 4
                if isSmall { leaves.append(prefix) } else { parents.append(prefix) }
            }
        }
    }

    private func digest(_ reading: any ReplicaReading, _ prefix: [UInt8]) throws -> ScopeDigest {
        if prefix.isEmpty {
            return try reading.positions().first { $0.position.branch == branch }?.digest ?? ScopeDigest()
        }
        return try reading.repairRanges(branch: branch, prefix: Array(prefix.dropLast()))
            .first { $0.prefix == prefix }?.digest ?? ScopeDigest()
    }
}
