internal import FieldModel
internal import SyncCore

/// Reads what a session is to be sent: pages, the checkpoint of the last one's snapshot, and what repair asks for.
struct FeedReader: Sendable {
    let core: ServerCore
    let accepted: [String]

    /// Ranges and row digests of one repair request, at most.
    static let mostRepairRanges = 4096
    static let mostRepairRows = 65_536
    /// Bytes of the rows in one repair reply; what is left differs again at the next repair.
    static let mostRepairBytes = 1 << 20

    /// The next page beyond `after`; with the last one the checkpoint, from the same snapshot.
    func pull(_ scope: SyncScope, after: FeedPosition, round: UInt32) async throws -> Pulled {
        let core = core
        let (rows, end) = try await core.readers.read { reading in
            let (rows, isEnd) = try reading.feed(scope, after: after, maxBytes: Limits.pageBytes)
            guard isEnd else { return (rows, nil as Checkpoint?) }
            let checkpoint = Checkpoint(
                at: try reading.head(scope.branch), digest: try reading.digest(scope), caughtUp: true,
                logHead: try core.logs.head(of: scope.branch, in: reading), round: round)
            return (rows, checkpoint)
        }
        let reached = end?.at ?? Self.position(of: rows.last, after: after)
        let page = rows.isEmpty ? nil : try core.parts.pages.page(rows, reaches: reached, accepted: accepted)
        return Pulled(page: page, checkpoint: end, reached: reached)
    }

    private static func position(of row: FeedRow?, after: FeedPosition) -> FeedPosition {
        guard let row else { return after }
        return FeedPosition(
            branch: after.branch, epoch: after.epoch, commit: row.feedCommit - 1, lastKey: row.sortKey)
    }

    /// A range is answered with its sub-ranges, which the device compares; at the leaves, with the rows that differ.
    func repair(_ request: RepairRequest, _ scope: SyncScope) async throws -> RepairReply {
        guard request.ranges.count <= Self.mostRepairRanges, request.rows.count <= Self.mostRepairRows else {
            throw ServiceFailure.invalid("too_large", "The repair asks for too much at once.")
        }
        let hash = core.parts.hash
        return try await core.readers.read { reading in
            let at = try reading.head(scope.branch)
            var reply = RepairReply(branch: scope.branch, ranges: [], rows: [], surplus: [], at: at)
            if request.leaves {
                try Self.compare(request, scope, reading, hash, &reply)
            } else {
                for range in request.ranges.prefix(Self.mostRepairRanges) {
                    reply.ranges += try reading.repairRanges(scope, prefix: range.prefix).map {
                        RepairRange(prefix: $0.prefix, digest: $0.digest)
                    }
                }
            }
            return reply
        }
    }

    private static func compare(
        _ request: RepairRequest, _ scope: SyncScope, _ reading: any ServerReading, _ hash: any Hashing,
        _ reply: inout RepairReply
    ) throws {
        var held: [RowName: KeyedRowDigest] = [:]
        for row in request.rows { held[RowName(kind: row.kind, id: row.id)] = row }
        var bytes = 0
        for range in request.ranges {
            for row in try reading.repairRows(scope, prefix: range.prefix) {
                let theirs = held.removeValue(forKey: RowName(kind: row.kind, id: row.id))
                if theirs?.digest == RowDigest(of: row, hash: hash).bytes { continue }
                bytes += row.bytes.count + 64
                if bytes <= mostRepairBytes { reply.rows.append(row) }
            }
        }
        // In the order asked, not in a dictionary's.
        reply.surplus = request.rows.filter { held[RowName(kind: $0.kind, id: $0.id)] != nil }
    }
}

private struct RowName: Hashable {
    var kind: UInt16
    var id: RecordID
}
