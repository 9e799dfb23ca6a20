import FieldModel
import Foundation
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// Copies of one laptop that both live on, and homes that go on as another device.
@Suite("Copied laptops and homes enrolled anew")
struct CopiedLaptopTests {
    @discardableResult
    private func visit(_ parts: ClientParts, _ account: AccountID, _ note: String) throws -> OperationID {
        var words = VisitWords()
        words.outcome = "not_home"
        words.note = note
        return try Acting(parts).recordVisit(account, words).operation
    }

    private func notes(_ world: ClientWorld, _ account: AccountID) throws -> [String] {
        try world.harness.rows(account, .visit).compactMap {
            if case .visit(let visit) = $0 { visit.note } else { nil }
        }.sorted()
    }

    /// The same home in another folder, as an image makes it.
    private func image(of laptop: Laptop) throws -> ClientParts {
        try laptop.parts.store.truncateJournals()
        let folder = FileManager.default.temporaryDirectory.appending(path: "cartera-image-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: laptop.folder, to: folder)
        var parts = laptop.parts
        parts.store = try SQLiteReplicaStore.open(
            home: folder.path, hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: false)
        return parts
    }

    private func exchange(_ world: ClientWorld, _ parts: ClientParts, as peer: PeerIdentity) async throws
        -> ExchangeResult
    {
        let service = ExchangeService(core: world.harness.core, peer: { _ in peer })
        return try await Laptop.talk(to: service) { try await ExchangeRunner(parts).run($0) }
    }

    @Test("two living copies of a released device get chains of their own, and fork no more")
    func livingCopies() async throws {
        let world = try await ClientWorld()
        let (account, peer) = (try world.account(), world.ana.device.peer)
        try await world.ana.exchange()
        try visit(world.ana.parts, account, "before")
        try await world.ana.exchange()
        let one = world.ana.parts
        let two = try image(of: world.ana)
        try visit(one, account, "of the first")
        try visit(two, account, "of the second")
        #expect(try await exchange(world, one, as: peer).ending == .done)
        guard case .quarantined = try await exchange(world, two, as: peer).ending else {
            Issue.record("the second copy was not noticed")
            return
        }
        try await world.harness.setState(peer.device, "active")

        // From here on both are in use, in turns, and neither is held up.
        for round in 0..<4 {
            try visit(one, account, "one \(round)")
            try visit(two, account, "two \(round)")
            for parts in [one, two] {
                let result = try await exchange(world, parts, as: peer)
                #expect(result.ending == .done && result.report.digest == "match", "round \(round)")
            }
        }
        #expect(try world.harness.store.read { try $0.device(peer.device)?.state } == .active)
        let expected =
            ["before", "of the first", "of the second"]
            + (0..<4).flatMap { ["one \($0)", "two \($0)"] }
        #expect(try notes(world, account) == expected.sorted())
        for parts in [one, two] {
            #expect(try parts.store.read { try $0.operationCount(states: [.pending]) } == 0)
            #expect(try parts.store.integrityProblems() == [])
        }
        #expect(try world.harness.store.verify() == [])
    }

    /// The decision is a commit of another branch: the place in chain and replica is the same before and after it.
    @Test("a laptop that was set back is told again what was decided in another branch")
    func decisionInAnotherBranch() async throws {
        let branches = try await TwoBranches()
        let (world, ana, north) = (branches.world, branches.ana, branches.north)
        let account = try world.account()
        let flag = Intent.setFlag(SetFlag(flag: ana.parts.mintID(), kind: Vocabulary.flags[0]))
        let waiting = try ana.acting.act { view in
            PlannedAct(account: account, record: account, intent: flag, dependsOn: [view.mint()])
        }
        try await branches.sync(ana)
        try await branches.move("A-1", to: "Rosa")
        try await branches.sync(ana)
        let image = try image(of: ana)
        let decision = DecideOperation(operation: waiting.operation, device: ana.device.id, granted: false)
        _ = try await world.harness.core.admit {
            try $0.submit(.decideOperation(decision), account: account, branch: north, author: north.systemDevice)
        }
        for parts in [ana.parts, image] {
            #expect(try await exchange(world, parts, as: ana.device.peer).ending == .done)
            let entry = try parts.store.read { try $0.operation(waiting.operation) }
            #expect(entry?.receipt?.outcome.state == .refused)
        }
        // Both have it: nobody is told again.
        for parts in [image, ana.parts] {
            #expect(try await exchange(world, parts, as: ana.device.peer).report.receipts.alreadyApplied == 0)
        }
    }

    @Test("work that waits in a home goes on under the device that it is enrolled as anew")
    func carriedOn() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        try await world.ana.exchange()
        try visit(world.ana.parts, account, "sent")
        try await world.ana.exchange()
        let names = try ["first unsent", "second unsent"].map { try visit(world.ana.parts, account, $0) }
        try await world.harness.setState(world.ana.device.id, "revoked")

        let anew = try await world.harness.addDevice(of: world.ana.device.person, code: "D9")
        let incarnation = try world.ana.parts.store.read { try $0.chainNow().incarnation }
        try await world.harness.core.writer.perform { transaction in
            var device = try #require(try transaction.device(anew.id))
            device.incarnation = incarnation + 1
            try transaction.save(device)
        }
        let parts = world.ana.parts
        try parts.store.write { try $0.set(.device, anew.id.description) }
        try ExchangeStore(parts).rechain(incarnation + 1)
        let result = try await exchange(world, parts, as: anew.peer)
        #expect(result.ending == .done && result.report.digest == "match" && result.report.receipts.applied == 2)
        #expect(try notes(world, account) == ["first unsent", "second unsent", "sent"])
        for name in names {
            let entry = try parts.store.read { try $0.operation(name) }
            #expect(entry?.header.device == anew.id && entry?.receipt?.outcome.state == .applied)
        }
        #expect(try parts.store.integrityProblems() == [])
        #expect(try world.harness.store.verify() == [])
    }
}
