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

/// The right edge of a Merkle tree: the roots of its perfect subtrees, largest first.
struct TreeEdge: Sendable {
    private(set) var size: UInt64 = 0
    private var roots: [[UInt8]] = []

    mutating func append(_ leafHash: [UInt8], hash: any Hashing) {
        var node = leafHash
        var rest = size
        while rest & 1 == 1 {
            node = ChainHash.node(roots.removeLast(), node, hash: hash)
            rest >>= 1
        }
        roots.append(node)
        size += 1
    }

    /// RFC 6962: the hash of nothing for an empty tree.
    func root(hash: any Hashing) -> [UInt8] {
        guard var root = roots.last else { return hash.sha256([]) }
        for left in roots.dropLast().reversed() { root = ChainHash.node(left, root, hash: hash) }
        return root
    }
}
