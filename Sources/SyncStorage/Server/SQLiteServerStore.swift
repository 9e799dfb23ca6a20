internal import GRDB
internal import Glibc
package import SyncCore

/// The server's store in one SQLite file: one connection writes, a few read-only ones serve snapshots.
///
/// Opened by the one process that holds `FileLock.data`. Readers are opened read-only, so that only the writer ever
/// checkpoints. After a failed write to the disk the store refuses every further one (`io`) until it is opened anew.
package final class SQLiteServerStore: ServerStore {
    /// About 32 MB of journal before the writer copies it into the file.
    private static let walPages = 8192
    private static let readers = 4

    let pool: DatabasePool
    private let hash: any Hashing
    private let coding: any OperationCoding
    private let ending = WritingEnd()

    package static func open(
        path: String, hash: any Hashing, operations coding: any OperationCoding, createIfMissing: Bool
    ) throws -> SQLiteServerStore {
        try requireFile(path, createIfMissing: createIfMissing)
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.maximumReaderCount = readers
            configuration.prepareDatabase { try configureConnection($0, walPages: walPages) }
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                try demandDurability(database)
                try ServerSchema.current.prepare(database)
            }
            return SQLiteServerStore(pool: pool, hash: hash, coding: coding)
        } catch {
            throw openingFailure(translated(error), path: path)
        }
    }

    private init(pool: DatabasePool, hash: any Hashing, coding: any OperationCoding) {
        self.pool = pool
        self.hash = hash
        self.coding = coding
    }

    /// Empties the journal into the file and closes; nothing may be called after it. A journal that cannot be emptied
    /// stays, and the next opening goes on from it.
    package func close() throws {
        if ending.failure == nil { _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
        try translatingFailures { try pool.close() }
    }

    package func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T {
        try ending.guarding {
            try translatingFailures {
                try pool.write { database in
                    let session = ServerSession(database, hash: hash, coding: coding)
                    let result = try body(session)
                    try session.writeDigests()
                    return result
                }
            }
        }
    }

    package func read<T>(_ body: (any ServerReading) throws -> T) throws -> T {
        try translatingFailures {
            try pool.read { try body(ServerSession($0, hash: hash, coding: coding)) }
        }
    }

    package func verify() throws -> [String] {
        try translatingFailures {
            try pool.read { try ServerVerification($0, hash: hash, coding: coding).problems() }
        }
    }

    /// The copy has no trace of what was deleted; it is created 0600 and is on disk when this returns.
    package func backup(to path: String) throws {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StoreFailure(
                code: "io", message: "the backup's file cannot be created, or exists already (errno \(errno))")
        }
        defer { Glibc.close(file) }
        do {
            try translatingFailures {
                try pool.unsafeRead { try $0.run("VACUUM INTO ?") { $0.bind(path) } }
            }
            guard fsync(file) == 0, synchroniseFolder(of: path) else {
                throw StoreFailure(code: "io", message: "the backup could not be written to the disk (errno \(errno))")
            }
        } catch {
            unlink(path)
            throw error
        }
    }
}
