import FieldModel
import GRDB
import SyncCore
import SyncStorage
import Testing

/// Erased means that no byte is left in the replica's files, journals included.
@Suite("Erasing an account")
struct ErasureTests {
    private static let canary = "CANARIO-7f3a91"
    private let folder: TestFolder
    private var names = Names(seed: 31)
    private let branch: BranchID

    init() throws {
        folder = try TestFolder()
        branch = names.next()
    }

    /// Accounts of mixed sizes, so that pages split and rows move while the file grows.
    private mutating func page(
        _ accounts: [AccountID], _ mark: String, _ dice: inout SeededGenerator, commit: UInt64
    ) -> [FeedRow] {
        accounts.flatMap { account in
            (0..<Int.random(in: 1...6, using: &dice)).map { index in
                let size = [20, 300, 1_500, 6_000][Int.random(in: 0..<4, using: &dice)]
                return FeedRow(
                    kind: UInt16(index == 0 ? 1 : 4), id: index == 0 ? account : names.next(), account: account,
                    version: RecordVersion(epoch: 1, commit: commit), feedCommit: commit,
                    bytes: Array(String(repeating: "\(mark) ", count: size / mark.utf8.count + 1).utf8))
            }
        }
    }

    private func leaving(_ account: AccountID) -> FeedRow {
        FeedRow(
            kind: 1, id: account, account: account, version: RecordVersion(epoch: 1, commit: 99), feedCommit: 99,
            bytes: [],
            state: .eviction)
    }

    /// At seeds 9, 73 and 113 `secure_delete` alone leaves a copy, of a row that moved within the file before its end.
    @Test("leaves no byte of it in any file", arguments: [1, 2, 3, 9, 73, 113] as [UInt64])
    mutating func canary(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let store = try openReplica(folder)
        let accounts = (0..<60).map { _ in names.next() }
        let goners = accounts.filter { _ in dice.next() % 3 == 0 }
        for commit in 1...12 as ClosedRange<UInt64> {
            let some = accounts.filter { _ in dice.next() % 4 == 0 }
            let rows = some.flatMap {
                page([$0], goners.contains($0) ? Self.canary : "otra cuenta", &dice, commit: commit)
            }
            try store.write { _ = try $0.apply(rows, branch: branch) { Array($0.bytes.prefix(14)) } }
            if commit == 6 { try store.truncateJournals() }
        }
        try act(on: goners, store)
        #expect(try folder.filesContaining(Self.canary) != [])

        try store.write { transaction throws in
            _ = try transaction.apply(goners.map(leaving), branch: branch) { _ in nil }
            for account in goners { try transaction.erase(account: account) }
        }
        try store.truncateJournals()
        #expect(try folder.filesContaining(Self.canary) == [])
        #expect(try folder.filesContaining("otra cuenta") != [])
        #expect(try store.integrityProblems() == [])
        try store.close()
        #expect(try folder.filesContaining(Self.canary) == [])
    }

    /// Operations, overlay, receipts with values: everything that the device itself wrote about an account.
    private mutating func act(on accounts: [AccountID], _ store: SQLiteReplicaStore) throws {
        var device = TestDevice(&names)
        for account in accounts {
            let act = try device.act(on: account, "visit: \(Self.canary)")
            let outcome = Outcome(state: .merged, mergedFields: [Self.canary])
            var entry = act.entry(outcome)
            entry.state = .settled
            entry.receipt = act.receipt(outcome, branch: branch, commit: 50)
            let (settled, id) = (entry, names.next())
            let row = ReplicaRow(
                kind: 4, id: id, account: account, version: RecordVersion(epoch: 0, commit: 0),
                bytes: Array(Self.canary.utf8), pendingOperation: act.header.id)
            try store.write { transaction throws in
                try transaction.append(settled)
                try transaction.setOverlay(account: account, [row])
            }
        }
    }

    @Test("is not said to be done before the journals are empty")
    mutating func order() throws {
        let store = try openReplica(folder)
        var dice = SeededGenerator(seed: 1)
        let account = names.next()
        let rows = page([account], Self.canary, &dice, commit: 1)
        try store.write { _ = try $0.apply(rows, branch: branch) { _ in nil } }
        try store.write { transaction throws in
            _ = try transaction.apply([leaving(account)], branch: branch) { _ in nil }
            try transaction.erase(account: account)
        }
        #expect(try store.read { try $0.evictions().map(\.erased) } == [false])
        try store.write { try $0.markReported([account]) }
        let again = try openReplica(folder, createIfMissing: false)
        #expect(try again.read { try $0.evictions().map(\.erased) } == [false])
        try again.truncateJournals()
        #expect(try again.read { try $0.evictions().map(\.erased) } == [true])
        #expect(try folder.filesContaining(Self.canary) == [])
    }

    @Test("nothing that a person could read is in a sealed replica's files")
    mutating func sealed() throws {
        let store = try openReplica(folder, codec: ScramblingCodec())
        var dice = SeededGenerator(seed: 2)
        let account = names.next()
        let rows = page([account], Self.canary, &dice, commit: 1)
        try store.write { transaction throws in
            _ = try transaction.apply(rows, branch: branch) { _ in [1, 2] }
            try transaction.setSetting("person", Self.canary)
        }
        try act(on: [account], store)
        #expect(try folder.filesContaining(Self.canary) == [])
        try store.close()
        #expect(try folder.filesContaining(Self.canary) == [])
    }

    @Test(
        "clear columns hold ids, kinds, commits, states, positions, clock offsets, digests and lookups, and nothing else"
    )
    func clearColumns() throws {
        let store = try openReplica(folder)
        try store.close()
        let clear: Set<String> = [
            "number", "id", "branch", "kind", "account", "epoch", "commit_number", "scan", "digest_high", "digest_low",
            "repair_key", "row_count", "last_key", "lookup", "operation", "incarnation", "sequence", "state", "outcome",
            "link", "withdrawn_by", "clock_offset",
        ]
        let sealed: Set<String> = ["body", "header", "provisional", "receipt"]
        let file = try DatabaseQueue(path: folder.file("replica.db"))
        let columns = try file.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT t.name AS "table", c.name AS "column", c.type AS type, t.strict AS strict
                    FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
                    WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'
                    """)
        }
        #expect(columns.count > 40)
        for column in columns {
            let (table, name): (String, String) = (column["table"], column["column"])
            #expect(column["strict"] == 1, "\(table) is not STRICT")
            if (table, name) == ("settings", "key") { continue }
            #expect(
                clear.contains(name) || sealed.contains(name), "\(table).\(name) is neither known as clear nor sealed")
            #expect(column["type"] != "TEXT", "\(table).\(name) is a text in clear")
        }
    }
}
