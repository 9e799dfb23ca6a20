package import FieldModel

/// Finds the rows in which a replica differs from its scope, by narrowing prefixes of the repair key, 256 at a time.
///
/// A request of ranges is answered by the server's digests of their sub-ranges; a range with few rows is settled by
/// naming the digest of each. One row among 100,000 is found in three exchanges of words and about 15 kB; where much
/// differs, every range is looked at and the cost is some 30 bytes a range beside the rows themselves.
package struct RepairSearch: Sendable {
    package let branch: BranchID
    private let mine: RepairTable
    private var parents: [[UInt8]] = [[]]
    private var leaves: [Leaf] = []
    private var asked: [[UInt8]] = []
    private var isAskingLeaves = false
    private var requests = 0

    private struct Leaf: Sendable {
        var prefix: [UInt8]
        /// Rows that either side has there.
        var rows: Int64
    }

    package init(branch: BranchID, mine: RepairTable) {
        self.branch = branch
        self.mine = mine
    }

    /// Nil when nothing is left to ask, or too much was asked.
    package mutating func next() -> RepairRequest? {
        requests += 1
        guard requests <= Limits.repairRequests else { return nil }
        isAskingLeaves = parents.isEmpty
        asked = isAskingLeaves ? takeLeaves() : takeParents()
        guard !asked.isEmpty else { return nil }
        let ranges = asked.map { RepairRange(prefix: $0, digest: mine.digest(of: $0)) }
        let rows = isAskingLeaves ? asked.flatMap(mine.named) : []
        return RepairRequest(branch: branch, ranges: ranges, rows: rows, leaves: isAskingLeaves)
    }

    /// Takes the sub-ranges in; rows of a leaf's answer are the caller's to write.
    package mutating func take(_ reply: RepairReply) {
        if isAskingLeaves {
            let cut = Set(reply.ranges.map(\.prefix))
            leaves.insert(contentsOf: asked.filter(cut.contains).map { Leaf(prefix: $0, rows: 1) }, at: 0)
            return
        }
        var theirs: [[UInt8]: [RepairRange]] = [:]
        for range in reply.ranges where !range.prefix.isEmpty {
            theirs[Array(range.prefix.dropLast()), default: []].append(range)
        }
        for parent in asked where parent.count < 4 { compare(parent, theirs[parent] ?? []) }
    }

    private mutating func compare(_ parent: [UInt8], _ theirs: [RepairRange]) {
        var digests: [UInt8: (mine: ScopeDigest, theirs: ScopeDigest)] = [:]
        for range in mine.ranges(below: parent) {
            digests[range.prefix[parent.count], default: (ScopeDigest(), ScopeDigest())].mine = range.digest
        }
        for range in theirs {
            digests[range.prefix[parent.count], default: (ScopeDigest(), ScopeDigest())].theirs = range.digest
        }
        for byte in digests.keys.sorted() {
            guard let pair = digests[byte], pair.mine != pair.theirs else { continue }
            let prefix = parent + [byte]
            let rows = max(pair.mine.count, pair.theirs.count)
            if rows <= Limits.repairLeafRows || prefix.count == 4 {
                leaves.append(Leaf(prefix: prefix, rows: rows))
            } else {
                parents.append(prefix)
            }
        }
    }

    private mutating func takeParents() -> [[UInt8]] {
        let taken = Array(parents.prefix(Limits.repairRangesPerRequest))
        parents.removeFirst(taken.count)
        return taken
    }

    /// As many as keep question and answer within a message.
    private mutating func takeLeaves() -> [[UInt8]] {
        var rows: Int64 = 0
        var count = 0
        for leaf in leaves {
            rows += max(1, leaf.rows)
            if count > 0, rows > Limits.repairRowsPerRequest { break }
            count += 1
        }
        let taken = leaves.prefix(count).map(\.prefix)
        leaves.removeFirst(count)
        return taken
    }
}
