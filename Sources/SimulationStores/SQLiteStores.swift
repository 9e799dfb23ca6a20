internal import Glibc
internal import SyncCore
package import SyncSimulation
internal import SyncStorage

/// Makes servers' stores in files of a folder.
package final class SQLiteStores: Sendable {
    private let names: NumberedNames

    package init(folder: String) { names = NumberedNames(folder: folder) }

    package var making: StoreMaking {
        { hash, coding in try SQLiteWorldStore.open(self.nextPath(), hash, coding, self, createIfMissing: true) }
    }

    fileprivate func nextPath() -> String { names.next("server") + ".db" }
}

/// A store whose files go with it.
private final class SQLiteWorldStore: CopyableStore {
    private let store: SQLiteServerStore
    private let path: String
    private let hash: any Hashing
    private let coding: any OperationCoding
    private let stores: SQLiteStores

    static func open(
        _ path: String, _ hash: any Hashing, _ coding: any OperationCoding, _ stores: SQLiteStores,
        createIfMissing: Bool
    ) throws -> SQLiteWorldStore {
        let store = try SQLiteServerStore.open(
            path: path, hash: hash, operations: coding, createIfMissing: createIfMissing)
        return SQLiteWorldStore(store, path, hash, coding, stores)
    }

    private init(
        _ store: SQLiteServerStore, _ path: String, _ hash: any Hashing, _ coding: any OperationCoding,
        _ stores: SQLiteStores
    ) {
        self.store = store
        self.path = path
        self.hash = hash
        self.coding = coding
        self.stores = stores
    }

    deinit {
        try? store.close()
        for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
    }

    func copied() throws -> any CopyableStore {
        let path = stores.nextPath()
        try store.backup(to: path)
        return try Self.open(path, hash, coding, stores, createIfMissing: false)
    }

    func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T { try store.write(body) }
    func read<T>(_ body: (any ServerReading) throws -> T) throws -> T { try store.read(body) }
    func verify() throws -> [String] { try store.verify() }
    func backup(to path: String) throws { try store.backup(to: path) }
}
