import FieldModel
import SyncCore

/// A server's branch with a model beside it that says what must be in every scope, without digests, indexes or pages.
struct World {
    let store: any ServerStore
    let branch: BranchID
    let collectors: [PersonID]
    private(set) var rows: [RecordKey: Row] = [:]
    var placements: [AccountID: Audience] = [:]
    private(set) var head: UInt64 = 0
    private var names: Names
    private var generator: SeededGenerator

    struct Row: Hashable {
        var account: AccountID?
        var version: RecordVersion
        var bytes: [UInt8]
    }

    init(_ store: any ServerStore, seed: UInt64) throws {
        self.store = store
        names = Names(seed: seed)
        generator = SeededGenerator(seed: seed)
        branch = names.next()
        collectors = [names.next(), names.next()]
        let system = names.next()
        let record = BranchRecord(
            id: branch, name: "Norte", timeZone: "America/Mexico_City", epoch: 1, systemDevice: system)
        try store.write { try $0.save(record) }
    }

    var scopes: [SyncScope] { collectors.map { .collector(branch: branch, person: $0) } + [.branch(branch)] }

    func expected(_ scope: SyncScope) -> [RecordKey: Row] {
        guard case .collector(_, let person) = scope else { return rows }
        return rows.filter { _, row in row.account.map { placements[$0] == .collector(person) } ?? true }
    }

    func expectedDigest(_ scope: SyncScope) -> ScopeDigest {
        expected(scope).reduce(into: ScopeDigest()) { sum, row in
            sum.add(
                RowDigest(
                    kind: UInt16(row.key.kind.rawValue), id: row.key.id, version: row.value.version,
                    bytes: row.value.bytes, hash: testHash))
        }
    }

    /// A transaction of 1 to 4 commits of what happens in a branch; one in eight is given up half way.
    mutating func step() throws {
        struct GivenUp: Error {}
        let before = self
        let fails = generator.next() % 8 == 0
        var after = self
        do {
            try store.write { transaction in
                after = before
                for _ in 0...Int.random(in: 0..<4, using: &after.generator) { try after.commit(transaction) }
                if fails { throw GivenUp() }
            }
            self = after
        } catch is GivenUp {
            generator = after.generator
            names = after.names
        }
    }

    private mutating func commit(_ transaction: any ServerTransaction) throws {
        head = try transaction.nextCommit(branch)
        let version = RecordVersion(epoch: 1, commit: head)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1: try addAccount(transaction, version)
        case 2, 3, 4: try putUnderAccount(transaction, version)
        case 5: try putForAll(transaction, version)
        case 6: try rewrite(transaction, version)
        case 7: try remove(transaction, version)
        default: try reassign(transaction)
        }
    }

    private mutating func addAccount(_ transaction: any ServerTransaction, _ version: RecordVersion) throws {
        let account = names.next()
        let audience = Audience.collector(collectors[Int.random(in: 0..<2, using: &generator)])
        try transaction.place(
            account, AccountPlacement(branch: branch, audience: audience), creditor: "B", number: account.description)
        placements[account] = audience
        try put(transaction, RecordKey(kind: .account, id: account), account, version)
        try put(transaction, RecordKey(kind: .debtor, id: names.next()), account, version)
    }

    private mutating func putUnderAccount(_ transaction: any ServerTransaction, _ version: RecordVersion) throws {
        guard let account = anyAccount() else { return }
        for kind in [RecordKind.visit, .contact].prefix(Int.random(in: 1...2, using: &generator)) {
            try put(transaction, RecordKey(kind: kind, id: names.next()), account, version)
        }
    }

    private mutating func putForAll(_ transaction: any ServerTransaction, _ version: RecordVersion) throws {
        try put(transaction, RecordKey(kind: .rulePack, id: names.next()), nil, version)
    }

    private mutating func rewrite(_ transaction: any ServerTransaction, _ version: RecordVersion) throws {
        guard let key = rows.keys.sorted().randomElement(using: &generator) else { return }
        try put(transaction, key, rows[key]?.account, version)
    }

    /// Never an account's own row: accounts leave by eviction.
    private mutating func remove(_ transaction: any ServerTransaction, _ version: RecordVersion) throws {
        guard let key = rows.keys.filter({ $0.kind != .account }).sorted().randomElement(using: &generator) else {
            return
        }
        let account = rows[key]?.account
        try transaction.remove(
            branch: branch, audience: audience(account), key: key, account: account, version: version)
        rows[key] = nil
    }

    mutating func reassign(_ transaction: any ServerTransaction) throws {
        guard let account = anyAccount() else { return }
        let audiences: [Audience] = collectors.map { .collector($0) } + [.nobody]
        let audience = audiences[Int.random(in: 0..<3, using: &generator)]
        try transaction.reassign(account, to: audience, feedCommit: head)
        placements[account] = audience
    }

    private mutating func put(
        _ transaction: any ServerTransaction, _ key: RecordKey, _ account: AccountID?, _ version: RecordVersion
    ) throws {
        let bytes = (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
            UInt8(truncatingIfNeeded: generator.next())
        }
        try transaction.put(
            branch: branch, audience: audience(account), key: key, account: account, version: version, bytes: bytes)
        rows[key] = Row(account: account, version: version, bytes: bytes)
    }

    private func audience(_ account: AccountID?) -> Audience { account.map { placements[$0] ?? .nobody } ?? .all }

    private mutating func anyAccount() -> AccountID? { placements.keys.sorted().randomElement(using: &generator) }
}
