internal import FieldModel
internal import FieldRules
internal import SyncCore

/// The server: the real admission and feed over a store in memory, and what the checkers ask of it.
struct SimulatedServer {
    let branch: BranchID
    /// A second one, in some worlds; its office is the same.
    var otherBranch: BranchID?
    let system: Actor
    let zone: Zone
    let hash = FastHash()
    let codec: SimulatedCodec
    let watch: StoreWatch
    var store: any WorldStore
    /// Whether the branch is judged by packs.
    var hasRules = false
    /// Kinds of operations that its program does not know.
    var unknownIntents: Set<Int> = []
    private var hlc = HybridLogicalClock.zero

    init(
        branch: BranchID, system: Actor, zone: Zone, codec: SimulatedCodec, plant: PlantedBug?, stores: StoreMaking?
    ) {
        self.branch = branch
        self.system = system
        self.zone = zone
        self.codec = codec
        watch = StoreWatch(codec: codec, plant: plant)
        store = Self.store(stores, hash, codec, watch)
    }

    private static func store(
        _ stores: StoreMaking?, _ hash: FastHash, _ codec: SimulatedCodec, _ watch: StoreWatch
    ) -> any WorldStore {
        guard let stores else { return MemoryServerStore(hash: hash, operations: codec, watch: watch) }
        do {
            return WatchedStore(store: try stores(hash, codec), watch: watch)
        } catch {
            preconditionFailure("no store can be made: \(error)")
        }
    }

    var plant: PlantedBug? { watch.plant }

    /// How a transaction ends when its body does not throw.
    enum End {
        case commit
        case death
        /// A planted bug: nothing of it stays, and nobody is told.
        case answeredAndGone
        /// The disk fails in the middle.
        case failure(atWrite: Int)
    }

    /// A durable transaction that may admit operations. Throws, and leaves nothing, on `death` or when the body throws.
    mutating func admit<T>(
        now: Instant, using dice: inout Dice, _ end: End = .commit, _ body: (inout Admission) throws -> T
    ) throws -> (value: T, news: CommitNews, events: [ServerEvent]) {
        let chance = Chance(dice)
        var hlc = hlc
        defer {
            dice = chance.dice
            self.hlc = hlc
        }
        let stamp = hlc.tick(now: now)
        let server = self
        let parts = AdmissionParts(
            hash: hash, records: codec, operations: reading, mint: { .version7(at: now, using: &chance.dice) },
            salt: { (0..<16).map { _ in UInt8(truncatingIfNeeded: chance.dice.next()) } }, stamp: { stamp },
            rules: { try server.rules($0, $1) })
        _ = watch.take()
        if case .failure(let number) = end { watch.writesLeft = number }
        defer { watch.writesLeft = nil }
        var lost: T?
        do {
            return try store.write { transaction in
                var admission = Admission(transaction: transaction, parts: parts, now: now)
                let value = try body(&admission)
                lost = value
                switch end {
                case .commit: break
                case .failure: throw DiskFault.full
                case .death, .answeredAndGone: throw Death()
                }
                return (value, admission.news, watch.take())
            }
        } catch let death as Death {
            let isAnswered = if case .answeredAndGone = end { true } else { false }
            guard isAnswered || PlantedBug.answersLostTransaction(plant), let lost else { throw death }
            return (lost, CommitNews(), [])
        }
    }

    /// The server was killed before its transaction was on disk.
    struct Death: Error {}

    /// Dice that closures draw from.
    private final class Chance {
        var dice: Dice
        init(_ dice: Dice) { self.dice = dice }
    }
}

extension SimulatedServer {
    /// A branch, as an administrator adds it.
    func open(_ settings: BranchSettings, as branch: BranchID? = nil, now: Instant) {
        let record = BranchRecord(
            id: branch ?? self.branch, name: settings.name, timeZone: zone.name, epoch: 1, systemDevice: system.device)
        try? store.write { try $0.save(record) }
    }

    func enrol(_ actor: Actor, of branch: BranchID, now: Instant) {
        let person = PersonRecord(
            id: actor.person, name: actor.person.description, role: actor.role, branch: branch, createdAt: now)
        let device = DeviceRecord(
            id: actor.device, name: "", code: "", person: actor.person, enrolledAt: now,
            leaseExpiresAt: now + Greeter.leaseMilliseconds)
        try? store.write { transaction in
            try transaction.save(person)
            try transaction.save(device)
        }
    }

    /// What the store says; one that cannot be read ends the world.
    func read<T>(_ body: (any ServerReading) throws -> T) -> T {
        do {
            return try store.look(body)
        } catch {
            preconditionFailure("the store cannot be read: \(error)")
        }
    }

    var backedUp: any WorldStore {
        do {
            return try store.backedUp()
        } catch {
            preconditionFailure("the store cannot be copied: \(error)")
        }
    }

    func device(_ id: DeviceID) -> DeviceRecord? { read { try $0.device(id) } }

    /// The branch's settings as they were written last.
    var settings: BranchSettings {
        let row = read { try $0.row(kind: .branchSettings, id: branch) }
        if let row, case .branchSettings(let kept)? = try? codec.decode(kind: .branchSettings, bytes: row.bytes) {
            return kept
        }
        return BranchSettings(name: "", timeZone: zone.name)
    }

    var head: UInt64 { read { try $0.head(branch).commit } }
    var epoch: UInt64 { read { try $0.head(branch).epoch } }
    func knows(_ account: AccountID) -> Bool { read { try $0.placement(account) != nil } }
    var heads: [UInt64] { [branch, otherBranch].compactMap(\.self).map { head(of: $0).commit } }
    func head(of branch: BranchID) -> FeedPosition { read { try $0.head(branch) } }
    var accounts: [AccountID] {
        [branch, otherBranch].compactMap { $0 }.flatMap { branch in
            read { try $0.accounts(branch: branch, audience: nil, after: nil, limit: .max) }
        }
    }
    var conflictCount: Int { read { try $0.rows(kind: .conflict, branch: branch, after: nil, limit: .max).count } }
    var heldOperations: [StoredOperation] {
        read { try $0.operations(OperationFilter(state: .held, limit: .max)) }.reversed()
    }

    func operation(_ id: OperationID) -> StoredOperation? { read { try $0.operation(id) } }

    func intent(of operation: StoredOperation) -> Intent? {
        (try? codec.decodeBody(operation.sealed.body)).flatMap { try? codec.decodeIntent($0.intent) }
    }

    /// Whether its program cannot tell what the operation would do.
    func isUnreadable(_ operation: StoredOperation) -> Bool {
        operation.sealed.withdrawnBy == nil && !operation.isReadable(reading, hash)
    }

    func aggregate(of account: AccountID) -> Aggregate {
        let rows = read { try $0.rows(account: account) }.compactMap { row in
            RecordKind(rawValue: Int(row.kind)).map {
                AggregateRow(key: RecordKey(kind: $0, id: row.id), bytes: row.bytes)
            }
        }
        return Aggregate(account: account, rows: rows, codec: codec)
    }

    func digest(_ scope: SyncScope) -> ScopeDigest { read { try $0.digest(scope) } }

    /// The scope's live rows by key.
    func contents(_ scope: SyncScope) -> [RecordKey: FeedRow] {
        let rows = read { try $0.feed(scope, after: FeedPosition(branch: scope.branch), maxBytes: .max).rows }
        var contents: [RecordKey: FeedRow] = [:]
        for row in rows where row.state == .live {
            guard let kind = RecordKind(rawValue: Int(row.kind)) else { continue }
            contents[RecordKey(kind: kind, id: row.id)] = row
        }
        return contents
    }
}
