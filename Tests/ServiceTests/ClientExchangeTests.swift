import FieldModel
import SyncCore
import SyncStorage
import Testing

@testable import SyncClient
@testable import SyncServer

@Suite("Exchanges of a laptop")
struct ClientExchangeTests {
    private func visit(_ laptop: Laptop, _ account: AccountID, _ note: String = "") throws -> ActResult {
        var words = VisitWords()
        words.outcome = "not_home"
        words.note = note
        return try laptop.acting.recordVisit(account, words)
    }

    private func count(_ laptop: Laptop, _ states: Set<OutboxEntry.State>) throws -> Int {
        try laptop.parts.store.read { try $0.operationCount(states: states) }
    }

    @Test("push, pull and prove it in one round trip")
    func oneRound() async throws {
        let world = try await ClientWorld()
        let first = try await world.ana.exchange()
        #expect(first.ending == .done)
        #expect(first.report.digest == "match")
        #expect(first.report.pulled > 0)
        let account = try world.account()
        _ = try visit(world.ana, account)
        let second = try await world.ana.exchange()
        #expect(second.report.pushed == 1)
        #expect(second.report.receipts.applied == 1)
        #expect(second.report.digest == "match")
        #expect(second.report.roundTrips == 1)
        #expect(try count(world.ana, [.pending]) == 0)
        #expect(try count(world.ana, [.settled]) == 1)
        #expect(try world.ana.rows(account).allSatisfy { $0.pendingOperation == nil })
        let third = try await world.ana.exchange()
        #expect(third.report.pushed == 0)
        #expect(third.report.pulled == 0)
        #expect(third.report.bytesSent + third.report.bytesReceived < 700)
    }

    @Test("several rounds push more than one round may carry")
    func manyOperations() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        for index in 0..<130 { _ = try visit(world.ana, account, "\(index)") }
        let limited = Fault.change { _, frame in
            guard case .welcome(var welcome) = frame else { return frame }
            welcome.roundOperations = 60
            welcome.batchOperations = 25
            return .welcome(welcome)
        }
        let result = try await world.ana.exchange(limited)
        #expect(result.report.receipts.applied == 130)
        #expect(result.report.digest == "match")
        #expect(try count(world.ana, [.pending]) == 0)
    }

    @Test("wherever the wire is cut, the next sync goes on, nothing lost and nothing twice", arguments: 0..<8)
    func cutAnywhere(frames: Int) async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        for index in 0..<3 { _ = try visit(world.ana, account, "\(index)") }
        for fault in [Fault.cutAfterServerFrames(frames), .cutAfterDeviceFrames(frames)] {
            do { try await world.ana.exchange(fault) } catch {}
            #expect(try world.ana.parts.store.integrityProblems() == [])
        }
        let result = try await world.ana.exchange()
        #expect(result.ending == .done)
        #expect(result.report.digest == "match")
        #expect(try world.harness.rows(account, .visit).count == 3)
        #expect(try count(world.ana, [.pending, .acknowledged]) == 0)
    }

    @Test("two edits of one field: a conflict that everybody sees and one resolves")
    func conflict() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        try await world.office.exchange()
        let account = try world.account()
        _ = try world.ana.acting.setAccountFields(account, [("preferred_hour", "18:00")])
        _ = try world.office.acting.setAccountFields(account, [("preferred_hour", "09:30")])
        try await world.ana.exchange()
        #expect(try await world.office.exchange().report.receipts.conflicted == 1)
        try await world.ana.exchange()
        let conflicts = try world.ana.view { try ConflictViews.list($0, all: false) }
        #expect(conflicts.count == 1)
        #expect(conflicts[0]["mine"] == .string("18:00"))
        #expect(conflicts[0]["theirs"] == .string("09:30"))
        #expect(try world.ana.view { try AccountViews.show(account, $0) }["account"]?["state"] == .string("conflicted"))
        guard case .string(let id)? = conflicts[0]["id"], let conflict = Identifier(id) else {
            Issue.record("a conflict without an id")
            return
        }
        _ = try world.ana.acting.resolveConflict(conflict, keep: .mine)
        for laptop in [world.ana, world.office] {
            #expect(try await laptop.exchange().report.digest == "match")
            #expect(try laptop.view { try ConflictViews.list($0, all: false) }.isEmpty)
            let shown = try laptop.view { try AccountViews.show(account, $0) }
            #expect(shown["account"]?["registers"]?["preferred_hour"] == .string("18:00"))
        }
    }

    @Test("an account that is given away leaves no byte, and unsent work on it is taken in")
    func reassigned() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        _ = try visit(world.ana, account, "nota que nadie debe ver")
        #expect(try world.ana.holds("nota que nadie debe ver"))
        #expect(try world.ana.holds("Juana Pérez"))
        _ = try await world.harness.assign(["A-1", "A-2"], to: "Luis")
        let result = try await world.ana.exchange()
        #expect(result.report.evicted == 2)
        #expect(result.report.digest == "match")
        #expect(try world.harness.rows(account, .visit).count == 1)
        #expect(try !world.ana.holds("nota que nadie debe ver"))
        #expect(try !world.ana.holds("Juana Pérez"))
        #expect(try world.ana.rows(account).isEmpty)
        #expect(try world.harness.store.read { try $0.pendingErasures(device: world.ana.device.id) }.isEmpty)
        #expect(try await world.luis.exchange().report.digest == "match")
        #expect(try world.luis.rows(account).contains { $0.kind == UInt16(RecordKind.visit.rawValue) })
        _ = try await world.harness.assign(["A-1"], to: "Ana")
        #expect(try await world.ana.exchange().report.digest == "match")
        #expect(try !world.ana.rows(account).isEmpty)
    }

    @Test("what became of a held operation reaches a laptop that has lost the account meanwhile", arguments: [0, 4])
    func decidedElsewhere(cutAfter frames: Int) async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let flag = Intent.setFlag(SetFlag(flag: world.ana.parts.mintID(), kind: Vocabulary.flags[0]))
        // It waits for an operation that never comes.
        let held = try world.ana.acting.act { view in
            PlannedAct(account: account, record: account, intent: flag, dependsOn: [view.mint()])
        }
        try await world.ana.exchange()
        func state() throws -> OutcomeState? {
            try world.ana.parts.store.read { try $0.operation(held.operation)?.receipt?.outcome.state }
        }
        #expect(try state() == .held)
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        let decision = DecideOperation(operation: held.operation, device: world.ana.device.id, granted: false)
        let branch = world.branch
        _ = try await world.harness.core.admit {
            try $0.submit(.decideOperation(decision), account: account, branch: branch, author: branch.systemDevice)
        }
        if frames > 0 { do { try await world.ana.exchange(.cutAfterServerFrames(1)) } catch {} }
        let result = try await world.ana.exchange()
        #expect(result.report.digest == "match")
        #expect(try state() == .refused)
        let waiting = try world.ana.parts.store.read { try $0.operationCount(states: [.pending, .acknowledged]) }
        #expect(waiting == 0)
        // Told once: the device has answered the checkpoint that came after it.
        #expect(try await world.ana.exchange().report.receipts.alreadyApplied == 0)
    }

    @Test("an erasure whose report was cut is reported by the next exchange")
    func erasureReportedLater() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        // Hello and EndOfPush arrive, Applied does not.
        do { try await world.ana.exchange(.cutAfterDeviceFrames(2)) } catch {}
        let id = world.ana.device.id
        #expect(try world.harness.store.read { try $0.pendingErasures(device: id) }.count == 1)
        try await world.ana.exchange()
        #expect(try world.harness.store.read { try $0.pendingErasures(device: id) }.isEmpty)
    }

    @Test("rows that differ are found and repaired")
    func repairs() async throws {
        let world = try await ClientWorld(accounts: (1...40).map { "A-\($0)" })
        try await world.ana.exchange()
        let account = try world.account("A-7")
        let rows = try world.ana.rows(account)
        let branch = world.branch.id
        try world.ana.parts.store.write { transaction in
            try transaction.removeConfirmed([(kind: rows[0].kind, id: rows[0].id)], branch: branch)
            let stray = FeedRow(
                kind: UInt16(RecordKind.visit.rawValue), id: world.ana.parts.mintID(), account: account,
                version: RecordVersion(epoch: 1, commit: 1), feedCommit: 1, bytes: [1, 2, 3])
            _ = try transaction.apply([stray], branch: branch) { _ in nil }
        }
        let result = try await world.ana.exchange()
        #expect(result.report.digest == "repaired")
        #expect(try world.ana.rows(account) == rows)
        #expect(try await world.ana.exchange().report.digest == "match")
        #expect(try world.ana.parts.store.integrityProblems() == [])
    }

    @Test("a scan from the beginning brings the same replica and drops what is not in the scope")
    func startsOver() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let rows = try world.ana.rows(account)
        _ = try visit(world.ana, account)
        try ExchangeStore(world.ana.parts).startOver()
        let result = try await world.ana.exchange()
        #expect(result.report.digest == "match")
        #expect(result.report.receipts.applied == 1)
        #expect(try world.ana.rows(account).filter { $0.kind != UInt16(RecordKind.visit.rawValue) } == rows)
    }

    @Test("a new incarnation keeps names and bodies of what was not sent")
    func newIncarnation() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        _ = try visit(world.ana, account, "una")
        try await world.ana.exchange()
        let unsent = try visit(world.ana, account, "dos")
        try await world.harness.core.writer.perform { [id = world.ana.device.id] transaction in
            var device = try #require(try transaction.device(id))
            device.incarnation = 2
            try transaction.save(device)
        }
        let result = try await world.ana.exchange()
        #expect(result.ending == .done)
        #expect(result.report.digest == "match")
        let entry = try #require(try world.ana.parts.store.read { try $0.operation(unsent.operation) })
        #expect(entry.header.incarnation == 2)
        #expect(entry.header.sequence == 1)
        #expect(entry.receipt?.outcome.state == .applied)
        #expect(try world.harness.rows(account, .visit).count == 2)
        _ = try visit(world.ana, account, "tres")
        #expect(try await world.ana.exchange().report.receipts.applied == 1)
    }

    @Test("the server's verdicts end with the status that fits")
    func verdicts() async throws {
        let world = try await ClientWorld()
        let verdicts: [(WelcomeVerdict, ClientSession.Ending, SyncClient.ExitStatus)] = [
            (
                .upgrade(oldest: 2, newest: 3, oldSide: "client"), .upgrade(oldSide: "client", oldest: 2, newest: 3),
                .protocolMismatch
            ),
            (.wait(milliseconds: 9000), .wait(milliseconds: 9000), .tryLater),
        ]
        for (verdict, ending, status) in verdicts {
            let fault = Fault.change { _, frame in
                guard case .welcome(var welcome) = frame else { return frame }
                welcome.verdict = verdict
                return .welcome(welcome)
            }
            let result = try await world.ana.exchange(fault)
            #expect(result.ending == ending)
            #expect(ClientFailure.ending(result.ending).status == status)
        }
        #expect(try await world.ana.exchange().report.digest == "match")
    }

    @Test(
        "a revoked or quarantined device pushes into quarantine and is sent nothing",
        arguments: ["revoked", "quarantined"])
    func restricted(state: String) async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let made = try visit(world.ana, account)
        try await world.harness.setState(world.ana.device.id, state)
        let result = try await world.ana.exchange()
        let status = ClientFailure.ending(result.ending).status
        #expect(status == (state == "revoked" ? .revoked : .notPermitted))
        #expect(result.report.pulled == 0)
        let entry = try #require(try world.ana.parts.store.read { try $0.operation(made.operation) })
        #expect(entry.receipt?.outcome.state == .held)
        #expect(RecordStates.state(of: entry) == .held)
        #expect(try world.harness.rows(account, .visit).isEmpty)
    }

    @Test("a page that cannot be read ends the exchange and changes nothing")
    func corruptPage() async throws {
        let world = try await ClientWorld()
        let fault = Fault.change { _, frame in
            guard case .page(var page) = frame else { return frame }
            page.content = Array(page.content.dropLast(3))
            return .page(page)
        }
        await #expect(throws: (any Error).self) { try await world.ana.exchange(fault) }
        #expect(try world.ana.parts.store.read { try $0.positions() }.allSatisfy { $0.digest.count == 0 })
        #expect(try await world.ana.exchange().report.digest == "match")
    }
}
