import FieldModel
import Foundation
import GRDB
import SyncCore
import SyncStorage
import Testing

@Suite("Letting the feed forget")
struct CompactionTests {
    @Test(
        "tombstones and evictions up to the fence go, later ones and live rows stay",
        arguments: ServerStoreKind.allCases)
    func compaction(kind: ServerStoreKind) throws {
        let folder = try TestFolder()
        let store = try kind.open(folder)
        var world = try World(store, seed: 77)
        for _ in 0..<120 { try world.step() }
        func dead(_ scope: SyncScope) throws -> [(state: RowState, commit: UInt64)] {
            try store.read { try $0.feed(scope, after: FeedPosition(branch: world.branch, epoch: 1), maxBytes: .max) }
                .rows.filter { $0.state != .live }.map { ($0.state, $0.feedCommit) }
        }
        let fence = world.head / 2
        for scope in world.scopes { #expect(try !dead(scope).isEmpty) }
        let before = try world.scopes.map { scope in try store.read { try $0.digest(scope) } }
        var removed = 0
        while true {
            let step = try store.write { try $0.compact(world.branch, through: fence, limit: 3) }
            if step.rows == 0 { break }
            removed += step.rows
        }
        #expect(removed > 0)
        for (index, scope) in world.scopes.enumerated() {
            #expect(try dead(scope).allSatisfy { $0.commit > fence })
            #expect(try store.read { try $0.digest(scope) } == before[index])
            #expect(try store.read { try $0.digest(scope) } == world.expectedDigest(scope))
        }
        #expect(try store.verify() == [])
        for _ in 0..<20 { try world.step() }
        for scope in world.scopes { #expect(try store.read { try $0.digest(scope) } == world.expectedDigest(scope)) }
    }

    @Test("the fence follows the head as it was noted before the horizon, and never goes back")
    func fence() throws {
        let folder = try TestFolder()
        let store = try openServer(folder)
        var world = try World(store, seed: 5)
        let day: Int64 = 86_400_000
        func fence(at now: Instant, horizon: Int64) throws -> UInt64 {
            _ = try store.write {
                try FeedCompaction(horizonMilliseconds: horizon, now: now).step(world.branch, in: $0)
            }
            return try store.read { try FeedFence.commit(world.branch, in: $0) }
        }
        let start = Instant(seconds: 1_000_000)
        for _ in 0..<10 { try world.step() }
        let first = world.head
        #expect(try fence(at: start, horizon: 10 * day) == 0)
        for _ in 0..<10 { try world.step() }
        #expect(try fence(at: start + 9 * day, horizon: 10 * day) == 0)
        #expect(try fence(at: start + 11 * day, horizon: 10 * day) == first)
        #expect(try fence(at: start + 11 * day, horizon: 0) == world.head)
        #expect(try fence(at: start + 12 * day, horizon: 100 * day) == world.head)
    }
}

@Suite("Damage to a replica")
struct ReplicaDamageTests {
    private let branch = Identifier(high: 3, low: 3)

    private func filled(_ kind: ReplicaStoreKind, _ folder: TestFolder) throws -> any ReplicaStore {
        let store = try kind.open(folder)
        var names = Names(seed: 8)
        let rows = (0..<50).map { number in
            FeedRow(
                kind: 9, id: names.next(), account: names.next(), version: RecordVersion(epoch: 1, commit: 2),
                feedCommit: 2, bytes: Array("row \(number) of what the server sent".utf8))
        }
        try store.write { _ = try $0.apply(rows, branch: branch) { _ in nil } }
        return store
    }

    private func digest(_ store: any ReplicaStore) throws -> ScopeDigest {
        try store.read { try $0.positions()[0].digest }
    }

    private static let one = "number = (SELECT min(number) FROM confirmed)"

    static let damages: [(sql: String, rows: Int, differs: Bool)] = [
        ("UPDATE confirmed SET body = CAST(zeroblob(length(body)) AS BLOB) WHERE \(one)", 1, true),
        ("UPDATE confirmed SET commit_number = 1 WHERE \(one)", 1, true),
        ("UPDATE confirmed SET digest_low = digest_low + 1 WHERE \(one)", 1, false),
        ("UPDATE branches SET digest_high = digest_high + 1", 0, false),
        ("DELETE FROM confirmed WHERE \(one)", 0, true),
    ]

    @Test("is told to the comparison, whatever byte it hit", arguments: ReplicaStoreKind.allCases, 0..<5)
    func damage(kind: ReplicaStoreKind, number: Int) throws {
        let folder = try TestFolder()
        let store = try filled(kind, folder)
        let sound = try digest(store)
        #expect(try store.read { try $0.damage() }.isEmpty)
        let (sql, rows, differs) = Self.damages[number]
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0 == "replica.db" })
        try DatabaseQueue(path: folder.file(name)).write { try $0.execute(sql: sql) }
        let damage = try store.read { try $0.damage() }
        #expect(damage.rows.count == rows && !damage.isEmpty)
        try store.write { try $0.own(damage) }
        #expect(try (digest(store) != sound) == differs)
        #expect(try store.read { try $0.damage() }.isEmpty || kind == .sealed)
    }
}
