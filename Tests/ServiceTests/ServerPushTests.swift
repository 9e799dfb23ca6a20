import FieldModel
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Synchronization
import Testing

@testable import SyncServer

@Suite struct ServerPushTests {
    private func office() async throws -> (ServerHarness, RawDevice, AccountID) {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        let device = try await harness.addPerson("Carla", .collector, branch)
        try await harness.importAccounts(["A-1", "A-2"], collector: "Carla")
        return (harness, device, try harness.account("A-1"))
    }

    @Test func aPushIsAdmittedAcknowledgedAndComesBackInTheFeed() async throws {
        var (harness, device, account) = try await office()
        let outcome = try await device.sync([[try device.visit(account, note: "nobody there")]])
        #expect(outcome.welcome?.verdict == .resume)
        #expect(outcome.welcome?.scope == "collector")
        #expect(outcome.receipts.map(\.outcome.state) == [.applied])
        #expect(outcome.receipts.first?.commit ?? 0 > 0)
        #expect(outcome.has(.visit) && outcome.has(.account) && outcome.has(.branchSettings) && outcome.has(.person))
        #expect(outcome.checkpoint?.digest == outcome.digest)
        #expect(outcome.checkpoint?.caughtUp == true && outcome.checkpoint?.round == 1)
        #expect(outcome.bye?.reason == "done")
        #expect(try harness.rows(account, .visit).count == 1)
        #expect(try harness.store.verify() == [])
    }

    @Test func theCheckpointsLogHeadHasALeafPerOperation() async throws {
        var (harness, device, account) = try await office()
        let outcome = try await device.sync([[try device.visit(account)]])
        let head = try #require(outcome.checkpoint?.logHead)
        let size = try harness.store.read { try $0.logSize(head.log) }
        #expect(head.size == size && head.root.count == 32)
        #expect(outcome.receipts.first?.leafIndex == size - 1)
    }

    @Test func aRepeatIsAnsweredWithItsReceiptAndHasNoSecondEffect() async throws {
        var (harness, device, account) = try await office()
        let batch = [try device.visit(account), try device.visit(account)]
        let first = try await device.sync([batch])
        let again = try await device.sync([batch])
        #expect(again.receipts.map(\.alreadyApplied) == [true, true])
        #expect(again.receipts.map(\.commit) == first.receipts.map(\.commit))
        #expect(try harness.rows(account, .visit).count == 2)
    }

    @Test func aHelloWhosePushWasCutBoundsOnlyWhatWasMadeAfterIt() async throws {
        var (harness, device, account) = try await office()
        _ = try await device.sync()
        harness.advance(milliseconds: 3_600_000)
        let madeAt = harness.core.now
        func payment(_ device: inout RawDevice) throws -> SealedOperation {
            let made = RecordPayment(
                payment: harness.core.parts.mint(), amount: 100, currency: "MXN", method: "cash",
                claimedAt: harness.core.now)
            return try device.operation(.recordPayment(made), on: account)
        }
        let first = try payment(&device)
        harness.advance(milliseconds: 3_600_000)
        let hello = device.hello()
        try await device.talk { conversation in
            conversation.send(.hello(hello))
            _ = try await conversation.next()
            conversation.hangUp()
        }
        harness.advance(milliseconds: 3_600_000)
        let second = try payment(&device)
        let secondAt = harness.core.now
        harness.advance(milliseconds: 3_600_000)
        let outcome = try await device.sync([[first, second]])
        #expect(outcome.receipts.map(\.outcome.state) == [.applied, .applied])
        let times = try harness.rows(account, .payment).compactMap { content -> Instant? in
            if case .payment(let payment) = content { payment.effectiveAt } else { nil }
        }
        #expect(times.sorted() == [madeAt, secondAt])
    }

    @Test func theSameActInANewChainIsAnsweredWithItsReceipt() async throws {
        var (harness, device, account) = try await office()
        let coding = WireOperationCodec()
        let act = try device.visit(account)
        let first = try await device.sync([[act]])
        try await harness.setState(device.id, "quarantined")
        try await harness.setState(device.id, "active")
        var header = try coding.decodeHeader(act.header)
        (header.incarnation, header.sequence, header.previousLink) = (2, 1, [])
        let again = SealedOperation(header: try coding.encodeHeader(header), body: act.body)
        device.incarnation = 2
        device.end = ChainEnd(
            incarnation: 2, sequence: 1, link: ChainHash.link(header: again.header, hash: harness.core.parts.hash))
        let outcome = try await device.sync([[again]])
        #expect(outcome.receipts.map(\.outcome.state) == [.applied])
        #expect(outcome.receipts.map(\.commit) == first.receipts.map(\.commit))
        #expect(outcome.receipts.map(\.operation) == [header.id])
        #expect(try harness.rows(account, .visit).count == 1)
        let repeated = try await device.sync([[again]])
        #expect(repeated.receipts.map(\.outcome.state) == [.applied])
        // The chain goes on after it.
        #expect(try await device.sync([[try device.visit(account)]]).receipts.map(\.outcome.state) == [.applied])
        #expect(try harness.store.verify() == [])
    }

    @Test func aGapEndsTheExchangeAndTheNextHelloIsToldFromWhereToSend() async throws {
        var (harness, device, account) = try await office()
        let lost = try device.visit(account)
        let late = try device.visit(account)
        let outcome = try await device.sync([[late]])
        #expect(outcome.receipts.isEmpty)
        #expect(outcome.bye?.reason == "sequence_gap")
        device.acknowledged = ChainEnd(incarnation: 1, sequence: 2, link: device.end.link)
        let next = try await device.talk { [hello = device.hello()] conversation in
            conversation.send(.hello(hello))
            // Sent ahead of the Welcome: ignored, with the end of its round.
            conversation.send(.push([late]))
            conversation.send(.endOfPush(round: 1))
            conversation.send(.push([lost, late]))
            conversation.send(.endOfPush(round: 2))
            var outcome = SyncOutcome()
            while outcome.checkpoint == nil, let frame = try await conversation.next() { outcome.take(frame) }
            return outcome
        }
        #expect(next.welcome?.verdict == .sendFrom(sequence: 1))
        #expect(next.receipts.map(\.outcome.state) == [.applied, .applied])
        #expect(next.checkpoint?.round == 2)
        #expect(try harness.rows(account, .visit).count == 2)
    }

    @Test func aChainThatForksQuarantinesTheCopyThatComesSecond() async throws {
        var (harness, device, account) = try await office()
        var copy = device
        _ = try await device.sync([[try device.visit(account)]])
        let forked = try copy.visit(account, note: "the copy's")
        let outcome = try await device.talk { [hello = device.hello()] conversation in
            conversation.send(.hello(hello))
            conversation.send(.push([forked]))
            conversation.send(.endOfPush(round: 1))
            var outcome = SyncOutcome()
            while let frame = try await conversation.next() { outcome.take(frame) }
            return outcome
        }
        #expect(outcome.receipts.map(\.outcome.reason) == ["quarantine"])
        #expect(outcome.receipts.map(\.outcome.state) == [.held])
        #expect(outcome.bye?.reason == "quarantined")
        #expect(outcome.rows.isEmpty && outcome.checkpoint == nil)
        #expect(try harness.store.read { try $0.device(device.id)?.state } == .quarantined)
        #expect(try harness.rows(account, .visit).count == 1)
        // Pushed again, it is known.
        let again = try await copy.sync([[forked]])
        #expect(again.receipts.map(\.alreadyApplied) == [true])
        #expect(again.welcome?.verdict == .quarantined(reason: "chain_fork"))
    }

    @Test func anAdministratorTakesADeviceBackWithANewIncarnationAndDecidesWhatItSent() async throws {
        var (harness, device, account) = try await office()
        try await harness.setState(device.id, "quarantined")
        let held = try await device.sync([[try device.visit(account)]])
        #expect(held.receipts.map(\.outcome.reason) == ["quarantine"])
        #expect(try harness.rows(account, .visit).isEmpty)
        let entry = try await harness.setState(device.id, "active")
        #expect(entry.state == "active" && entry.incarnation == 2)
        #expect(try harness.rows(account, .visit).count == 1)
        let told = try await device.sync()
        #expect(told.welcome?.verdict == .newIncarnation(2))
        #expect(told.has(.decision))
    }

    @Test func anOperationOfAnotherDeviceIsRefusedWhole() async throws {
        var (harness, device, account) = try await office()
        let good = try device.visit(account)
        let foreign = try device.operation(
            .recordVisit(
                RecordVisit(visit: harness.core.parts.mint(), outcome: "not_home", startedAt: harness.core.now)),
            on: account, device: harness.core.parts.mint())
        let outcome = try await device.sync([[good, foreign]])
        #expect(outcome.bye?.reason == "foreign_device")
        #expect(outcome.receipts.isEmpty)
        #expect(try harness.rows(account, .visit).isEmpty)
    }

    @Test func anOperationThatCannotBeReadDoesNotBlockTheRest() async throws {
        var (harness, device, account) = try await office()
        let visit = RecordVisit(visit: harness.core.parts.mint(), outcome: "not_home", startedAt: harness.core.now)
        let fields = SetAccountFields(edits: [FieldEdit(field: "landmark", base: "", value: "green door")])
        let batch = [
            try device.operation(.recordVisit(visit), on: account, corrupt: true),
            try device.operation(.setAccountFields(fields), on: account, corrupt: true),
            try device.visit(account),
        ]
        let outcome = try await device.sync([batch])
        #expect(outcome.receipts.map(\.outcome.state) == [.held, .refused, .applied])
        #expect(outcome.receipts.map(\.outcome.reason) == ["quarantine", "malformed", ""])
    }

    @Test func whatCannotBeReadIsEndedByAnAdministratorAndItsAuthorIsTold() async throws {
        var (harness, device, account) = try await office()
        let visit = RecordVisit(visit: harness.core.parts.mint(), outcome: "not_home", startedAt: harness.core.now)
        let sealed = try device.operation(.recordVisit(visit), on: account, corrupt: true)
        #expect(try await device.sync([[sealed]]).receipts.map(\.outcome.reason) == ["quarantine"])
        let id = try harness.core.parts.operations.decodeHeader(sealed.header).id
        let outcome = { try harness.store.read { try $0.operation(id)?.receipt.outcome } }
        let yes = Cartera_V1_DecideApprovalRequest.with {
            $0.approval = id.description
            $0.granted = true
        }
        let no = Cartera_V1_DecideApprovalRequest.with {
            $0.approval = id.description
            $0.reason = "unreadable"
        }
        await #expect(throws: (any Error).self) {
            try await harness.administration { try await $0.decideApproval(yes) }
        }
        #expect(try outcome()?.state == .held)
        _ = try await harness.administration { try await $0.decideApproval(no) }
        #expect(try outcome() == Outcome(state: .refused, reason: "unreadable"))
        #expect(try await device.sync().receipts.map(\.outcome.reason) == ["unreadable"])
    }

    @Test func anOperationThatTheStoreRefusesIsQuarantinedAlone() async throws {
        let poison = Poison()
        let harness = try await ServerHarness { PoisonedStore(store: $0, poison: poison) }
        let branch = try await harness.addBranch()
        var device = try await harness.addPerson("Carla", .collector, branch)
        try await harness.importAccounts(["A-1"], collector: "Carla")
        let account = try harness.account("A-1")
        let batch = [try device.visit(account), try device.visit(account), try device.visit(account)]
        poison.link.withLock { $0 = ChainHash.link(header: batch[1].header, hash: harness.core.parts.hash) }
        let outcome = try await device.sync([batch])
        #expect(outcome.receipts.map(\.outcome.state) == [.applied, .held, .applied])
        #expect(try harness.rows(account, .visit).count == 2)
    }

    @Test func aNameThatIsTakenIsRefusedAndTheChainGoesOn() async throws {
        var (harness, device, account) = try await office()
        let name = harness.core.parts.mint()
        func visit() -> Intent {
            .recordVisit(
                RecordVisit(visit: harness.core.parts.mint(), outcome: "not_home", startedAt: harness.core.now))
        }
        let batch = [
            try device.operation(visit(), on: account, id: name), try device.operation(visit(), on: account, id: name),
            try device.visit(account),
        ]
        let outcome = try await device.sync([batch])
        #expect(outcome.receipts.map(\.outcome.state) == [.applied, .refused, .applied])
        #expect(outcome.receipts[1].outcome.reason == "id_taken" && outcome.receipts[1].operation == name)
    }

    @Test func anUnknownAccountIsRefused() async throws {
        var (harness, device, _) = try await office()
        let outcome = try await device.sync([[try device.visit(harness.core.parts.mint())]])
        #expect(outcome.receipts.map(\.outcome.reason) == ["unknown_account"])
    }

    @Test func operationsOfTheSystemAreNotADevicesToMake() async throws {
        var (_, device, account) = try await office()
        let operation = try device.operation(.assignAccount(AssignAccount(assignee: nil)), on: account)
        let outcome = try await device.sync([[operation]])
        #expect(outcome.receipts.map(\.outcome.reason) == ["not_permitted"])
    }

    @Test func aBatchAtItsLimitIsTakenAndBeyondItTheExchangeEnds() async throws {
        var (_, device, account) = try await office()
        var batch: [SealedOperation] = []
        for _ in 0..<Limits.operationsPerBatch { batch.append(try device.visit(account)) }
        let outcome = try await device.sync([batch])
        #expect(outcome.receipts.count == Limits.operationsPerBatch)
        #expect(outcome.receipts.allSatisfy { $0.outcome.state == .applied })
        var more: [SealedOperation] = []
        for _ in 0...Limits.operationsPerBatch { more.append(try device.visit(account)) }
        let refused = try await device.sync([more])
        #expect(refused.bye?.reason == "batch_too_large" && refused.receipts.isEmpty)
    }

    @Test func devicesThatPushAtOnceShareTransactions() async throws {
        let (harness, _, account) = try await office()
        let branch = try harness.store.read { try $0.branches()[0] }
        var devices: [RawDevice] = []
        for number in 0..<8 { devices.append(try await harness.addPerson("B\(number)", .branch, branch)) }
        let states = try await withThrowingTaskGroup(of: [OutcomeState].self) { group in
            for device in devices {
                group.addTask {
                    var device = device
                    return try await device.sync([[try device.visit(account)]]).receipts.map(\.outcome.state)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(states == Array(repeating: .applied, count: 8))
        #expect(try harness.rows(account, .visit).count == 8)
        #expect(try harness.store.verify() == [])
    }
}
