import FieldModel
import SyncCore
import Testing

/// One account with two collectors and their devices.
@Suite("Placement in a server store")
struct ServerPlacementTests {
    private let folder: TestFolder
    private var names = Names(seed: 2)
    private let branch: BranchID
    private let account: AccountID
    private let (ana, bruno): (PersonID, PersonID)
    private let (anasDevice, brunosDevice): (DeviceID, DeviceID)

    init() throws {
        folder = try TestFolder()
        branch = names.next()
        account = names.next()
        (ana, bruno) = (names.next(), names.next())
        (anasDevice, brunosDevice) = (names.next(), names.next())
    }

    private func open(_ kind: ServerStoreKind) throws -> any ServerStore {
        let store = try kind.open(folder)
        try store.write { transaction throws in
            try transaction.save(
                BranchRecord(id: branch, name: "B", timeZone: "UTC", epoch: 1, systemDevice: account))
            for (device, person, code) in [(anasDevice, ana, "A"), (brunosDevice, bruno, "B")] {
                try transaction.save(
                    DeviceRecord(
                        id: device, name: "", code: code, person: person, enrolledAt: Instant(seconds: 1),
                        leaseExpiresAt: Instant(seconds: 2)))
            }
            let placement = AccountPlacement(branch: branch, audience: .collector(ana))
            try transaction.place(account, placement, creditor: "B", number: "7")
            try put(transaction, .account, account, for: .collector(ana))
            try put(transaction, .visit, account, for: .collector(ana))
        }
        return store
    }

    private func put(
        _ transaction: any ServerTransaction, _ kind: RecordKind, _ id: RecordID, for audience: Audience,
        commit: UInt64? = nil
    ) throws {
        let commit = try commit ?? transaction.nextCommit(branch)
        try transaction.put(
            branch: branch, audience: audience, key: RecordKey(kind: kind, id: id), account: account,
            version: RecordVersion(epoch: 1, commit: commit), bytes: [UInt8](repeating: 1, count: 10))
    }

    private func reassign(_ store: any ServerStore, to audience: Audience) throws {
        try store.write {
            try $0.reassign(account, to: audience, feedCommit: try $0.nextCommit(branch))
        }
    }

    private func feed(_ store: any ServerStore, _ person: PersonID) throws -> [String] {
        try store.read {
            try $0.feed(.collector(branch: branch, person: person), after: FeedPosition(), maxBytes: 1_000_000).rows
        }.map { "\($0.feedCommit) \($0.kind) \($0.state)" }
    }

    @Test("moves rows and tombstones in one commit, and leaves an eviction", arguments: ServerStoreKind.allCases)
    func reassigning(kind: ServerStoreKind) throws {
        let store = try open(kind)
        try store.write {
            let version = RecordVersion(epoch: 1, commit: try $0.nextCommit(branch))
            try $0.remove(
                branch: branch, audience: .collector(ana), key: RecordKey(kind: .visit, id: account), account: account,
                version: version)
        }
        try reassign(store, to: .collector(bruno))
        #expect(try feed(store, ana) == ["4 1 eviction"])
        #expect(try feed(store, bruno) == ["4 1 live", "4 4 tombstone"])
        try reassign(store, to: .collector(ana))
        #expect(try feed(store, ana) == ["5 1 live", "5 4 tombstone"])
        #expect(try feed(store, bruno) == ["5 1 eviction"])
        try reassign(store, to: .nobody)
        #expect(try feed(store, ana) == ["6 1 eviction"])
        #expect(try store.read { try $0.digest(.branch(branch)).count } == 1)
        #expect(try store.verify() == [])
    }

    @Test("does nothing when the audience stays", arguments: ServerStoreKind.allCases)
    func sameAudience(kind: ServerStoreKind) throws {
        let store = try open(kind)
        let before = try feed(store, ana)
        try reassign(store, to: .collector(ana))
        #expect(try feed(store, ana) == before)
    }

    @Test("is the same in whatever order an assignment is written", arguments: ServerStoreKind.allCases, 0..<4)
    func orders(kind: ServerStoreKind, order: Int) throws {
        let store = try open(kind)
        let placement = AccountPlacement(branch: branch, audience: .collector(bruno))
        try store.write { transaction throws in
            let commit = try transaction.nextCommit(branch)
            let put = { try self.put(transaction, .account, account, for: .collector(bruno), commit: commit) }
            let place = { try transaction.place(account, placement, creditor: "B", number: "7") }
            let move = { try transaction.reassign(account, to: .collector(bruno), feedCommit: commit) }
            let orders: [[() throws -> Void]] = [[move, put, place], [place, move, put], [put, place, move], [put]]
            for act in orders[order] { try act() }
        }
        #expect(try feed(store, ana) == ["3 1 eviction"])
        #expect(try feed(store, bruno) == ["3 1 live", "3 4 live"])
        #expect(try store.read { try $0.placement(account) } == placement)
        #expect(try store.verify() == [])
    }

    @Test("waits for each device of the old collector to erase", arguments: ServerStoreKind.allCases)
    func erasures(kind: ServerStoreKind) throws {
        let store = try open(kind)
        func pending(_ device: DeviceID) throws -> [AccountID] {
            try store.read { try $0.pendingErasures(device: device) }
        }
        try reassign(store, to: .collector(bruno))
        #expect(try pending(anasDevice) == [account])
        #expect(try pending(brunosDevice) == [])
        try reassign(store, to: .collector(ana))
        #expect(try pending(anasDevice) == [])
        #expect(try pending(brunosDevice) == [account])
        try store.write { try $0.confirmErasure(device: brunosDevice, accounts: [account]) }
        #expect(try pending(brunosDevice) == [])
        try reassign(store, to: .collector(bruno))
        try reassign(store, to: .nobody)
        #expect(try pending(brunosDevice) == [account])
    }

    @Test(
        "tells with which commit an account left a scope, confirmed or not, until it is there again",
        arguments: ServerStoreKind.allCases)
    func evictions(kind: ServerStoreKind) throws {
        let store = try open(kind)
        func left(_ scope: SyncScope) throws -> FeedPosition? {
            try store.read { try $0.eviction(of: account, from: scope) }
        }
        let anas = SyncScope.collector(branch: branch, person: ana)
        #expect(try left(anas) == nil && left(.branch(branch)) == nil)
        try reassign(store, to: .collector(bruno))
        try store.write { try $0.confirmErasure(device: anasDevice, accounts: [account]) }
        #expect(try left(anas) == FeedPosition(branch: branch, epoch: 1, commit: 3))
        #expect(try left(.collector(branch: branch, person: bruno)) == nil && left(.branch(branch)) == nil)
        #expect(try left(.collector(branch: account, person: ana)) == nil)
        try reassign(store, to: .collector(ana))
        #expect(try left(anas) == nil)
    }

    @Test("refuses what has no place", arguments: ServerStoreKind.allCases)
    mutating func unknown(kind: ServerStoreKind) throws {
        let store = try open(kind)
        let nowhere = names.next()
        #expect(failureCode { try store.write { try $0.reassign(nowhere, to: .nobody, feedCommit: 1) } } == "not_found")
        let placement = AccountPlacement(branch: nowhere, audience: .nobody)
        let place: () throws -> Void = { [account] in
            try store.write { try $0.place(account, placement, creditor: "B", number: "7") }
        }
        #expect(failureCode(place) == "not_found")
        let twin = names.next()
        let same = AccountPlacement(branch: branch, audience: .nobody)
        #expect(
            failureCode { try store.write { try $0.place(twin, same, creditor: "B", number: "7") } } == "constraint")
    }
}
