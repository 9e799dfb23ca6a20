internal import FieldModel
internal import Foundation
internal import GRDB
internal import SyncStorage

/// A replica's file, written to behind the store's back, as a disk or an image does it.
struct RawReplica {
    let path: String

    init(home: String) { path = SQLiteReplicaStore.path(home: home) }

    func lose(_ key: RecordKey) throws {
        try write { database in
            try database.execute(
                sql: "DELETE FROM confirmed WHERE kind = ? AND id = ?",
                arguments: [key.kind.rawValue, Data(key.id.bytes)])
        }
    }

    func flip(_ bit: Int, of key: RecordKey) throws {
        let name: StatementArguments = [key.kind.rawValue, Data(key.id.bytes)]
        try write { database in
            let selected = "SELECT body FROM confirmed WHERE kind = ? AND id = ?"
            guard var body = try Data.fetchOne(database, sql: selected, arguments: name), bit / 8 < body.count else {
                return
            }
            body[bit / 8] ^= UInt8(1 << (bit % 8))
            try database.execute(
                sql: "UPDATE confirmed SET body = ? WHERE kind = ? AND id = ?", arguments: [body] + name)
        }
    }

    func copy(to home: String) throws {
        let copy = SQLiteReplicaStore.path(home: home)
        try write { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
    }

    private func write(_ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction(body)
        try queue.close()
    }
}
