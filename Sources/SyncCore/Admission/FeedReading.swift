package import FieldModel

/// What a session is to be sent, read from one snapshot: pages, the checkpoint of the last one, what repair asks for.
package struct FeedReading {
    private let reading: any ServerReading
    private let scope: SyncScope

    package init(_ reading: any ServerReading, _ scope: SyncScope) {
        self.reading = reading
        self.scope = scope
    }

    /// Rows beyond a position; with the last of them the checkpoint, and the receipts that belong before it.
    package struct Part: Sendable {
        package var rows: [FeedRow]
        package var checkpoint: Checkpoint?
        package var reached: FeedPosition
        package var late: [Receipt] = []
        package var lateThrough: UInt64 = 0
    }

    package func pull(
        after: FeedPosition, round: UInt32, device: DeviceID, maxBytes: Int = Limits.pageBytes,
        logHead: (any ServerReading) throws -> LogHead?
    ) throws -> Part {
        let (rows, isEnd) = try reading.feed(scope, after: after, maxBytes: maxBytes)
        guard isEnd else { return Part(rows: rows, reached: Self.position(of: rows.last, after: after)) }
        var checkpoint = Checkpoint(
            at: try reading.head(scope.branch), digest: try reading.digest(scope), caughtUp: true,
            logHead: try logHead(reading), round: round)
        let (late, through) = try LateReceipts.waiting(device, scope: scope, reading)
        checkpoint.lateThrough = through
        return Part(
            rows: rows, checkpoint: checkpoint, reached: checkpoint.at, late: late, lateThrough: through)
    }

    private static func position(of row: FeedRow?, after: FeedPosition) -> FeedPosition {
        guard let row else { return after }
        return FeedPosition(
            branch: after.branch, epoch: after.epoch, commit: row.feedCommit - 1, lastKey: row.sortKey)
    }
}

extension FeedReading {
    /// A range is answered with its sub-ranges, which the device compares; at the leaves, with the rows that differ.
    package func repair(_ request: RepairRequest, hash: any Hashing) throws -> RepairReply {
        guard request.isWithinLimits else { throw AdmissionFailure.repairTooLarge }
        let at = try reading.head(scope.branch)
        var reply = RepairReply(branch: scope.branch, ranges: [], rows: [], surplus: [], at: at)
        if request.sketchCells > 0 {
            try sketch(request, &reply)
        } else if request.leaves {
            try compare(request, hash, &reply)
        } else {
            for range in request.ranges {
                reply.ranges += try reading.repairRanges(scope, prefix: range.prefix).map {
                    RepairRange(prefix: $0.prefix, digest: $0.digest)
                }
            }
        }
        return reply
    }

    private func sketch(_ request: RepairRequest, _ reply: inout RepairReply) throws {
        var sketch = RepairSketch(cells: request.sketchCells)
        var sum = ScopeDigest()
        try reading.forEachDigest(scope, kind: request.kind) { key, digest in
            sketch.add(RepairSketch.Row(key: key, digest: digest.high))
            sum.add(digest)
        }
        reply.sketch = sketch.bytes
        reply.ranges = [RepairRange(prefix: [], digest: sum)]
    }

    private func compare(_ request: RepairRequest, _ hash: any Hashing, _ reply: inout RepairReply) throws {
        var held: [RowName: KeyedRowDigest] = [:]
        for row in request.rows { held[RowName(kind: row.kind, id: row.id)] = row }
        var bytes = 0
        for range in request.ranges {
            // Whole ranges only, and at least one: what is asked for again is compared as if for the first time.
            if bytes > Limits.repairReplyBytes {
                reply.ranges.append(range)
                continue
            }
            for row in try reading.repairRows(scope, prefix: range.prefix) {
                let theirs = held.removeValue(forKey: RowName(kind: row.kind, id: row.id))
                if theirs?.digest == RowDigest(of: row, hash: hash).bytes { continue }
                bytes += row.bytes.count + 64
                reply.rows.append(row)
            }
        }
        if !reply.ranges.isEmpty { reply.ranges.forEach { forget($0, hash, &held) } }
        // In the order asked, not in a dictionary's.
        reply.surplus = request.rows.filter { held[RowName(kind: $0.kind, id: $0.id)] != nil }
    }

    /// Rows of a range that is not answered now are neither known nor surplus.
    private func forget(_ range: RepairRange, _ hash: any Hashing, _ held: inout [RowName: KeyedRowDigest]) {
        guard let keys = RepairKeys(prefix: range.prefix) else { return }
        held = held.filter {
            let key = RowDigest.repairKey(kind: $0.key.kind, id: $0.key.id, hash: hash)
            return key < keys.low || key > keys.high
        }
    }
}

private struct RowName: Hashable {
    var kind: UInt16
    var id: RecordID
}

extension RepairRequest {
    /// Whether the server answers it.
    var isWithinLimits: Bool {
        ranges.count <= Limits.repairRanges && rows.count <= Limits.repairRows && sketchCells <= Limits.mostSketchCells
    }
}
