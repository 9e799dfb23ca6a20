import FieldModel
import Foundation
import SyncCore
import SyncStorage
import Synchronization
import Testing

@testable import SyncClient
@testable import SyncServer

/// Laptops that were away for longer than the feed remembers.
@Suite("Rejoining behind the fence")
struct RebaselineTests {
    private static let day: Int64 = 86_400_000

    private func visit(_ laptop: Laptop, _ account: AccountID, _ note: String) throws -> OperationID {
        var words = VisitWords()
        words.outcome = "not_home"
        words.note = note
        return try laptop.acting.recordVisit(account, words).operation
    }

    /// The feed as it is after half a year: all that happened until now is behind the fence.
    private func forget(_ world: ClientWorld) async throws -> Compacted {
        let compactor = FeedCompactor(core: world.harness.core)
        try await compactor.compact(horizonDays: 60)
        world.harness.advance(milliseconds: 80 * Self.day)
        return try await compactor.compact(horizonDays: 60)[0].done
    }

    @Test("keeps the outbox, drops what left the scope, brings nothing back, and costs what changed")
    func awayForLong() async throws {
        let numbers = (1...300).map { "A-\($0)" }
        let world = try await ClientWorld(accounts: numbers)
        let first = try await world.ana.exchange().report
        let (lost, kept) = (try world.account("A-1"), try world.account("A-50"))
        let onLost = try visit(world.ana, lost, "before it was taken away")
        let onKept = try visit(world.ana, kept, "still hers")
        _ = try await world.harness.assign((1...20).map { "A-\($0)" }, to: "Luis")
        try await world.harness.importAccounts(["A-60", "A-61"], balance: 77_700, collector: "Ana")
        let forgotten = try await forget(world)
        #expect(forgotten.fence > 0 && forgotten.evictions == 20)

        let verdict = Mutex<WelcomeVerdict?>(nil)
        let noting = Fault.change { _, frame in
            if case .welcome(let welcome) = frame { verdict.withLock { $0 = welcome.verdict } }
            return frame
        }
        let back = try await world.ana.exchange(noting)
        #expect(verdict.withLock { $0 } == .rebaseline(reason: "fence"))
        #expect(back.ending == .done && back.report.digest == "match" && !back.stillDiffers)
        #expect(back.report.receipts.applied == 2 && back.report.repairedRows == 0)
        #expect(try world.ana.rows(lost).isEmpty)
        #expect(try !world.ana.holds("before it was taken away"))
        #expect(try world.ana.rows(kept).contains { $0.kind == UInt16(RecordKind.visit.rawValue) })
        #expect(try world.harness.rows(lost, .visit).count == 1)
        #expect(try world.harness.store.read { try $0.pendingErasures(device: world.ana.device.id) }.isEmpty)
        let bytes = back.report.bytesReceived + back.report.bytesSent
        // Nothing is sent again of what it holds: two changed accounts, and some 30 bytes a range compared.
        #expect(back.report.pulled <= 6 && first.pulled > 900)
        print("a rebaseline: \(bytes) bytes; first sync \(first.bytesReceived) bytes")
        #expect(bytes < first.bytesReceived && bytes < 10_000)
        for operation in [onLost, onKept] {
            #expect(try world.ana.parts.store.read { try $0.operation(operation)?.receipt?.outcome.state } == .applied)
        }

        // From here on it is a laptop like any other, and the office never noticed.
        let next = try await world.ana.exchange()
        #expect(next.report.digest == "match" && next.report.pulled == 0)
        #expect(try world.harness.store.read { try RepairHistory(of: world.ana.device.id, in: $0) } == nil)
        #expect(try world.ana.parts.store.integrityProblems() == [])
        #expect(try await world.luis.exchange().report.digest == "match")
        #expect(try world.luis.rows(lost).contains { $0.kind == UInt16(RecordKind.visit.rawValue) })
        #expect(try world.harness.store.verify() == [])
    }

    @Test("a new epoch costs what the backup lost, and nothing of what it has is sent again")
    func restored() async throws {
        let world = try await ClientWorld(accounts: (1...300).map { "A-\($0)" })
        let first = try await world.ana.exchange().report
        let backup = try world.harness.backup()
        try await world.harness.importAccounts(["A-60", "A-61"], balance: 77_700, collector: "Ana")
        _ = try await world.harness.assign(["A-7"], to: "Luis")
        let account = try world.account("A-50")
        let sent = try visit(world.ana, account, "lost with the store")
        try await world.ana.exchange()
        let unsent = try visit(world.ana, account, "not sent yet")
        let server = try await world.harness.restored(from: backup)

        let verdict = Mutex<WelcomeVerdict?>(nil)
        let noting = Fault.change { _, frame in
            if case .welcome(let welcome) = frame { verdict.withLock { $0 = welcome.verdict } }
            return frame
        }
        let back = try await world.ana.exchange(noting, with: server)
        #expect(verdict.withLock { $0 } == .rebaseline(reason: WelcomeVerdict.comparedEpoch))
        #expect(back.ending == .done && back.report.digest == "match" && !back.stillDiffers)
        #expect(back.report.repairedRows == 0 && back.report.pulled < 10 && first.pulled > 900)
        let bytes = back.report.bytesReceived + back.report.bytesSent
        print("a new epoch: \(bytes) bytes, \(back.report.pulled) rows pulled; first sync \(first.bytesReceived) bytes")
        #expect(bytes < first.bytesReceived)
        for operation in [sent, unsent] {
            #expect(try world.ana.parts.store.read { try $0.operation(operation)?.receipt?.outcome.state } == .applied)
        }
        // What had left it is there again, as the backup has it.
        #expect(try !world.ana.rows(world.account("A-7")).isEmpty)
        let next = try await world.ana.exchange(with: server)
        #expect(next.report.digest == "match" && next.report.pulled == 0)
        #expect(try world.ana.parts.store.integrityProblems() == [])
        #expect(try server.store.verify() == [])
    }

    @Test(
        "a store that was set back by hand, within its epoch, costs what it lost, and no commit given out twice is missed"
    )
    func setBack() async throws {
        let world = try await ClientWorld(accounts: (1...300).map { "A-\($0)" })
        let first = try await world.ana.exchange().report
        let copy = world.harness.folder.appending(path: "copy.sqlite")
        try world.harness.store.backup(to: copy.path)
        try await world.harness.importAccounts(["A-60", "A-61"], balance: 77_700, collector: "Ana")
        _ = try await world.harness.assign(["A-7"], to: "Luis")
        let account = try world.account("A-50")
        let sent = try visit(world.ana, account, "lost with the store")
        for _ in 0..<3 { try await world.ana.exchange() }
        let before = try #require(try world.ana.parts.store.read { try $0.positions().first?.position })
        let server = try await ServerHarness(copy: (copy, world.harness))
        let head = try server.store.read { try $0.head(world.branch.id) }
        #expect(head.epoch == before.epoch && head.commit < before.commit)

        let verdict = Mutex<WelcomeVerdict?>(nil)
        let noting = Fault.change { _, frame in
            if case .welcome(let welcome) = frame { verdict.withLock { $0 = welcome.verdict } }
            return frame
        }
        let back = try await world.ana.exchange(noting, with: server)
        #expect(verdict.withLock { $0 } == .rebaseline(reason: WelcomeVerdict.comparedEpoch))
        #expect(back.ending == .done && back.report.digest == "match" && !back.stillDiffers)
        #expect(back.report.repairedRows == 0 && back.report.pulled < 10 && first.pulled > 900)
        #expect(try world.ana.parts.store.read { try $0.operation(sent)?.receipt?.outcome.state } == .applied)
        #expect(try server.rows(account, .visit).count == 1)
        #expect(try !world.ana.rows(world.account("A-7")).isEmpty)
        #expect(try server.store.read { try RepairHistory(of: world.ana.device.id, in: $0) } == nil)

        // The numbers between the copy's head and the old cursor are given to something else, and that arrives.
        try await server.importAccounts(["B-1", "B-2"], collector: "Ana")
        let next = try await world.ana.exchange(with: server)
        #expect(next.report.digest == "match" && !next.stillDiffers && next.report.repairedRows == 0)
        let new = try server.account("B-2")
        #expect(try !world.ana.rows(new).isEmpty)
        #expect(try world.ana.parts.store.integrityProblems() == [] && server.store.verify() == [])
    }

    @Test("wherever the exchange is cut, the next one goes on", arguments: 1..<9)
    func cut(frames: Int) async throws {
        let world = try await ClientWorld(accounts: (1...30).map { "A-\($0)" })
        try await world.ana.exchange()
        let account = try world.account("A-9")
        _ = try visit(world.ana, account, "unsent")
        _ = try await world.harness.assign(["A-1", "A-2"], to: "Luis")
        _ = try await forget(world)
        for fault in [Fault.cutAfterServerFrames(frames), .cutAfterDeviceFrames(frames)] {
            do { try await world.ana.exchange(fault) } catch {}
            #expect(try world.ana.parts.store.integrityProblems() == [])
        }
        let last = try await world.ana.exchange()
        // However often it was cut, what the feed had forgotten is no damage.
        #expect(last.report.digest == "match")
        #expect(try await world.ana.exchange().report.digest == "match")
        #expect(try world.harness.store.read { try RepairHistory(of: world.ana.device.id, in: $0) } == nil)
        #expect(try world.ana.parts.store.read { try $0.number(.repairs) } == nil)
        #expect(try world.harness.rows(account, .visit).count == 1)
        for number in ["A-1", "A-2"] { #expect(try world.ana.rows(world.account(number)).isEmpty) }
        #expect(try world.ana.parts.store.read { try $0.operationCount(states: [.pending, .acknowledged]) } == 0)
    }

    @Test("with a new incarnation too, what the feed has forgotten is no damage; what a disk has done afterwards is")
    func newIncarnation() async throws {
        let world = try await ClientWorld(accounts: (1...30).map { "A-\($0)" })
        try await world.ana.exchange()
        _ = try await world.harness.assign(["A-1", "A-2"], to: "Luis")
        _ = try await forget(world)
        try await world.harness.setState(world.ana.device.id, "quarantined")
        try await world.harness.setState(world.ana.device.id, "active")
        let back = try await world.ana.exchange()
        #expect(back.report.digest == "match" && !back.stillDiffers)
        #expect(try world.ana.rows(world.account("A-1")).isEmpty)
        #expect(try world.harness.store.read { try RepairHistory(of: world.ana.device.id, in: $0) } == nil)
        let row = try #require(try world.ana.rows(world.account("A-9")).first)
        try world.ana.parts.store.write {
            try $0.removeConfirmed([(kind: row.kind, id: row.id)], branch: world.branch.id)
        }
        #expect(try await world.ana.exchange().report.digest == "repaired")
        #expect(try world.harness.store.read { try RepairHistory(of: world.ana.device.id, in: $0)?.times } == 1)
    }

    @Test("an older program, which compares no keys, is sent its scope from the start")
    func olderProgram() async throws {
        let world = try await ClientWorld()
        let device = world.ana.device
        let before = try await device.sync()
        let at = try #require(before.checkpoint?.at)
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        _ = try await forget(world)
        let position = ReplicaPosition(cursor: at, digest: before.digest)
        let back = try await device.sync { $0.positions = [position] }
        #expect(back.welcome?.verdict == .rebaseline(reason: "fence"))
        #expect(back.checkpoint?.digest == back.digest && !back.rows.isEmpty)
        let newer = try await device.sync {
            $0.positions = [position]
            $0.comparesKeys = true
        }
        #expect(newer.rows.count < back.rows.count)
    }

    @Test("a laptop at or beyond the fence resumes")
    func atTheFence() async throws {
        let world = try await ClientWorld()
        let device = world.ana.device
        _ = try await forget(world)
        let before = try await device.sync()
        let at = try #require(before.checkpoint?.at)
        let fence = try world.harness.store.read { try FeedFence.commit(world.branch.id, in: $0) }
        #expect(fence > 0 && fence <= at.commit)
        for (commit, verdict) in [(fence, WelcomeVerdict.resume), (fence - 1, .rebaseline(reason: "fence"))] {
            var cursor = at
            cursor.commit = commit
            let position = ReplicaPosition(cursor: cursor, digest: ScopeDigest())
            #expect(try await device.sync { $0.positions = [position] }.welcome?.verdict == verdict)
        }
    }
}
