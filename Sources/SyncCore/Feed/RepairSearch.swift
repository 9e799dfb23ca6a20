package import FieldModel

/// Finds the rows in which a replica differs from its scope.
///
/// First by sketches, each larger than the one before until the difference can be read from it: some 30 bytes a differing
/// row, whatever the scope holds. Where too much differs for that, and with a server that makes none, by narrowing
/// prefixes of the repair key, 256 at a time: a request of ranges is answered by the server's digests of their sub-ranges.
/// Either way what is found is settled by naming the digest of each row of a small range.
package struct RepairSearch: Sendable {
    package let branch: BranchID
    /// Only rows of this kind are looked for, as far as sketches find them.
    package let kind: UInt16?
    private let mine: RepairTable
    /// Cells of the sketch that is asked for next; nil when ranges are narrowed.
    private var sketchCells: Int? = Limits.firstSketchCells
    private var isAskingSketch = false
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

    package init(branch: BranchID, mine: RepairTable, kind: UInt16? = nil) {
        self.branch = branch
        self.mine = mine
        self.kind = kind
    }

    /// Nil when nothing is left to ask, or too much was asked.
    package mutating func next() -> RepairRequest? {
        requests += 1
        guard requests <= Limits.repairRequests else { return nil }
        isAskingSketch = sketchCells != nil
        if let sketchCells {
            // A server that makes no sketches answers with the ranges.
            asked = takeParents()
            return RepairRequest(
                branch: branch, ranges: [RepairRange(prefix: [], digest: mine.digest(of: []))],
                sketchCells: sketchCells, kind: kind)
        }
        isAskingLeaves = parents.isEmpty
        asked = isAskingLeaves ? takeLeaves() : takeParents()
        guard !asked.isEmpty else { return nil }
        // Of a single key nothing is narrowed any more: its digest would not be looked at.
        let ranges = asked.map { RepairRange(prefix: $0, digest: $0.count == 4 ? ScopeDigest() : mine.digest(of: $0)) }
        let rows = isAskingLeaves ? asked.flatMap(mine.named) : []
        return RepairRequest(branch: branch, ranges: ranges, rows: rows, leaves: isAskingLeaves)
    }

    /// Takes the sub-ranges in; rows of a leaf's answer are the caller's to write.
    package mutating func take(_ reply: RepairReply) {
        if isAskingSketch, takeSketch(reply) { return }
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

    /// Returns false when the server has answered with ranges.
    private mutating func takeSketch(_ reply: RepairReply) -> Bool {
        guard let cells = sketchCells, let theirs = RepairSketch(bytes: reply.sketch) else {
            sketchCells = nil
            return false
        }
        let own = mine.rows(of: kind)
        var sketch = RepairSketch(cells: theirs.size)
        for row in own { sketch.add(row.sketched) }
        if let found = RepairSketch.difference(sketch, theirs) {
            sketchCells = nil
            let keys = Set((found.mine + found.theirs).map(\.key))
            leaves = keys.sorted().map { Leaf(prefix: keyPrefix($0), rows: 1) }
            return true
        }
        // As many rows more or less as the counts tell are missing at least.
        let apart = reply.ranges.first.map { abs($0.digest.count - Int64(own.count)) } ?? 0
        let next = max(cells * 4, Int(clamping: apart + apart / 2) + Limits.firstSketchCells)
        sketchCells = next <= Limits.mostSketchCells ? next : nil
        parents = [[]]
        return true
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
