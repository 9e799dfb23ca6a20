import FieldModel
import Foundation
import GRPCCore
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Synchronization
import Testing

@testable import SyncServer

@Suite struct ServerRestoreTests {
    private func office() async throws -> (ServerHarness, BranchRecord, RawDevice, AccountID) {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        let device = try await harness.addPerson("Carla", .collector, branch)
        try await harness.importAccounts(["A-1"], collector: "Carla")
        return (harness, branch, device, try harness.account("A-1"))
    }

    private func position(_ outcome: SyncOutcome) throws -> ReplicaPosition {
        ReplicaPosition(cursor: try #require(outcome.checkpoint?.at), digest: outcome.digest)
    }

    @Test func aRestoreBeginsAnEpochInEveryBranchAndVoidsWhatWasOpen() async throws {
        let (harness, branch, _, _) = try await office()
        let other = try await harness.addBranch("Norte")
        let invited = try await harness.administration { try await $0.invite(.with { $0.name = "Carla" }) }
        let server = try await harness.restored(from: try harness.backup())
        let epochs = try server.store.read { try $0.branches().map(\.epoch) }
        #expect(epochs.count == 2 && epochs.allSatisfy { $0 == epochs[0] && $0 > branch.epoch })
        #expect(try await server.core.epoch() == epochs[0])
        let younger = try await server.addBranch("Sur")
        #expect(younger.epoch == epochs[0] && other.epoch < epochs[0])
        let invitations = try await server.administration { client in
            try await client.listInvitations(.init()) { response in
                var states: [String: String] = [:]
                for try await entry in response.messages { states[entry.id.base64EncodedString()] = entry.state }
                return states
            }
        }
        #expect(invitations == [invited.id.base64EncodedString(): "revoked"])
        #expect(try server.store.verify() == [])
    }

    @Test func theEpochIsAboveEveryOneThatWasUsed() async throws {
        let (harness, branch, _, _) = try await office()
        let server = try await ServerHarness(copy: (try harness.backup(), harness))
        let far = branch.epoch + 1_000_000_000
        let report = try await server.core.beginEpoch(backupMadeAt: harness.core.now, revocations: [], after: far)
        #expect(report.epoch == far + 1 && report.previousEpoch == branch.epoch)
        #expect(report.branches.map(\.name) == ["Centro"])
    }

    @Test func laterRevocationsHoldAlsoForDevicesThatTheBackupDoesNotKnow() async throws {
        let (harness, branch, device, account) = try await office()
        let backup = try harness.backup()
        let stranger = try await harness.addPerson("Diego", .collector, branch)
        var (known, unknown) = (device, stranger)
        let server = try await harness.restored(from: backup, revocations: [device.id, stranger.id])
        (known.harness, unknown.harness) = (server, server)
        for (var late, reason) in [(known, "revoked_after_backup"), (unknown, "revoked_after_backup")] {
            let outcome = try await late.sync([[try late.visit(account)]])
            #expect(outcome.welcome?.verdict == .revoked(reason: reason))
            #expect(outcome.receipts.map(\.outcome.reason) == ["quarantine"])
            #expect(outcome.rows.isEmpty && outcome.bye?.reason == "revoked")
        }
    }

    @Test func aDeviceYoungerThanTheBackupWaitsForItsPerson() async throws {
        let (harness, branch, _, account) = try await office()
        let backup = try harness.backup()
        var diego = try await harness.addPerson("Diego", .supervisor, branch)
        let first = try await diego.sync()
        diego.seen = try #require(first.checkpoint?.at)
        let sent = [try diego.visit(account, note: "1"), try diego.visit(account, note: "2")]
        #expect(try await diego.sync([sent]).receipts.map(\.outcome.state) == [.applied, .applied])
        diego.acknowledged = diego.end
        let unsent = try diego.visit(account, note: "3")

        let server = try await harness.restored(from: backup)
        diego.harness = server
        // What was acknowledged is asked for first; what was sent ahead is not taken out of its turn.
        let at = try position(first)
        let hello = diego.hello { $0.positions = [at] }
        let held = try await diego.talk { conversation in
            var outcome = SyncOutcome()
            conversation.send(.hello(hello))
            conversation.send(.push([unsent]))
            conversation.send(.endOfPush(round: 1))
            conversation.send(.push(sent + [unsent]))
            conversation.send(.endOfPush(round: 2))
            while let frame = try await conversation.next() { outcome.take(frame) }
            return outcome
        }
        #expect(held.welcome?.verdict == .quarantined(reason: "unknown_device"))
        #expect(held.receipts.map(\.outcome.reason) == ["quarantine", "quarantine", "quarantine"])
        #expect(held.rows.isEmpty && held.bye?.reason == "quarantined")
        #expect(try server.rows(account, .visit).isEmpty)

        await #expect(throws: (any Error).self) { try await server.setState(diego.id, "active") }
        let request = Cartera_V1_SetDeviceStateRequest.with {
            $0.device = diego.id.description
            $0.state = "active"
            $0.person = "Diego"
        }
        await #expect(throws: (any Error).self) {
            try await server.administration { try await $0.setDeviceState(request) }
        }
        _ = try await server.addPerson("Diego", .supervisor, branch)
        let entry = try await server.administration { try await $0.setDeviceState(request) }
        #expect(entry.state == "active" && entry.personName == "Diego" && entry.incarnation == 1)
        #expect(try server.rows(account, .visit).count == 3)

        // The person whom the server knows again has another id: the Welcome says it.
        diego.person = try #require(try await diego.sync().welcome?.person)
        #expect(diego.person == Identifier(bytes: entry.person))
        diego.acknowledged = diego.end
        let more = try diego.visit(account, note: "4")
        let back = try await diego.sync([[more]])
        #expect(back.welcome?.verdict == .resume)
        #expect(back.rows.filter { $0.kind == UInt16(RecordKind.visit.rawValue) }.count == 4)
        #expect(back.checkpoint?.digest == back.digest)
        #expect(try server.store.verify() == [])
    }

    @Test func aStrangerIsTakenForNobodyWhereNothingWasRestored() async throws {
        let (harness, _, device, _) = try await office()
        let stranger = RawDevice(harness: harness, id: harness.core.parts.mint(), person: device.person)
        await #expect(throws: (any Error).self) { try await stranger.sync() }
        #expect(try harness.store.read { try $0.device(stranger.id) } == nil)
    }

    @Test func certificatesIssuedAfterTheBackupStayGoodAndAreRenewedBeyondThem() async throws {
        var (harness, _, device, _) = try await office()
        let backup = try harness.backup()
        device.generation = 5
        device.harness = try await harness.restored(from: backup)
        let renewed = try await device.sync { $0.renewalRequest = Array("key".utf8) }.welcome
        #expect(renewed?.renewedCertificate == "\(device.id) 6")
        device.generation = 6
        #expect(try await device.sync().welcome?.verdict == .resume)
        harness = device.harness
        #expect(try harness.store.read { try $0.device(device.id)?.generationIssued } == 6)
    }

    @Test func aLaptopThatWasGivenAnIncarnationAfterTheBackupKeepsItsWork() async throws {
        var (harness, _, device, account) = try await office()
        let at = try position(try await device.sync())
        let backup = try harness.backup()
        try await harness.setState(device.id, "quarantined")
        try await harness.setState(device.id, "active")
        #expect(try await device.sync { $0.positions = [at] }.welcome?.verdict == .newIncarnation(2))
        device.incarnation = 2
        device.end = ChainEnd(incarnation: 2)
        let visit = try device.visit(account)
        _ = try await device.sync([[visit]]) { $0.positions = [at] }
        device.acknowledged = device.end

        device.harness = try await harness.restored(from: backup)
        harness = device.harness
        let held = try await device.sync([[visit]]) { $0.positions = [at] }
        #expect(held.welcome?.verdict == .quarantined(reason: "chain_fork"))
        #expect(held.receipts.map(\.outcome.reason) == ["quarantine"])
        let entry = try await harness.setState(device.id, "active")
        #expect(entry.incarnation == 3)
        #expect(try harness.rows(account, .visit).count == 1)
        #expect(try await device.sync { $0.positions = [at] }.welcome?.verdict == .newIncarnation(3))
        #expect(try harness.store.verify() == [])
    }

    @Test func whatACopySendsTwiceIsKeptOnce() async throws {
        var (harness, _, device, account) = try await office()
        var copy = device
        _ = try await device.sync([[try device.visit(account, note: "first")]])
        let other = try copy.visit(account, note: "second")
        for _ in 0..<2 { _ = try await copy.sync([[other]]) }
        let kept = try harness.store.read { try $0.operations(OperationFilter(device: device.id, state: .held)) }
        #expect(kept.count == 1)
        try await harness.setState(device.id, "active")
        #expect(try harness.rows(account, .visit).count == 2)
    }

    @Test func theLaptopThatWentOnFirstIsNotHeldUpByItsCopy() async throws {
        var (harness, _, device, account) = try await office()
        var copy = device
        _ = try await device.sync([[try device.visit(account, note: "1")]])
        device.acknowledged = device.end
        let other = try copy.visit(account, note: "copy")
        #expect(try await copy.sync([[other]]).welcome?.verdict == .quarantined(reason: "chain_fork"))
        copy.acknowledged = copy.end
        let more = try device.visit(account, note: "2")
        let gone = try await device.sync([[more]])
        #expect(gone.welcome?.verdict == .resume)
        #expect(gone.receipts.map(\.outcome.state) == [.applied])
        #expect(gone.bye?.reason == "done" && gone.checkpoint?.digest == gone.digest)
        #expect(try await copy.sync().welcome?.verdict == .quarantined(reason: "chain_fork"))
        // An order of the administrator's holds for both.
        try await harness.setState(device.id, "active")
        try await harness.setState(device.id, "quarantined")
        device.acknowledged = device.end
        #expect(try await device.sync().welcome?.verdict == .quarantined(reason: "administrator"))
        #expect(try harness.rows(account, .visit).count == 3)
        #expect(try harness.store.verify() == [])
    }

    @Test func aPersonDisabledAfterTheBackupStaysOut() async throws {
        var (harness, _, device, account) = try await office()
        let backup = try harness.backup()
        _ = try await harness.administration { try await $0.disablePerson(.with { $0.name = "Carla" }) }
        let noted = harness.revoked.devices.withLock { $0 }
        #expect(noted == [device.id])
        device.harness = try await harness.restored(from: backup, revocations: noted)
        harness = device.harness
        let outcome = try await device.sync([[try device.visit(account)]])
        #expect(outcome.welcome?.verdict == .revoked(reason: "revoked_after_backup"))
        #expect(try harness.rows(account, .visit).isEmpty)
    }
}
