import FieldModel
import SyncCore
import SyncStorage
import Testing

/// Whatever page boundaries, interruptions and compactions happened in between, a replica that reaches checkpoint C
/// equals the server's scope at C.
@Suite("The law of the feed")
struct FeedLawTests {
    /// One row a page, then a few, then all at once.
    private static let boundaries = [1, 150, 400, 1_000, 4_000, 1_000_000]

    @Test(
        "every page size gives the same replica, while the branch goes on", arguments: boundaries,
        1...3 as ClosedRange<UInt64>)
    func pageSizes(maxBytes: Int, seed: UInt64) throws {
        for (kind, scope) in ServerStoreKind.allCases.flatMap({ kind in (0..<3).map { (kind, $0) } }) {
            let (serverFolder, replicaFolder) = (try TestFolder(), try TestFolder())
            var world = try World(try kind.open(serverFolder), seed: seed)
            var dice = SeededGenerator(seed: seed &+ UInt64(maxBytes))
            let follower = Follower(
                server: world.store, replica: try openReplica(replicaFolder), scope: world.scopes[scope])
            for _ in 0..<60 {
                switch dice.next() % 8 {
                case 0: try follower.interruptedPull(maxBytes: maxBytes)
                case 1: try follower.eraseEvicted()
                case 2, 3: _ = try follower.pull(maxBytes: maxBytes)
                case 4:
                    try follower.pullToCheckpoint(maxBytes: maxBytes)
                    #expect(try follower.rows == world.expected(follower.scope))
                default: try world.step()
                }
            }
            try follower.pullToCheckpoint(maxBytes: maxBytes)
            #expect(try follower.rows == world.expected(follower.scope))
            #expect(try follower.replica.integrityProblems() == [])
        }
    }

    @Test("a page that was read before, and comes late, is what the cursor says it is", arguments: [1, 400])
    func latePages(maxBytes: Int) throws {
        let (serverFolder, replicaFolder) = (try TestFolder(), try TestFolder())
        var world = try World(try openServer(serverFolder), seed: 11)
        for _ in 0..<20 { try world.step() }
        let follower = Follower(server: world.store, replica: try openReplica(replicaFolder), scope: world.scopes[0])
        for _ in 0..<40 {
            let page = try follower.fetch(maxBytes: maxBytes)
            try world.step()
            try follower.apply(page)
        }
        try follower.pullToCheckpoint(maxBytes: maxBytes)
        #expect(try follower.rows == world.expected(follower.scope))
    }

    @Test("an account that goes and comes back while a scan is under way is whole at the checkpoint", arguments: 1...30)
    func backAndForth(rowsBefore: Int) throws {
        let (serverFolder, replicaFolder) = (try TestFolder(), try TestFolder())
        var world = try World(try openServer(serverFolder), seed: 12)
        for _ in 0..<15 { try world.step() }
        let follower = Follower(server: world.store, replica: try openReplica(replicaFolder), scope: world.scopes[0])
        for _ in 0..<rowsBefore { _ = try follower.pull(maxBytes: 1) }
        let account = world.placements.keys.sorted()[rowsBefore % world.placements.count]
        let (here, there) = (Audience.collector(world.collectors[0]), Audience.collector(world.collectors[1]))
        for (audience, pulls) in [(there, 0), (here, 1), (there, 2), (here, 0), (there, 3), (here, 0)] {
            try world.reassign(account, to: audience)
            for _ in 0..<pulls { _ = try follower.pull(maxBytes: 1) }
        }
        try follower.pullToCheckpoint(maxBytes: 1)
        #expect(try follower.rows == world.expected(follower.scope))
        #expect(try !follower.replica.read { try $0.evictions() }.contains { $0.account == account })
    }

    @Test("a page has at least one row, stays within its bound, and says when nothing lies beyond")
    func pages() throws {
        let folder = try TestFolder()
        var world = try World(try openServer(folder), seed: 13)
        for _ in 0..<20 { try world.step() }
        try world.store.read { reading throws in
            for scope in world.scopes {
                let whole = try reading.feed(scope, after: FeedPosition(), maxBytes: .max)
                #expect(whole.end)
                for maxBytes in [1, 700, 5_000] {
                    var position = FeedPosition(branch: world.branch, epoch: 1)
                    var rows: [FeedRow] = []
                    while true {
                        let page = try reading.feed(scope, after: position, maxBytes: maxBytes)
                        #expect(page.rows.count == 1 || page.rows.reduce(0) { $0 + $1.bytes.count } <= maxBytes)
                        rows += page.rows
                        if page.end { break }
                        let last = try #require(page.rows.last)
                        position.commit = last.feedCommit - 1
                        position.lastKey = last.sortKey
                    }
                    #expect(rows == whole.rows)
                }
                let keys = whole.rows.map { ($0.feedCommit, $0.kind, $0.id) }
                #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
                let head = try reading.head(world.branch)
                #expect(try reading.feed(scope, after: head, maxBytes: 1).rows.isEmpty)
                let absurd = FeedPosition(branch: world.branch, epoch: 1, commit: .max)
                #expect(try reading.feed(scope, after: absurd, maxBytes: 1).end)
            }
            let unknown = SyncScope.branch(world.collectors[0])
            #expect(try reading.feed(unknown, after: FeedPosition(), maxBytes: 1).end)
        }
    }

    @Test("repair narrows by prefix to the rows that differ", arguments: ServerStoreKind.allCases, 0..<3)
    func repair(kind: ServerStoreKind, scope: Int) throws {
        let (serverFolder, replicaFolder) = (try TestFolder(), try TestFolder())
        var world = try World(try kind.open(serverFolder), seed: 14)
        for _ in 0..<40 { try world.step() }
        let follower = Follower(
            server: world.store, replica: try openReplica(replicaFolder), scope: world.scopes[scope])
        try follower.pullToCheckpoint(maxBytes: 1_000_000)
        let rows = try follower.fetchAll().filter { $0.state == .live }
        var (damaged, strange) = (rows[1], rows[2])
        damaged.bytes += [1]
        strange.id = world.branch
        strange.account = nil
        let wrong = [damaged, strange]
        try follower.replica.write { transaction throws in
            try transaction.removeConfirmed([(rows[0].kind, rows[0].id)], branch: world.branch)
            _ = try transaction.apply(wrong, branch: world.branch) { _ in nil }
        }
        #expect(try follower.digest != world.expectedDigest(follower.scope))
        try follower.repair(prefix: [])
        #expect(try follower.digest == world.expectedDigest(follower.scope))
        #expect(try follower.rows == world.expected(follower.scope))
    }

    @Test("a scan from 0 after a reset drops what it did not bring, and keeps the rest")
    func rebaseline() throws {
        let (serverFolder, replicaFolder) = (try TestFolder(), try TestFolder())
        var world = try World(try openServer(serverFolder), seed: 15)
        for _ in 0..<30 { try world.step() }
        let follower = Follower(server: world.store, replica: try openReplica(replicaFolder), scope: world.scopes[0])
        try follower.pullToCheckpoint(maxBytes: 4_000)
        let (branch, account) = (world.branch, world.collectors[1])
        let stale = [RecordKind.account, .debtor].map { kind in
            FeedRow(
                kind: UInt16(kind.rawValue), id: account, account: account, version: RecordVersion(epoch: 1, commit: 1),
                feedCommit: 1, bytes: [1])
        }
        try follower.replica.write { transaction throws in
            _ = try transaction.apply(stale, branch: branch) { _ in nil }
            #expect(try transaction.endScan(branch: branch).isEmpty)
            try transaction.resetPosition(branch: branch)
        }
        #expect(try follower.position == FeedPosition(branch: branch))
        for _ in 0..<5 { try world.step() }
        while true {
            let page = try follower.fetch(maxBytes: 4_000)
            try follower.apply(page)
            if page.isCheckpoint { break }
        }
        let touched = try follower.replica.write { try $0.endScan(branch: branch) }
        #expect(touched.contains(account))
        #expect(try follower.digest == world.expectedDigest(follower.scope))
        #expect(try follower.rows == world.expected(follower.scope))
        #expect(try follower.replica.read { try $0.evictions() }.contains { $0.account == account && !$0.erased })
    }
}

extension World {
    mutating func reassign(_ account: AccountID, to audience: Audience) throws {
        try store.write {
            try $0.reassign(account, to: audience, feedCommit: try $0.nextCommit(branch))
        }
        placements[account] = audience
    }
}

extension Follower {
    func fetchAll() throws -> [FeedRow] {
        try server.read { try $0.feed(scope, after: FeedPosition(), maxBytes: .max).rows }
    }

    func repair(prefix: [UInt8]) throws {
        let theirs = try server.read { try $0.repairRanges(scope, prefix: prefix) }
        let mine = try replica.read { try $0.repairRanges(branch: scope.branch, prefix: prefix) }
        let prefixes = Set((theirs + mine).map(\.prefix)).sorted { $0.lexicographicallyPrecedes($1) }
        for range in prefixes {
            let same = theirs.first { $0.prefix == range }?.digest == mine.first { $0.prefix == range }?.digest
            if same { continue }
            if range.count < 4 { try repair(prefix: range) } else { try repairRows(range) }
        }
    }

    private func repairRows(_ prefix: [UInt8]) throws {
        let rows = try server.read { try $0.repairRows(scope, prefix: prefix) }
        let wanted = Set(rows.map(\.id))
        try replica.write { transaction throws in
            let held = try transaction.repairRowDigests(branch: scope.branch, prefix: prefix)
            let surplus = held.filter { !wanted.contains($0.id) }.map { (kind: $0.kind, id: $0.id) }
            try transaction.removeConfirmed(surplus, branch: scope.branch)
            _ = try transaction.apply(rows, branch: scope.branch) { _ in nil }
        }
    }
}
