import FieldModel
import Foundation
import SyncCore
import SyncStorage
import Testing

@testable import SyncClient
@testable import SyncServer

/// Work of before a laptop's present incarnation, on a server that has lost it.
@Suite("Older chains of a laptop, and a restored server")
struct OlderChainTests {
    @discardableResult
    private func visit(_ laptop: Laptop, _ account: AccountID, _ note: String) throws -> OperationID {
        var words = VisitWords()
        words.outcome = "not_home"
        words.note = note
        return try laptop.acting.recordVisit(account, words).operation
    }

    private func notes(_ server: ServerHarness, _ account: AccountID) throws -> [String] {
        try server.rows(account, .visit).compactMap {
            if case .visit(let visit) = $0 { visit.note } else { nil }
        }.sorted()
    }

    private func incarnation(_ laptop: Laptop) throws -> UInt32 {
        try laptop.parts.store.read { try $0.chainNow().incarnation }
    }

    /// An administrator looks at the laptop and lets it go on, in another chain.
    private func readmit(_ laptop: Laptop, _ server: ServerHarness) async throws {
        try await server.setState(laptop.device.id, "quarantined")
        try await server.setState(laptop.device.id, "active")
    }

    /// A backup that has the laptop in quarantine and nothing of what it did, brought back when it was in its second chain.
    private func lost(_ world: ClientWorld, _ account: AccountID) async throws -> ServerHarness {
        try await world.ana.exchange()
        let device = world.ana.device.id
        try await world.harness.setState(device, "quarantined")
        let backup = try world.harness.backup()
        for note in ["1", "2"] { try visit(world.ana, account, note) }
        try await world.ana.exchange()
        try await world.harness.setState(device, "active")
        try await world.ana.exchange()
        try visit(world.ana, account, "3")
        try await world.ana.exchange()
        #expect(try notes(world.harness, account) == ["1", "2", "3"])
        #expect(try incarnation(world.ana) == 2)
        let server = try await world.harness.restored(from: backup)
        try await server.setState(device, "active")
        #expect(try server.store.read { try $0.device(device)?.incarnation } == 2)
        return server
    }

    @Test("all of it comes back, in the order in which the person acted, in one more incarnation")
    func comesBack() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        try await world.ana.exchange()
        let backup = try world.harness.backup()
        let first = try visit(world.ana, account, "1")
        try await world.ana.exchange()
        try await readmit(world.ana, world.harness)
        try await world.ana.exchange()
        let second = try visit(world.ana, account, "2")
        try await world.ana.exchange()
        #expect(try incarnation(world.ana) == 2)

        let server = try await world.harness.restored(from: backup)
        // The backup knows the first chain only: the laptop is taken for a copy until an administrator has looked.
        #expect(try await world.ana.exchange(with: server).ending == .quarantined(reason: "chain_fork"))
        #expect(try notes(server, account).isEmpty)
        let held = try server.store.read { try $0.operations(OperationFilter(state: .held, limit: 9)) }
        #expect(Set(held.map(\.header.id)) == [first, second])
        try await server.setState(world.ana.device.id, "active")
        #expect(try notes(server, account) == ["1", "2"])
        let commits = try server.store.read { reading in
            try [first, second].compactMap { try reading.receipt(operation: $0, device: world.ana.device.id)?.commit }
        }
        #expect(commits.count == 2 && commits[0] < commits[1])
        for _ in 0..<2 { try await world.ana.exchange(with: server) }
        #expect(try await world.ana.exchange(with: server).report.digest == "match")
        #expect(try server.store.verify() == [])
    }

    @Test("a laptop that the backup knows in its present chain is given another one by itself")
    func renewed() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        let server = try await lost(world, account)
        #expect(try notes(server, account).isEmpty)
        let back = try await world.ana.exchange(with: server)
        #expect(back.ending == .done && back.report.digest == "match")
        #expect(try incarnation(world.ana) == 3)
        #expect(try notes(server, account) == ["1", "2", "3"])
        let order = try server.store.read { try $0.operations(OperationFilter(device: world.ana.device.id, limit: 9)) }
        #expect(order.map(\.header.sequence) == [3, 2, 1] && order.allSatisfy { $0.header.incarnation == 3 })
        // Once in an epoch.
        for _ in 0..<2 { try await world.ana.exchange(with: server) }
        #expect(try incarnation(world.ana) == 3)
        #expect(try server.store.verify() == [])
    }

    @Test("wherever the exchange that renews it is cut, the next goes on", arguments: 0..<7)
    func cutAnywhere(frames: Int) async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        let server = try await lost(world, account)
        for fault in [Fault.cutAfterServerFrames(frames), .cutAfterDeviceFrames(frames)] {
            do { try await world.ana.exchange(fault, with: server) } catch {}
        }
        for _ in 0..<2 { try await world.ana.exchange(with: server) }
        #expect(try await world.ana.exchange(with: server).report.digest == "match")
        #expect(try notes(server, account) == ["1", "2", "3"])
        #expect(try server.store.read { try $0.device(world.ana.device.id)?.state } == .active)
        #expect(try server.store.verify() == [])
    }

    @Test("another laptop that still has the number of before is noticed")
    func copyAfterRenewal() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        let server = try await lost(world, account)
        var copy = world.ana.device
        copy.harness = server
        copy.incarnation = 2
        copy.end = ChainEnd(incarnation: 2)
        try await world.ana.exchange(with: server)
        let told = try await copy.sync([[try copy.visit(account, note: "copy")]])
        #expect(told.welcome?.verdict == .quarantined(reason: "chain_behind"))
        // The one that went on first is not held up.
        try visit(world.ana, account, "4")
        #expect(try await world.ana.exchange(with: server).report.receipts.applied == 1)
    }

    @Test("a push goes along the present chain, and then along the older ones where they are wanted")
    func cursor() {
        var all = PushCursor(.allChains(from: 1), incarnation: 3)
        #expect(all.place == ChainPlace(incarnation: 3, sequence: 1) && !all.isOlderChains)
        let moved = all.moveOn(past: nil)
        #expect(moved && all.isOlderChains && all.states == [.pending] && all.place == .start)
        let ended = !all.moveOn(past: nil)
        #expect(ended)
        var plain = PushCursor(.sequence(5), incarnation: 3)
        let goesOn = plain.moveOn(past: nil)
        #expect(!goesOn && !plain.isOlderChains)
    }

    @Test("an operation that the home sent as the device that it was before is known")
    func enrolledAnew() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        try await world.ana.exchange()
        let operation = try visit(world.ana, account, "once")
        try await world.ana.exchange()
        let entry = try #require(try world.ana.parts.store.read { try $0.operation(operation) })
        let other = try await world.harness.addDevice(of: world.ana.device.person, code: "ANEW")
        var header = entry.header
        header.device = other.id
        let bytes = try world.ana.parts.operations.encodeHeader(header)
        let told = try await other.sync([[SealedOperation(header: bytes, body: entry.sealed.body)]])
        #expect(told.receipts.map(\.alreadyApplied) == [true])
        #expect(told.receipts.map(\.outcome.state) == [.applied])
        #expect(try notes(world.harness, account) == ["once"])
        #expect(try world.harness.store.verify() == [])
    }
}
