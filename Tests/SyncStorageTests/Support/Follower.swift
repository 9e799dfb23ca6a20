import FieldModel
import SyncCore
import Testing

/// A replica that follows a scope page by page, as an exchange does, with everything that can come in between.
struct Follower {
    let server: any ServerStore
    let replica: any ReplicaStore
    let scope: SyncScope

    var position: FeedPosition {
        get throws { try replica.read { try $0.positions().first?.position } ?? FeedPosition(branch: scope.branch) }
    }

    /// Fetches one page and applies it; true when it ended at a checkpoint, whose digest was then compared.
    func pull(maxBytes: Int) throws -> Bool {
        let page = try fetch(maxBytes: maxBytes)
        try apply(page)
        if page.isCheckpoint { #expect(try digest == page.digest) }
        return page.isCheckpoint
    }

    func pullToCheckpoint(maxBytes: Int) throws {
        while try !pull(maxBytes: maxBytes) {}
    }

    /// A page whose transaction is given up: the connection broke, the machine stopped.
    func interruptedPull(maxBytes: Int) throws {
        struct Interrupted: Error {}
        let page = try fetch(maxBytes: maxBytes)
        #expect(throws: Interrupted.self) {
            try replica.write { transaction in
                try Self.apply(page, to: transaction)
                throw Interrupted()
            }
        }
    }

    func eraseEvicted() throws {
        let waiting = try replica.read { try $0.evictions() }.filter { !$0.erased }
        if waiting.isEmpty { return }
        try replica.write { transaction in for eviction in waiting { try transaction.erase(account: eviction.account) }
        }
        try replica.truncateJournals()
        let erased = try replica.read { try $0.evictions() }
        #expect(!erased.contains { !$0.erased })
        try replica.write { try $0.markReported(erased.map(\.account)) }
        #expect(try replica.read { try $0.evictions() }.isEmpty)
    }

    var digest: ScopeDigest { get throws { try replica.read { try $0.positions().first?.digest } ?? ScopeDigest() } }

    /// What the replica holds, read row by row.
    var rows: [RecordKey: World.Row] {
        get throws {
            var rows: [RecordKey: World.Row] = [:]
            try replica.read { reading in
                for kind in RecordKind.allCases {
                    try reading.forEachRow(kind: kind) { row in
                        let key = RecordKey(kind: kind, id: row.id)
                        rows[key] = World.Row(account: row.account, version: row.version, bytes: row.bytes)
                    }
                }
            }
            return rows
        }
    }

    struct Page {
        var rows: [FeedRow]
        var reaches: FeedPosition
        var isCheckpoint: Bool
        var digest: ScopeDigest
    }

    /// Rows, head and digest in one snapshot.
    func fetch(maxBytes: Int) throws -> Page {
        let position = try position
        return try server.read { reading in
            let part = try FeedReading(reading, scope).pull(
                after: position, round: 1, device: .nil_, maxBytes: maxBytes, logHead: { _ in nil })
            return Page(
                rows: part.rows, reaches: part.reached, isCheckpoint: part.checkpoint != nil,
                digest: try reading.digest(scope))
        }
    }

    func apply(_ page: Page) throws { try replica.write { try Self.apply(page, to: $0) } }

    private static func apply(_ page: Page, to transaction: any ReplicaTransaction) throws {
        guard let branch = page.reaches.branch else { return }
        _ = try transaction.apply(page.rows, branch: branch) { Array($0.bytes.prefix(8)) }
        try transaction.setPosition(page.reaches)
    }
}
