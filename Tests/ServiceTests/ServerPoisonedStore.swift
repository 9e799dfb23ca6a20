import FieldModel
import SyncCore
import SyncStorage
import Synchronization

/// The link of the operation that the store refuses once it would take effect.
final class Poison: Sendable {
    let link = Mutex<[UInt8]>([])
}

/// A real store that refuses one operation with effect, as a schema's constraint would.
struct PoisonedStore: ServerStore {
    let store: SQLiteServerStore
    let poison: Poison

    func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T {
        try store.write { transaction in
            let before = poison.link.withLock { $0 }
            let result = try body(transaction)
            // The transaction is undone when the operation with that link went in with an effect.
            if !before.isEmpty,
                let newest = try transaction.operations(OperationFilter(limit: 300)).first(where: { $0.link == before }
                ),
                newest.receipt.outcome.state != .held
            {
                throw StoreFailure(code: "constraint", message: "refused by the test")
            }
            return result
        }
    }

    func read<T>(_ body: (any ServerReading) throws -> T) throws -> T { try store.read(body) }
    func verify() throws -> [String] { try store.verify() }
    func backup(to path: String) throws { try store.backup(to: path) }
}

/// A real store that refuses every transaction after which an account of that number exists.
struct RefusingStore: ServerStore {
    let store: SQLiteServerStore
    let number: String

    func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T {
        try store.write { transaction in
            let result = try body(transaction)
            guard try transaction.accounts(number: number).isEmpty else {
                throw StoreFailure(code: "constraint", message: "refused by the test")
            }
            return result
        }
    }

    func read<T>(_ body: (any ServerReading) throws -> T) throws -> T { try store.read(body) }
    func verify() throws -> [String] { try store.verify() }
    func backup(to path: String) throws { try store.backup(to: path) }
}
