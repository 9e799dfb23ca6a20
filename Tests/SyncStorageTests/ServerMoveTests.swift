import FieldModel
import SyncCore
import Testing

/// Two branches with a collector and a branch client each; one account.
@Suite("Moves between branches in a server store")
struct ServerMoveTests {
    private let folder: TestFolder
    private var names = Names(seed: 12)
    private let (here, there): (BranchID, BranchID)
    private let account: AccountID
    private let (ana, rosa, centro, norte): (PersonID, PersonID, PersonID, PersonID)
    private let devices: [PersonID: DeviceID]

    init() throws {
        folder = try TestFolder()
        (here, there) = (names.next(), names.next())
        account = names.next()
        (ana, rosa, centro, norte) = (names.next(), names.next(), names.next(), names.next())
        devices = [ana: names.next(), rosa: names.next(), centro: names.next(), norte: names.next()]
    }

    private func open(_ kind: ServerStoreKind) throws -> any ServerStore {
        let store = try kind.open(folder)
        try store.write { transaction throws in
            for branch in [here, there] {
                try transaction.save(
                    BranchRecord(
                        id: branch, name: branch.description, timeZone: "UTC", epoch: 1, systemDevice: account))
            }
            let people: [(PersonID, Role, BranchID)] = [
                (ana, .collector, here), (rosa, .collector, there), (centro, .supervisor, here),
                (norte, .branch, there),
            ]
            for (person, role, branch) in people {
                try transaction.save(
                    PersonRecord(
                        id: person, name: person.description, role: role, branch: branch,
                        createdAt: Instant(seconds: 1)))
                var device = DeviceRecord(
                    id: devices[person]!, name: "", code: person.description, person: person,
                    enrolledAt: Instant(seconds: 1), leaseExpiresAt: Instant(seconds: 2))
                device.cursor = FeedPosition(branch: branch, epoch: 1, commit: 1)
                try transaction.save(device)
            }
            try transaction.place(
                account, AccountPlacement(branch: here, audience: .collector(ana)), creditor: "B", number: "7")
            for kind in [RecordKind.account, .visit, .contact] { try put(transaction, kind) }
            let version = RecordVersion(epoch: 1, commit: try transaction.nextCommit(here))
            try transaction.remove(
                branch: here, audience: .collector(ana), key: RecordKey(kind: .contact, id: account),
                account: account, version: version)
            // The other branch is ahead in its own numbers.
            for _ in 0..<7 { _ = try transaction.nextCommit(there) }
        }
        return store
    }

    private func put(_ transaction: any ServerTransaction, _ kind: RecordKind) throws {
        try transaction.put(
            branch: here, audience: .collector(ana), key: RecordKey(kind: kind, id: account), account: account,
            version: RecordVersion(epoch: 1, commit: try transaction.nextCommit(here)),
            bytes: [UInt8](repeating: UInt8(kind.rawValue), count: 10))
    }

    private func move(_ store: any ServerStore, from: BranchID, to: BranchID, _ person: PersonID) throws {
        try store.write { transaction throws in
            let version = RecordVersion(epoch: 1, commit: try transaction.nextCommit(to))
            try transaction.move(
                account, to: AccountPlacement(branch: to, audience: .collector(person)), version: version,
                leaving: try transaction.nextCommit(from))
        }
    }

    private func feed(_ store: any ServerStore, _ scope: SyncScope) throws -> [String] {
        try store.read { try $0.feed(scope, after: FeedPosition(), maxBytes: 1_000_000).rows }
            .map { "\($0.feedCommit) \($0.kind) \($0.state) v\($0.version.commit)" }
    }

    private func pending(_ store: any ServerStore) throws -> [String] {
        try store.read { reading in
            try [("ana", ana), ("rosa", rosa), ("centro", centro), ("norte", norte)].filter {
                try !reading.pendingErasures(device: devices[$0.1]!).isEmpty
            }.map(\.0)
        }
    }

    @Test("leave an eviction to all who held it, and bring everything there", arguments: ServerStoreKind.allCases)
    func moving(kind: ServerStoreKind) throws {
        let store = try open(kind)
        try move(store, from: here, to: there, rosa)
        let (old, new) = (
            SyncScope.collector(branch: here, person: ana), SyncScope.collector(branch: there, person: rosa)
        )
        #expect(try feed(store, old) == ["5 1 eviction v5"])
        #expect(try feed(store, .branch(here)) == ["5 1 eviction v5"])
        let there = SyncScope.branch(there)
        let contact = RecordKind.contact.rawValue
        #expect(try feed(store, new) == ["8 1 live v8", "8 4 live v8", "8 \(contact) tombstone v8"])
        #expect(try feed(store, there) == ["8 1 live v8", "8 4 live v8", "8 \(contact) tombstone v8"])
        #expect(try store.read { try $0.digest(.branch(here)).count } == 0)
        #expect(try store.read { [try $0.digest(there).count, try $0.digest(new).count] } == [2, 2])
        #expect(try pending(store) == ["ana", "centro"])
        #expect(try store.read { try $0.rows(account: account).count } == 2)
        #expect(try store.verify() == [])
    }

    @Test("and back again leave nothing to erase where it came from", arguments: ServerStoreKind.allCases)
    func back(kind: ServerStoreKind) throws {
        let store = try open(kind)
        try move(store, from: here, to: there, rosa)
        try move(store, from: there, to: here, ana)
        #expect(try feed(store, .branch(here)).allSatisfy { $0.hasPrefix("6 ") && !$0.contains("eviction") })
        #expect(try feed(store, .collector(branch: here, person: ana)).count == 3)
        #expect(try feed(store, .branch(there)) == ["9 1 eviction v9"])
        #expect(try pending(store) == ["rosa", "norte"])
        #expect(try store.verify() == [])
    }

    @Test("pages end inside a commit of evictions and records as anywhere", arguments: ServerStoreKind.allCases)
    func pages(kind: ServerStoreKind) throws {
        let store = try open(kind)
        try move(store, from: here, to: there, rosa)
        var position = FeedPosition(branch: here, epoch: 1, commit: 0)
        var seen: [RowState] = []
        while true {
            let (rows, end) = try store.read { try $0.feed(.branch(here), after: position, maxBytes: 1) }
            seen += rows.map(\.state)
            if end { break }
            position.commit = rows.last!.feedCommit - 1
            position.lastKey = rows.last!.sortKey
        }
        #expect(seen == [.eviction])
    }

    @Test("a scope that shrinks leaves its rest to be erased", arguments: ServerStoreKind.allCases)
    func shrinking(kind: ServerStoreKind) throws {
        let store = try open(kind)
        func set(_ role: Role, _ branch: BranchID?, from old: SyncScope) throws {
            try store.write { transaction throws in
                var person = try #require(try transaction.person(centro))
                (person.role, person.branch) = (role, branch)
                try transaction.save(person)
                try transaction.changeScope(of: centro, from: old)
            }
        }
        try set(.collector, here, from: .branch(here))
        #expect(try pending(store) == ["centro"])
        try set(.supervisor, here, from: .collector(branch: here, person: centro))
        #expect(try pending(store) == [])
        try set(.auditor, nil, from: .branch(here))
        #expect(try pending(store) == ["centro"])
        try store.write { try $0.confirmErasure(device: devices[centro]!, accounts: [account]) }
        #expect(try pending(store) == [])
    }
}
