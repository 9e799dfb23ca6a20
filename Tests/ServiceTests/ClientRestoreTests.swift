import FieldModel
import Foundation
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// A server that comes out of a backup, and laptops that bring back what it has lost.
@Suite("Laptops of a restored server")
struct ClientRestoreTests {
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

    private func receipt(_ laptop: Laptop, _ operation: OperationID) throws -> Receipt? {
        try laptop.parts.store.read { try $0.operation(operation)?.receipt }
    }

    private func count(_ laptop: Laptop, _ states: Set<OutboxEntry.State>) throws -> Int {
        try laptop.parts.store.read { try $0.operationCount(states: states) }
    }

    /// Everybody is in contact until nothing is left, and holds what the server holds.
    private func settle(_ laptops: [Laptop], with server: ServerHarness) async throws {
        for laptop in laptops + laptops { try await laptop.exchange(with: server) }
        for laptop in laptops {
            let last = try await laptop.exchange(with: server)
            #expect(last.ending == .done)
            #expect(last.report.digest == "match")
            #expect(last.report.pulled == 0)
            #expect(try count(laptop, [.pending, .acknowledged]) == 0)
            #expect(try laptop.parts.store.integrityProblems() == [])
        }
        #expect(try server.store.verify() == [])
    }

    @Test("two collectors and an office rebuild what the backup lost, and keep the receipts of both epochs")
    func rebuild() async throws {
        let world = try await ClientWorld(accounts: ["A-1", "A-2", "A-3"])
        _ = try await world.harness.assign(["A-2"], to: "Luis")
        let (one, two) = (try world.account("A-1"), try world.account("A-2"))
        let everybody = [world.ana, world.luis, world.office]
        for laptop in everybody { try await laptop.exchange() }
        let kept = try visit(world.ana, one, "before")
        try await world.ana.exchange()
        let backup = try world.harness.backup()

        let first = try visit(world.ana, one, "ana 1")
        let second = try visit(world.ana, one, "ana 2")
        try await world.ana.exchange()
        try visit(world.luis, two, "luis 1")
        try await world.luis.exchange()
        _ = try world.office.acting.setAccountFields(one, [("landmark", "green door")])
        for laptop in everybody { try await laptop.exchange() }
        let old = try #require(try receipt(world.ana, first))
        let unsent = try visit(world.ana, one, "ana 3")

        let server = try await world.harness.restored(from: backup)
        #expect(try notes(server, one) == ["before"])
        let back = try await world.ana.exchange(with: server)
        #expect(back.report.receipts.applied == 3)
        #expect(back.report.digest == "match")
        try await settle(everybody, with: server)
        #expect(try notes(server, one) == ["ana 1", "ana 2", "ana 3", "before"])
        #expect(try notes(server, two) == ["luis 1"])
        let landmark = try world.ana.view { try AccountViews.show(one, $0) }["account"]?["registers"]?["landmark"]
        #expect(landmark == .string("green door"))

        let new = try #require(try receipt(world.ana, first))
        #expect(new.epoch > old.epoch && new.outcome.state == .applied)
        let earlier = try world.ana.parts.store.read { try $0.earlierReceipts(first) }
        #expect(earlier == [old])
        #expect(try receipt(world.ana, kept)?.epoch == old.epoch)
        #expect(try world.ana.parts.store.read { try $0.earlierReceipts(unsent) }.isEmpty)
        let shown = try world.ana.view { try OutboxViews.receipt(first, $0) }
        guard case .array(let before)? = shown["earlier"] else { throw StoreFailure(code: "corrupt", message: "") }
        #expect(before.map { $0["epoch"] } == [JSONValue(old.epoch)])
        let order = try server.store.read { reading in
            try [kept, first, second, unsent].map { try reading.operation($0)!.header.sequence }
        }
        #expect(order == [1, 2, 3, 4])
    }

    @Test("wherever the exchange after a restore is cut, the next goes on", arguments: 0..<9)
    func cutAnywhere(frames: Int) async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        for laptop in [world.ana, world.office] { try await laptop.exchange() }
        try visit(world.ana, account, "before")
        try await world.ana.exchange()
        let backup = try world.harness.backup()
        for number in 0..<3 { try visit(world.ana, account, "after \(number)") }
        try await world.ana.exchange()
        try visit(world.ana, account, "unsent")
        let server = try await world.harness.restored(from: backup)
        for fault in [Fault.cutAfterServerFrames(frames), .cutAfterDeviceFrames(frames)] {
            do { try await world.ana.exchange(fault, with: server) } catch {}
            #expect(try world.ana.parts.store.integrityProblems() == [])
            #expect(try world.ana.rows(account).filter { $0.kind == UInt16(RecordKind.visit.rawValue) }.count == 5)
        }
        try await settle([world.ana, world.office], with: server)
        #expect(try notes(server, account) == ["after 0", "after 1", "after 2", "before", "unsent"])
    }

    @Test("more than a round can carry comes back in one sync")
    func manyRounds() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        try await world.ana.exchange()
        let backup = try world.harness.backup()
        for number in 0..<90 { try visit(world.ana, account, "\(number)") }
        try await world.ana.exchange()
        let server = try await world.harness.restored(from: backup)
        let limited = Fault.change { _, frame in
            guard case .welcome(var welcome) = frame else { return frame }
            welcome.roundOperations = 40
            welcome.batchOperations = 15
            return .welcome(welcome)
        }
        let back = try await world.ana.exchange(limited, with: server)
        #expect(back.report.receipts.applied == 90)
        #expect(back.report.digest == "match")
        #expect(try server.rows(account, .visit).count == 90)
    }

    @Test("a second restore brings everything back once more")
    func twice() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        try await world.ana.exchange()
        let backup = try world.harness.backup()
        let operation = try visit(world.ana, account, "note")
        try await world.ana.exchange()
        var server = try await world.harness.restored(from: backup)
        try await settle([world.ana], with: server)
        server = try await server.restored(from: backup)
        try await settle([world.ana], with: server)
        #expect(try notes(server, account) == ["note"])
        let epochs = try world.ana.parts.store.read { try $0.earlierReceipts(operation) }.map(\.epoch)
        #expect(epochs.count == 2 && epochs[0] < epochs[1])
    }

    @Test("a body that was erased from the laptop is listed as lost")
    func erasedBody() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        for laptop in [world.ana, world.luis] { try await laptop.exchange() }
        let backup = try world.harness.backup()
        let operation = try visit(world.ana, account, "note")
        try await world.ana.exchange()
        _ = try await world.harness.assign(["A-1", "A-2"], to: "Luis")
        for _ in 0..<2 { try await world.ana.exchange() }
        #expect(try !world.ana.holds("note"))
        let server = try await world.harness.restored(from: backup)
        try await settle([world.ana, world.luis], with: server)
        #expect(try receipt(world.ana, operation)?.outcome.reason == "body_missing")
        let losses = try await server.administration { try await $0.losses(.init()) }
        #expect(try losses.operations.map { try $0.receipt.native().operation } == [operation])
        #expect(losses.operations.map(\.authorName) == ["Ana"])
    }

    @Test("work on an account whose assignment was lost waits for the administrator, and is taken in")
    func lostAssignment() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        for laptop in [world.ana, world.luis] { try await laptop.exchange() }
        let backup = try world.harness.backup()
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        for laptop in [world.ana, world.luis] { try await laptop.exchange() }
        try visit(world.luis, account, "fact")
        let landmark = try world.luis.acting.setAccountFields(account, [("landmark", "blue gate")]).operation
        try await world.luis.exchange()

        let server = try await world.harness.restored(from: backup)
        try await world.luis.exchange(with: server)
        #expect(try notes(server, account) == ["fact"])
        #expect(try receipt(world.luis, landmark)?.outcome == Outcome(state: .held, reason: "quarantine"))
        var losses = try await server.administration { try await $0.losses(.init()) }
        #expect(try losses.operations.map { try $0.receipt.native().operation } == [landmark])
        #expect(losses.waiting.map(\.name).sorted() == ["DAna"])
        let branch = try #require(losses.restores.first?.branches.first)
        #expect(branch.seen > branch.head)

        _ = try await server.assign(["A-1"], to: "Luis")
        try await server.setState(world.luis.device.id, "active")
        try await settle([world.ana, world.luis], with: server)
        #expect(try receipt(world.luis, landmark)?.outcome.state == .applied)
        losses = try await server.administration { try await $0.losses(.init()) }
        #expect(losses.operations.isEmpty && losses.waiting.isEmpty)
    }

    @Test("a decision that a restore has lost is asked for again, and its operation is held until it is taken again")
    func lostDecision() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        for laptop in [world.ana, world.luis] { try await laptop.exchange() }
        let backup = try world.harness.backup()
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        for laptop in [world.ana, world.luis] { try await laptop.exchange() }
        let landmark = try world.luis.acting.setAccountFields(account, [("landmark", "blue gate")]).operation
        try await world.luis.exchange()
        let first = try await world.harness.restored(from: backup)
        try await world.luis.exchange(with: first)
        #expect(try receipt(world.luis, landmark)?.outcome.state == .held)

        let later = try first.backup()
        _ = try await first.assign(["A-1"], to: "Luis")
        try await first.setState(world.luis.device.id, "active")
        try await settle([world.ana, world.luis], with: first)
        #expect(try receipt(world.luis, landmark)?.outcome.state == .applied)

        let second = try await first.restored(from: later)
        try await world.luis.exchange(with: second)
        #expect(try receipt(world.luis, landmark)?.outcome == Outcome(state: .held, reason: "quarantine"))
        #expect(try count(world.luis, [.pending]) == 0)
        _ = try await second.assign(["A-1"], to: "Luis")
        try await second.setState(world.luis.device.id, "active")
        try await settle([world.ana, world.luis], with: second)
        #expect(try receipt(world.luis, landmark)?.outcome.state == .applied)
    }
}
