import FieldModel
import Foundation
import GRDB
import SyncCore
import SyncStorage
import SyncWire
import Testing

/// Stores as released programs left them, opened by this one. `tools/make-fixtures` makes the files.
@Suite("Stores of earlier versions")
struct MigrationTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures")

    private func restore(_ name: String, to path: String) throws {
        let sql = try String(contentsOf: Self.fixtures.appending(path: name), encoding: .utf8)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL")
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    @Test("a laptop's of schema 1 keeps rows, digests, outbox and receipts, and goes on")
    func replica() throws {
        let folder = try TestFolder()
        try restore("replica-1.sql", to: SQLiteReplicaStore.path(home: folder.path))
        for _ in 0..<2 {
            let store = try SQLiteReplicaStore.open(
                home: folder.path, hash: testHash, operations: WireOperationCodec(), createIfMissing: false)
            #expect(try store.integrityProblems() == [])
            #expect(try store.read { try $0.damage() }.isEmpty)
            let (position, digest) = try #require(try store.read { try $0.positions() }.first)
            #expect(position.commit == 100_000 && digest.count == 3)
            let account = try #require(
                try store.read { try $0.accounts(lookup: [UInt8](repeating: 0, count: 32)) }.first)
            let rows = try store.read { try $0.rows(account: account, confirmedOnly: true) }
            #expect(rows.count == 3)
            for row in rows {
                let kind = try #require(RecordKind(rawValue: Int(row.kind)))
                _ = try WireRecordCodec().decode(kind: kind, bytes: row.bytes)
            }
            let own = try #require(
                try store.read { try $0.operations(states: [.settled], from: .start, limit: 10) }.first)
            #expect(own.receipt?.outcome.state == .applied && own.receipt?.commit == 1000)
            #expect(!own.sealed.body.isEmpty)
            #expect(try store.read { try $0.setting("device") } == own.header.device.hexadecimal)
            #expect(try store.read { try $0.evictions() }.count == 1)
            try store.write { try $0.setSetting("written_by", "this program") }
        }
    }

    @Test("a server's of schema 3 is sound, compacts, and goes on")
    func server() throws {
        let folder = try TestFolder()
        let path = folder.file("store.sqlite")
        try restore("server-3.sql", to: path)
        for pass in 0..<2 {
            let store = try SQLiteServerStore.open(
                path: path, hash: testHash, operations: WireOperationCodec(), createIfMissing: false)
            #expect(try store.verify() == [])
            let branch = try #require(try store.read { try $0.branches() }.first)
            let person = try #require(try store.read { try $0.persons() }.first)
            let scope = SyncScope.collector(branch: branch.id, person: person.id)
            #expect(try store.read { try $0.digest(scope) }.count == 3)
            #expect(try store.read { try $0.setting("made_by") } == "version 1")
            let done = try store.write { try $0.compact(branch.id, through: 50, limit: 10) }
            #expect(done.evictions == (pass == 0 ? 1 : 0))
            try store.close()
        }
    }

    @Test("the fixtures are what the first migrations give: nobody has edited one")
    func unedited() throws {
        let tool = Self.fixtures.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "tools/make-fixtures")
        let process = Process()
        process.executableURL = tool
        process.arguments = ["--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

extension Identifier {
    fileprivate var hexadecimal: String { description.filter { $0 != "-" } }
}
