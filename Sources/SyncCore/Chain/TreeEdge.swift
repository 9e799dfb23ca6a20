/// The right edge of a Merkle tree: the roots of its perfect subtrees, largest first.
package struct TreeEdge: Sendable {
    package private(set) var size: UInt64 = 0
    private var roots: [[UInt8]] = []

    package init() {}

    package mutating func append(_ leafHash: [UInt8], hash: any Hashing) {
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
    package func root(hash: any Hashing) -> [UInt8] {
        guard var root = roots.last else { return hash.sha256([]) }
        for left in roots.dropLast().reversed() { root = ChainHash.node(left, root, hash: hash) }
        return root
    }
}
