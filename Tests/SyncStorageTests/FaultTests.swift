import FieldModel
import Foundation
import GRDB
import SyncCore
import Testing

@testable import SyncStorage

/// A disk that fails says so with a stable code, and costs nothing that was acknowledged.
@Suite("Failing disks and files")
struct FaultTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func fill(_ store: any ServerStore, _ key: String) throws {
        try store.write { try $0.setSetting(key, String(repeating: "x", count: 100_000)) }
    }

    @Test("a full store refuses writes, goes on reading, and recovers without a restart")
    func pageLimit() throws {
        let store = try openServer(folder)
        try store.write { try $0.setSetting("kept", "yes") }
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 60") }
        #expect(failureCode { for index in 0..<10 { try fill(store, "\(index)") } } == "disk_full")
        #expect(try store.read { try $0.setting("kept") } == "yes")
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        try fill(store, "more")
        #expect(try store.verify() == [])
    }

    @Test(
        "a full disk refuses writes, goes on reading, and recovers without a restart",
        .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        let disk = try SmallDisk(folder, kilobytes: 2_000)
        defer { disk.unmount() }
        let store = try openServer(folder)
        try store.write { try $0.setSetting("kept", "yes") }
        var written = 0
        let code = failureCode {
            for index in 0..<100 {
                try fill(store, "\(index)")
                written += 1
            }
        }
        #expect(code == "disk_full")
        #expect(written > 2)
        #expect(failureCode { try fill(store, "again") } == "disk_full")
        #expect(try store.read { try $0.setting("kept") } == "yes")
        #expect(try store.read { try $0.setting("\(written)") } == nil)
        #expect(try store.verify() == [])
        try disk.resize(kilobytes: 8_000)
        try fill(store, "more")
        #expect(try store.read { try $0.setting("more")?.count } == 100_000)
        #expect(try store.verify() == [])
        try store.close()
    }

    @Test("a replica on a full disk keeps what it had", .enabled(if: SmallDisk.isPossible))
    func fullDiskOfReplica() throws {
        let disk = try SmallDisk(folder, kilobytes: 1_500)
        defer { disk.unmount() }
        let store = try openReplica(folder)
        try store.write { try $0.setSetting("kept", "yes") }
        let text = String(repeating: "x", count: 100_000)
        #expect(
            failureCode { for index in 0..<100 { try store.write { try $0.setSetting("\(index)", text) } } }
                == "disk_full")
        #expect(try store.read { try $0.setting("kept") } == "yes")
        #expect(try store.integrityProblems() == [])
        try disk.resize(kilobytes: 8_000)
        try store.write { try $0.setSetting("more", text) }
        try store.close()
    }

    @Test("a disk that cannot be written to is told apart", .enabled(if: SmallDisk.isPossible))
    func readOnlyDisk() throws {
        let disk = try SmallDisk(folder, kilobytes: 4_000)
        defer { disk.unmount() }
        try openServer(folder).close()
        try openReplica(folder).close()
        try disk.makeReadOnly()
        #expect(failureCode { _ = try openServer(folder) } == "read_only")
        #expect(failureCode { _ = try openReplica(folder) } == "read_only")
    }

    @Test("a damaged file is told apart", arguments: [0, 100, 4_096])
    func damage(offset: Int) throws {
        var world = try World(try openServer(folder), seed: 1)
        for _ in 0..<40 { try world.step() }
        try (world.store as? SQLiteServerStore)?.close()
        let path = folder.file("server.db")
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        for index in offset..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let code = failureCode {
            let store = try openServer(folder)
            for _ in 0..<3 { _ = try store.write { try $0.nextCommit(world.branch) } }
        }
        #expect(code == "corrupt")
    }

    @Test("a file of another program, or of a newer one, is left alone")
    func otherFiles() throws {
        try openReplica(folder).close()
        try FileManager.default.copyItem(atPath: folder.file("replica.db"), toPath: folder.file("server.db"))
        #expect(failureCode { _ = try openServer(folder) } != nil)
        let file = try DatabaseQueue(path: folder.file("replica.db"))
        try file.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 77") }
        try file.close()
        #expect(failureCode { _ = try openReplica(folder) } == "newer_version")
    }

    @Test("there is no store where none was made")
    func missing() throws {
        #expect(failureCode { _ = try openServer(folder, createIfMissing: false) } == "not_found")
        #expect(failureCode { _ = try openReplica(folder, createIfMissing: false) } == "not_found")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["home.lock"])
    }

    @Test("nothing is written after a failed write to the disk")
    func afterFailure() throws {
        let store = try openServer(folder)
        let failed = StoreFailure(code: "io", message: "")
        #expect(failureCode { try store.write { _ in throw failed } } == "io")
        #expect(failureCode { try store.write { try $0.setSetting("a", "b") } } == "io")
        #expect(try store.read { try $0.setting("a") } == nil)
        try store.close()
    }

    @Test("a schema goes on where it was stopped")
    func migrations() throws {
        let queue = try DatabaseQueue(path: folder.file("any.db"))
        let steps = ServerSchema.current.migrations
        for count in 1...steps.count {
            let schema = Schema(applicationID: 7, migrations: Array(steps[..<count]))
            try queue.inDatabase { try schema.prepare($0) }
            #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == count)
        }
        let broken = steps + [Migration(name: "broken", sql: "CREATE TABLE fine (a) ; CREATE TABLE nonsense")]
        let schema = Schema(applicationID: 7, migrations: broken)
        #expect(throws: (any Error).self) { try queue.inDatabase { try schema.prepare($0) } }
        #expect(try queue.read { try $0.tableExists("fine") } == false)
        #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == steps.count)
    }

    @Test("files are their owner's alone, and durable")
    func modes() throws {
        let server = try openServer(folder)
        let replica = try openReplica(folder)
        try server.write { try $0.setSetting("a", "b") }
        try replica.write { try $0.setSetting("a", "b") }
        try server.backup(to: folder.file("backup.db"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        #expect(try server.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
        #expect(try replica.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }
}

/// A file system of a few kilobytes in memory, where the machine lets us have one.
struct SmallDisk {
    let path: String

    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TestFolder(), let disk = try? SmallDisk(folder, kilobytes: 100) else {
            return false
        }
        disk.unmount()
        return true
    }()

    init(_ folder: TestFolder, kilobytes: Int) throws {
        path = folder.path
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
    }

    func resize(kilobytes: Int) throws { try Self.run("mount", "-o", "remount,size=\(kilobytes)k", path) }
    func makeReadOnly() throws { try Self.run("mount", "-o", "remount,ro", path) }
    func unmount() { try? Self.run("umount", "--lazy", path) }

    private static func run(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw StoreFailure(code: "io", message: "mount") }
    }
}
