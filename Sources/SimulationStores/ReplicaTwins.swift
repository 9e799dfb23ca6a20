internal import FieldModel
internal import Glibc
internal import SyncClient
internal import SyncCore
package import SyncSimulation
internal import SyncStorage
internal import Synchronization

/// Makes laptops' replicas in folders of a folder: the product's store, driven by the product's own exchange and acts.
package final class ReplicaTwins: Sendable {
    private let names: NumberedNames

    package init(folder: String) { names = NumberedNames(folder: folder) }

    package var making: TwinMaking { { try SQLiteTwin.enrolled($0, self) } }

    fileprivate func nextHome() throws -> String {
        let home = names.next("laptop")
        guard mkdir(home, 0o700) == 0 else { throw TwinFailure(what: "no folder \(home)") }
        return home
    }
}

private struct TwinFailure: Error {
    var what: String
}

/// What is not pure of a laptop, as the world says: its clock, and the salt of the operation that it is to make.
private final class TwinWorld: ClientClock {
    private let state = Mutex<(clocks: TwinClocks, salt: [UInt8], counter: UInt8)>(
        (TwinClocks(wall: Instant(milliseconds: 0), monotonic: 0, bootID: []), [], 0))

    func set(_ clocks: TwinClocks) { state.withLock { $0.clocks = clocks } }
    func set(salt: [UInt8]) { state.withLock { $0.salt = salt } }
    func now() -> Instant { state.withLock { $0.clocks.wall } }
    func monotonic() -> Int64 { state.withLock { $0.clocks.monotonic } }
    var bootID: [UInt8] { state.withLock { $0.clocks.bootID } }

    func random(_ count: Int) -> [UInt8] {
        state.withLock { state in
            if count == state.salt.count { return state.salt }
            state.counter &+= 1
            return [UInt8](repeating: state.counter, count: count)
        }
    }
}

/// The program of the version before: kinds that it does not know cannot be read.
private final class TwinRecords: RecordCoding {
    let all: any RecordCoding
    private let unknown = Mutex<Set<RecordKind>>([])

    init(_ all: any RecordCoding) { self.all = all }

    func set(unknown kinds: Set<RecordKind>) { unknown.withLock { $0 = kinds } }
    func encode(_ content: RecordContent) throws -> [UInt8] { try all.encode(content) }

    func decode(kind: RecordKind, bytes: [UInt8]) throws -> RecordContent {
        guard !unknown.withLock({ $0.contains(kind) }) else { throw TwinFailure(what: "\(kind) is unknown here") }
        return try all.decode(kind: kind, bytes: bytes)
    }
}

private final class SQLiteTwin: ReplicaTwin {
    private let home: String
    private let twins: ReplicaTwins
    private let made: TwinParts
    private let world = TwinWorld()
    private let records: TwinRecords
    private let replica: SQLiteReplicaStore
    private let parts: ClientParts
    private let exchange: ExchangeStore

    static func enrolled(_ made: TwinParts, _ twins: ReplicaTwins) throws -> SQLiteTwin {
        let twin = try SQLiteTwin(made, twins, home: twins.nextHome())
        try twin.replica.write { transaction in
            try transaction.set(.device, made.actor.device.description)
            try transaction.set(.person, made.actor.person.description)
            try transaction.set(.role, made.actor.role.rawValue)
            try transaction.set(.branch, made.branch.description)
            try transaction.set(.deviceState, "active")
        }
        return twin
    }

    private init(_ made: TwinParts, _ twins: ReplicaTwins, home: String) throws {
        (self.made, self.twins, self.home) = (made, twins, home)
        records = TwinRecords(made.records)
        replica = try SQLiteReplicaStore.open(
            home: home, hash: made.hash, operations: made.operations, createIfMissing: true)
        let world = world
        var parts = ClientParts(
            store: replica,
            contents: ContentFolder(
                path: "\(home)/contents", hash: made.hash, isShared: false, now: { world.now() }),
            hash: made.hash, clock: world, random: { world.random($0) })
        parts.records = records
        parts.operations = made.operations
        parts.rules = made.rules
        self.parts = parts
        exchange = ExchangeStore(parts)
    }

    deinit {
        try? replica.close()
        for name in ["replica.db", "replica.db-wal", "replica.db-shm", "home.lock"] { unlink("\(home)/\(name)") }
        rmdir(home)
    }

    func prepare(_ clocks: TwinClocks, unknownKinds: Set<RecordKind>) {
        world.set(clocks)
        records.set(unknown: unknownKinds)
    }

    func act(like made: OutboxEntry) throws {
        let body = try parts.operations.decodeBody(made.sealed.body)
        let intent = try parts.operations.decodeIntent(body.intent)
        world.set(salt: body.salt)
        let header = made.header
        _ = try Acting(parts).act { _ in
            var act = PlannedAct(
                account: header.account, record: header.account, intent: intent, dependsOn: header.dependsOn)
            act.operation = header.id
            if case .withdrawOperation(let withdrawal) = intent { act.takesBack = withdrawal.operation }
            return act
        }
    }

    func hello() throws -> Hello { try exchange.hello(live: false, renewalRequest: [], programVersion: "") }
    func keep(_ welcome: Welcome) throws { _ = try exchange.keep(welcome) }
    func startOver() throws { try exchange.startOver() }
    func rechain(_ incarnation: UInt32) throws { try exchange.rechain(incarnation) }

    func take(_ receipts: [Receipt]) throws {
        var report = SyncReport()
        if try exchange.keep(receipts, &report) { try replica.truncateJournals() }
    }

    func take(_ rows: [FeedRow], reaching position: FeedPosition) throws {
        if try exchange.apply(rows, reaching: position).mustTruncate { try replica.truncateJournals() }
    }

    func reach(_ checkpoint: Checkpoint) throws {
        _ = try exchange.reach(checkpoint, erased: [], repaired: false)
        try erase()
    }

    func take(_ reply: RepairReply) throws {
        _ = try exchange.take(reply, counted: nil)
        try erase()
    }

    private func erase() throws {
        if try exchange.mustTruncate() { try replica.truncateJournals() }
    }

    func ownDamage() throws { try exchange.ownDamage() }

    func damage(_ key: RecordKey, bit: Int?) throws {
        let disk = RawReplica(home: home)
        if let bit { try disk.flip(bit, of: key) } else { try disk.lose(key) }
    }

    func copied() throws -> any ReplicaTwin {
        let copy = try twins.nextHome()
        try RawReplica(home: home).copy(to: copy)
        return try SQLiteTwin(made, twins, home: copy)
    }

    func state(showing accounts: [AccountID]) throws -> ReplicaState {
        try replica.read { reading in
            let positions = try reading.positions()
            var rows: [RecordKey: RowDigest] = [:]
            for branch in positions.compactMap(\.position.branch) {
                for row in try reading.repairRowDigests(branch: branch, prefix: []) {
                    guard let kind = RecordKind(rawValue: Int(row.kind)) else { continue }
                    rows[RecordKey(kind: kind, id: row.id)] = row.digest
                }
            }
            var shown: [AccountID: [Record]] = [:]
            for account in accounts { shown[account] = try self.shown(account, reading) }
            let current = positions.first { $0.position.epoch != 0 }
            return ReplicaState(
                chain: try reading.chainNow(), cursor: current?.position, digest: current?.digest ?? ScopeDigest(),
                isComparing: try reading.value(.comparing) != nil,
                operations: try reading.operations(
                    states: [.pending, .acknowledged, .settled], from: .start, limit: .max
                ).map(ReplicaState.Operation.init),
                leaving: try reading.evictions().filter { !$0.erased }.map(\.account), rows: rows, shown: shown)
        }
    }

    private func shown(_ account: AccountID, _ reading: any ReplicaReading) throws -> [Record] {
        try reading.rows(account: account, confirmedOnly: false).compactMap { row in
            parts.content(of: row).map { Record(id: row.id, account: account, content: $0) }
        }
    }
}
