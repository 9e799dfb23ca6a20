import FieldModel
import HostLibraries
import SyncCore
import SyncSimulation
import SyncStorage

let testHash: any Hashing = OpenSSLHash()

/// The implementations of the server's port; every test of the suite runs on each.
enum ServerStoreKind: CaseIterable, Sendable {
    case sqlite
    /// What the simulator runs on.
    case memory

    /// Those that outlive their process.
    static let files: [ServerStoreKind] = [.sqlite]

    func open(_ folder: TestFolder, createIfMissing: Bool = true) throws -> any ServerStore {
        switch self {
        case .sqlite: try openServer(folder, createIfMissing: createIfMissing)
        case .memory: MemoryServerStore(hash: testHash, operations: TestCoding())
        }
    }
}

/// The implementations of the laptop's port.
enum ReplicaStoreKind: CaseIterable, Sendable {
    case sqlite
    /// With a codec under which no body is readable in the file.
    case sealed

    func open(_ folder: TestFolder, createIfMissing: Bool = true) throws -> any ReplicaStore {
        switch self {
        case .sqlite: try openReplica(folder, createIfMissing: createIfMissing)
        case .sealed: try openReplica(folder, codec: ScramblingCodec(), createIfMissing: createIfMissing)
        }
    }
}

func openServer(_ folder: TestFolder, createIfMissing: Bool = true) throws -> SQLiteServerStore {
    try SQLiteServerStore.open(
        path: folder.file("server.db"), hash: testHash, operations: TestCoding(), createIfMissing: createIfMissing)
}

func openReplica(
    _ folder: TestFolder, codec: any BodyCodec = IdentityBodyCodec(), createIfMissing: Bool = true
) throws -> SQLiteReplicaStore {
    try SQLiteReplicaStore.open(
        home: folder.path, hash: testHash, operations: TestCoding(), codec: codec, createIfMissing: createIfMissing)
}

/// Stands in for sealing: the body is turned by a hash of its place, so that a body read in another's place is refused.
struct ScramblingCodec: BodyCodec {
    func seal(_ body: [UInt8], at place: BodyPlace) -> [UInt8] {
        let key = testHash.sha256(place.associatedData)
        return key + turned(body, key)
    }

    func open(_ sealed: [UInt8], at place: BodyPlace) throws -> [UInt8] {
        let key = testHash.sha256(place.associatedData)
        guard sealed.starts(with: key) else { throw TestCoding.Unreadable() }
        return turned(Array(sealed[32...]), key)
    }

    private func turned(_ bytes: [UInt8], _ key: [UInt8]) -> [UInt8] {
        bytes.enumerated().map { index, byte in byte ^ key[index % 32] ^ 0xA5 }
    }
}

/// The code of the `StoreFailure` that `body` throws; nil when it throws none.
func failureCode(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return (error as? StoreFailure)?.code ?? "another error: \(error)"
    }
}
