import FieldModel
import GRDB
import SyncCore
import Testing

@testable import SyncStorage

/// Whatever byte is altered behind the store's back is found.
@Suite("Verifying a server store")
struct VerificationTests {
    private let folder: TestFolder
    private let store: SQLiteServerStore
    private var names = Names(seed: 41)

    init() throws {
        folder = try TestFolder()
        store = try openServer(folder)
        var world = try World(store, seed: 41)
        for _ in 0..<30 { try world.step() }
        var device = TestDevice(&names)
        let (log, account) = (names.next(), names.next())
        let acts = try (0..<5).map { try device.act(on: account, "act \($0)") }
        try store.write { transaction throws in
            for act in acts {
                var stored = act.stored(Outcome(state: .applied))
                stored.receipt.log = log
                stored.receipt.leafHash = testHash.sha256(act.link)
                stored.receipt.leafIndex = try transaction.appendLeaf(log, hash: stored.receipt.leafHash)
                try transaction.append(stored)
            }
        }
    }

    @Test("finds nothing wrong with a sound one")
    func sound() throws { #expect(try store.verify() == []) }

    private static let one = "number = (SELECT min(number) FROM records WHERE length(bytes) > 0)"

    static let damages: [(sql: String, says: String)] = [
        (
            "UPDATE records SET bytes = zeroblob(length(bytes)) WHERE \(one)",
            "row digest"
        ),
        (
            "UPDATE records SET digest_low = digest_low + 1 WHERE \(one)",
            "row digest"
        ),
        (
            "UPDATE records SET repair_key = 1 WHERE \(one)",
            "repair key"
        ),
        (
            "DELETE FROM records WHERE \(one)",
            "running digest"
        ),
        (
            "UPDATE records SET feed_commit = 100000 WHERE \(one)",
            "head"
        ),
        ("UPDATE records SET account = (SELECT id FROM accounts WHERE audience <> records.audience)", "seen by"),
        ("UPDATE audiences SET digest_high = digest_high + 1", "running digest"),
        ("INSERT INTO evictions SELECT audience, id, 1, 1 FROM accounts LIMIT 1", "evicted from there"),
        ("UPDATE operations SET header = CAST(header || x'20' AS BLOB) WHERE sequence = 2", "link"),
        ("UPDATE operations SET body = CAST(body || x'20' AS BLOB) WHERE sequence = 2", "committed to"),
        ("UPDATE operations SET link = zeroblob(32) WHERE sequence = 2", "chain is broken"),
        ("UPDATE operations SET account = zeroblob(16) WHERE sequence = 2", "says otherwise"),
        ("DELETE FROM operations WHERE sequence = 2", "a gap"),
        ("DELETE FROM leaves WHERE position = 2", "leaves are missing"),
        ("UPDATE leaves SET hash = zeroblob(32) WHERE position = 2", "does not have"),
        (
            "UPDATE records SET branch = 999 WHERE \(one)",
            "refers to one that is not there"
        ),
    ]

    @Test("finds what was altered", arguments: damages)
    func altered(damage: (sql: String, says: String)) throws {
        try store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(sql: damage.sql)
            #expect(database.changesCount > 0)
        }
        let problems = try store.verify()
        #expect(problems.contains { $0.contains(damage.says) }, "\(problems)")
    }

    @Test("lets a body be gone")
    func erased() throws {
        try store.pool.write { try $0.execute(sql: "UPDATE operations SET body = x'' WHERE sequence = 2") }
        #expect(try store.verify() == [])
    }

    @Test("finds an altered replica too")
    func replica() throws {
        let replica = try openReplica(folder)
        let branch = names
        var names = branch
        let row = FeedRow(
            kind: 4, id: names.next(), account: names.next(), version: RecordVersion(epoch: 1, commit: 1),
            feedCommit: 1,
            bytes: [1, 2, 3])
        var device = TestDevice(&names)
        let (home, entry) = (names.next(), try device.act(on: names.next(), "a").entry())
        try replica.write { transaction throws in
            _ = try transaction.apply([row], branch: home) { _ in nil }
            try transaction.append(entry)
        }
        #expect(try replica.integrityProblems() == [])
        for (damage, says) in [
            ("UPDATE confirmed SET body = x'00'", "row digest"), ("UPDATE outbox SET link = zeroblob(32)", "link"),
            ("DELETE FROM confirmed", "running digest"),
        ] {
            try replica.queue.inDatabase { try $0.execute(sql: damage) }
            #expect(try replica.integrityProblems().contains { $0.contains(says) })
        }
    }
}
