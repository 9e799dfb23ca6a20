import FieldModel
import SyncCore
import Testing

@Suite("A server store")
struct ServerWritingTests {
    private let folder: TestFolder
    private var names = Names(seed: 1)

    init() throws { folder = try TestFolder() }

    private mutating func addBranch(_ store: any ServerStore) throws -> BranchID {
        let record = BranchRecord(id: names.next(), name: "B", timeZone: "UTC", epoch: 1, systemDevice: names.next())
        try store.write { try $0.save(record) }
        return record.id
    }

    @Test("numbers a branch's commits without gaps", arguments: ServerStoreKind.allCases)
    mutating func commitNumbers(kind: ServerStoreKind) throws {
        struct GivenUp: Error {}
        let store = try kind.open(folder)
        let (first, second) = (try addBranch(store), try addBranch(store))
        let taken = try store.write { [try $0.nextCommit(first), try $0.nextCommit(first), try $0.nextCommit(second)] }
        #expect(taken == [1, 2, 1])
        #expect(throws: GivenUp.self) {
            try store.write { transaction throws in
                _ = try transaction.nextCommit(first)
                throw GivenUp()
            }
        }
        #expect(try store.write { try $0.nextCommit(first) } == 3)
        let unknown = names.next()
        #expect(failureCode { try store.write { _ = try $0.nextCommit(unknown) } } == "not_found")
    }

    @Test("never takes a head back", arguments: ServerStoreKind.allCases)
    mutating func staleBranchRecord(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        let branch = try addBranch(store)
        var record = try #require(try store.read { try $0.branch(branch) })
        _ = try store.write { try $0.nextCommit(branch) }
        record.epoch = 2
        try store.write { try $0.save(record) }
        #expect(try store.read { try $0.head(branch) } == FeedPosition(branch: branch, epoch: 2, commit: 1))
    }

    @Test("shows a reader one moment, whatever is written meanwhile", arguments: ServerStoreKind.allCases)
    mutating func snapshots(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        let branch = try addBranch(store)
        try store.read { reading throws in
            let before = try reading.head(branch)
            _ = try store.write { try $0.nextCommit(branch) }
            #expect(try reading.head(branch) == before)
        }
        #expect(try store.read { try $0.head(branch).commit } == 1)
    }

    @Test("keeps digests equal to a recomputation", arguments: ServerStoreKind.allCases, 1...6 as ClosedRange<UInt64>)
    func digests(kind: ServerStoreKind, seed: UInt64) throws {
        let store = try kind.open(folder)
        var world = try World(store, seed: seed)
        for _ in 0..<80 {
            try world.step()
            for scope in world.scopes {
                #expect(try store.read { try $0.digest(scope) } == world.expectedDigest(scope))
            }
        }
        #expect(try store.read { try $0.head(world.branch).commit } == world.head)
        #expect(try store.verify() == [])
    }

    @Test("tells digests inside a transaction as they stand there", arguments: ServerStoreKind.allCases)
    func digestBeforeCommit(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        let world = try World(store, seed: 9)
        let scope = SyncScope.branch(world.branch)
        let key = RecordKey(kind: .rulePack, id: world.collectors[0])
        try store.write { transaction throws in
            let version = RecordVersion(epoch: 1, commit: try transaction.nextCommit(world.branch))
            try transaction.put(
                branch: world.branch, audience: .all, key: key, account: nil, version: version, bytes: [1])
            #expect(try transaction.digest(scope).count == 1)
        }
        #expect(try store.read { try $0.digest(scope).count } == 1)
    }

    @Test("finds rows by account, kind and key", arguments: ServerStoreKind.allCases)
    func lookups(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        var world = try World(store, seed: 4)
        for _ in 0..<60 { try world.step() }
        let (rows, placements) = (world.rows, world.placements)
        try store.read { reading throws in
            for account in placements.keys {
                let expected = rows.filter { $0.value.account == account }.keys.sorted()
                let found = try reading.rows(account: account)
                #expect(found.map { RecordKey(kind: RecordKind(rawValue: Int($0.kind))!, id: $0.id) } == expected)
                #expect(try reading.placement(account)?.audience == placements[account])
                #expect(try reading.account(creditor: "B", number: account.description) == account)
            }
            for (key, row) in rows {
                let found = try #require(try reading.row(kind: key.kind, id: key.id))
                #expect(World.Row(account: found.account, version: found.version, bytes: found.bytes) == row)
            }
            let accounts = placements.keys.sorted()
            let all = try reading.accounts(branch: world.branch, audience: nil, after: nil, limit: 1000)
            #expect(all == accounts)
            let rest = try reading.accounts(branch: world.branch, audience: nil, after: accounts[3], limit: 2)
            #expect(rest == Array(accounts[4...5]))
            for person in world.collectors {
                let own = try reading.accounts(
                    branch: world.branch, audience: .collector(person), after: nil, limit: 1000)
                #expect(own == accounts.filter { placements[$0] == .collector(person) })
            }
            let visits = rows.keys.filter { $0.kind == .visit }.map(\.id).sorted()
            let page = try reading.rows(kind: .visit, branch: world.branch, after: visits[0], limit: 3)
            #expect(page.map(\.id) == Array(visits[1...3]))
        }
    }

    @Test("keeps everything over a close", arguments: ServerStoreKind.files)
    func reopening(kind: ServerStoreKind) throws {
        var world = try World(try kind.open(folder), seed: 5)
        for _ in 0..<20 { try world.step() }
        let again = try kind.open(folder, createIfMissing: false)
        #expect(try again.read { try $0.digest(.branch(world.branch)) } == world.expectedDigest(.branch(world.branch)))
    }

    @Test("is backed up while it serves", arguments: ServerStoreKind.files)
    func backup(kind: ServerStoreKind) throws {
        var world = try World(try kind.open(folder), seed: 6)
        for _ in 0..<20 { try world.step() }
        let copy = try TestFolder()
        try world.store.backup(to: copy.file("server.db"))
        #expect(failureCode { try world.store.backup(to: copy.file("server.db")) } != nil)
        let expected = world.expectedDigest(.branch(world.branch))
        try world.step()
        let restored = try kind.open(copy, createIfMissing: false)
        #expect(try restored.read { try $0.digest(.branch(world.branch)) } == expected)
        #expect(try restored.verify() == [])
    }
}
