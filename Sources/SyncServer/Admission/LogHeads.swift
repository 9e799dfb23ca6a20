internal import FieldModel
internal import SyncCore
internal import Synchronization

/// Heads of the audit logs: the root of RFC 6962's tree at a size, made from the last known one and the leaves since.
///
/// Readers ask for the size that their snapshot has, which may be older than another reader's: the last few edges are
/// kept, and the nearest below is continued.
final class LogHeads: Sendable {
    private static let keptEdges = 4
    private static let leavesAtOnce = 4096

    private let hash: any Hashing
    private let edges = Mutex<[Identifier: [TreeEdge]]>([:])

    init(hash: any Hashing) { self.hash = hash }

    func head(of log: Identifier, in reading: any ServerReading) throws -> LogHead {
        let size = try reading.logSize(log)
        let known = edges.withLock { $0[log]?.last { $0.size <= size } }
        var edge = known ?? TreeEdge()
        while edge.size < size {
            let wanted = min(Self.leavesAtOnce, Int(clamping: size - edge.size))
            let leaves = try reading.logLeaves(log, from: edge.size, limit: wanted)
            if leaves.isEmpty { break }
            for leaf in leaves { edge.append(leaf, hash: hash) }
        }
        keep(edge, for: log)
        return LogHead(log: log, size: edge.size, root: edge.root(hash: hash))
    }

    private func keep(_ edge: TreeEdge, for log: Identifier) {
        edges.withLock { edges in
            var kept = edges[log] ?? []
            if kept.contains(where: { $0.size == edge.size }) { return }
            kept.append(edge)
            kept.sort { $0.size < $1.size }
            edges[log] = kept.suffix(Self.keptEdges)
        }
    }
}
