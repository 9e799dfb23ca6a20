internal import FieldModel
package import SyncCore

/// A server's store that a world can be run on: one that can be copied, as a backup copies it.
package protocol CopyableStore: ServerStore {
    /// Another store with what this one has now.
    func copied() throws -> any CopyableStore
}

/// Makes a new and empty store.
package typealias StoreMaking = @Sendable (any Hashing, any OperationCoding) throws -> any CopyableStore

/// The store under a world's server, with the auditor's watch on it.
protocol WorldStore {
    func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T
    /// Looks at what is there now; nothing is written meanwhile.
    func look<T>(_ body: (any ServerReading) throws -> T) throws -> T
    func verify() throws -> [String]
    func backedUp() throws -> any WorldStore
}

extension MemoryServerStore: WorldStore {
    func look<T>(_ body: (any ServerReading) throws -> T) throws -> T { try body(session) }
    func backedUp() throws -> any WorldStore { backup }
}

/// Any other store, watched from outside.
struct WatchedStore: WorldStore {
    let store: any CopyableStore
    let watch: StoreWatch

    func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T {
        try store.write { try body(WatchedTransaction($0, watch)) }
    }

    func look<T>(_ body: (any ServerReading) throws -> T) throws -> T { try store.read(body) }
    func verify() throws -> [String] { try store.verify() }
    func backedUp() throws -> any WorldStore { WatchedStore(store: try store.copied(), watch: watch) }
}
