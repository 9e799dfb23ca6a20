internal import GRDB
internal import GRDBSQLite
internal import SyncCore

/// One step of a schema. Released steps are never edited: a change is one more step.
struct Migration {
    var name: String
    var sql: String
}

/// The steps that make a store's file, in order; `user_version` counts those done: a current file costs one read.
///
/// Each step and its count are one transaction: killed at any statement, the next opening goes on from there.
struct Schema {
    /// Tells a replica's file from a server's.
    var applicationID: Int64
    var migrations: [Migration]

    func prepare(_ database: Database) throws {
        let done = try database.integer("PRAGMA user_version")
        if done == migrations.count { return try checkApplication(database) }
        guard done < migrations.count else {
            throw StoreFailure(
                code: "newer_version",
                message: "the store was written by a newer program (schema \(done); this one knows \(migrations.count))"
            )
        }
        if done > 0 { try checkApplication(database) }
        for index in Int(done)..<migrations.count {
            try database.inTransaction(.immediate) {
                try database.execute(sql: migrations[index].sql)
                try database.execute(
                    sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(index + 1)")
                return .commit
            }
        }
    }

    private func checkApplication(_ database: Database) throws {
        guard try database.integer("PRAGMA application_id") == applicationID else {
            throw StoreFailure(code: "corrupt", message: "the file is not a store of this kind")
        }
    }
}

/// What every connection is told. `synchronous` is not among it: GRDB sets that to NORMAL after this.
func configureConnection(_ database: Database, walPages: Int) throws {
    try database.execute(
        sql: """
            PRAGMA temp_store = MEMORY;
            PRAGMA mmap_size = 0;
            PRAGMA secure_delete = ON;
            PRAGMA cache_size = -32768;
            PRAGMA wal_autocheckpoint = \(walPages);
            """)
}

/// Sets what an acknowledgement rests on, and asserts it: bytes are on disk when a commit returns.
func demandDurability(_ database: Database) throws {
    try database.execute(sql: "PRAGMA synchronous = FULL")
    let synchronous = try database.integer("PRAGMA synchronous")
    let mode = try database.first("PRAGMA journal_mode") { $0.text() } ?? ""
    let secure = try database.integer("PRAGMA secure_delete")
    guard synchronous == 2, mode == "wal", secure == 1 else {
        throw StoreFailure(
            code: "io", message: "SQLite did not take the settings (synchronous \(synchronous), \(mode), \(secure))")
    }
}
