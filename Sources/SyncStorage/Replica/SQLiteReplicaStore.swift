internal import GRDB
package import SyncCore

/// A laptop's store in one SQLite file of its home, shared by every process of the home.
///
/// The home's lock is held while the connection opens, writes, checkpoints or closes; reading takes none and never
/// checkpoints. After a failed write to the disk the store refuses every further one (`io`) until it is opened anew.
package final class SQLiteReplicaStore: ReplicaStore {
    /// About 16 MB of journal before a commit copies it into the file.
    private static let walPages = 4096

    let queue: DatabaseQueue
    private let lock: FileLock
    private let environment: ReplicaSession.Environment
    private let ending = WritingEnd()

    package static func open(
        home: String, hash: any Hashing, operations coding: any OperationCoding,
        codec: any BodyCodec = IdentityBodyCodec(),
        createIfMissing: Bool
    ) throws -> SQLiteReplicaStore {
        let path = path(home: home)
        let lock = FileLock.home(of: home)
        return try lock.withHold {
            try requireFile(path, createIfMissing: createIfMissing)
            do {
                var configuration = Configuration()
                configuration.foreignKeysEnabled = true
                configuration.busyMode = .timeout(5)
                configuration.prepareDatabase { database in
                    try configureConnection(database, walPages: walPages)
                    try database.execute(sql: "PRAGMA journal_mode = WAL")
                }
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try queue.inDatabase { database in
                    try demandDurability(database)
                    try ReplicaSchema.current.prepare(database)
                }
                return SQLiteReplicaStore(
                    queue: queue, lock: lock,
                    environment: ReplicaSession.Environment(hash: hash, coding: coding, codec: codec))
            } catch {
                throw openingFailure(translated(error), path: path)
            }
        }
    }

    package static func path(home: String) -> String { "\(home)/replica.db" }

    private init(queue: DatabaseQueue, lock: FileLock, environment: ReplicaSession.Environment) {
        self.queue = queue
        self.lock = lock
        self.environment = environment
    }

    /// The last connection to close checkpoints, hence the lock. Who cannot have it leaves the connection open till the
    /// process ends: the journal stays, and the next opening goes on from it.
    deinit {
        do { try close() } catch { _ = Unmanaged.passRetained(queue) }
    }

    package func close() throws {
        try lock.withHold { try translatingFailures { try queue.close() } }
    }

    package func write<T>(_ body: (any ReplicaTransaction) throws -> T) throws -> T {
        try ending.guarding {
            try lock.withHold {
                try translatingFailures {
                    try queue.write { database in
                        let session = ReplicaSession(database, environment)
                        let result = try body(session)
                        try session.writeDigests()
                        return result
                    }
                }
            }
        }
    }

    package func read<T>(_ body: (any ReplicaReading) throws -> T) throws -> T {
        try translatingFailures { try queue.read { try body(ReplicaSession($0, environment)) } }
    }

    /// Erased pages are zeroed where they stand (`secure_delete`), but moving a row within the file can leave a copy in
    /// a page's gap: where something was erased the file is built anew first. Then the journal is emptied into it.
    package func truncateJournals() throws {
        try ending.guarding {
            try lock.withHold {
                try translatingFailures {
                    try queue.writeWithoutTransaction { database in
                        let erased = try database.integer("SELECT count(*) FROM evictions WHERE state = 1")
                        if erased > 0 { try database.run("VACUUM") }
                        try Self.emptyJournal(database)
                        if erased > 0 { try database.run("UPDATE evictions SET state = 2 WHERE state = 1") }
                    }
                }
            }
        }
    }

    package func integrityProblems() throws -> [String] {
        try translatingFailures {
            try queue.read { try ReplicaVerification($0, environment).problems() }
        }
    }

    /// Waits for readers of other processes as long as the connection's busy timeout says.
    private static func emptyJournal(_ database: Database) throws {
        let isBusy = try database.first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.flag() } ?? true
        if isBusy {
            throw StoreFailure(code: "locked", message: "another process has been reading for too long: try again")
        }
    }
}
