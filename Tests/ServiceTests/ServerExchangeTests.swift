import FieldModel
import SyncCore
import SyncStorage
import SyncWire
import Synchronization
import Testing

@testable import SyncServer

@Suite struct ServerExchangeTests {
    private func office() async throws -> (ServerHarness, BranchRecord, RawDevice, AccountID) {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        let device = try await harness.addPerson("Carla", .collector, branch)
        try await harness.importAccounts(["A-1", "A-2"], collector: "Carla")
        return (harness, branch, device, try harness.account("A-1"))
    }

    @Test func anotherProtocolIsToldWhichSideIsOld() async throws {
        let (_, _, device, _) = try await office()
        let old = try await device.sync { $0.protocolVersion = 0 }
        #expect(old.welcome?.verdict == .upgrade(oldest: 1, newest: 1, oldSide: "client"))
        let new = try await device.sync { $0.protocolVersion = 2 }
        #expect(new.welcome?.verdict == .upgrade(oldest: 1, newest: 1, oldSide: "server"))
        #expect(new.rows.isEmpty && new.bye?.reason == "upgrade")
    }

    @Test func aScopeHoldsNothingOfAnothers() async throws {
        let (harness, branch, device, _) = try await office()
        _ = try await harness.addPerson("Diego", .collector, branch)
        try await harness.importAccounts(["D-1"], collector: "Diego")
        let other = try await harness.addBranch("Norte")
        try await harness.importAccounts(["N-1"], branch: "Norte")
        let outcome = try await device.sync()
        let accounts = Set(outcome.rows.compactMap(\.account))
        #expect(accounts == [try harness.account("A-1"), try harness.account("A-2")])
        let whole = try await harness.addPerson("Sol", .supervisor, branch).sync()
        #expect(whole.rows.filter { $0.kind == UInt16(RecordKind.account.rawValue) }.count == 3)
        #expect(whole.checkpoint?.digest == whole.digest)
        let auditor = try await harness.addPerson("Ana", .auditor, nil).sync()
        #expect(auditor.welcome?.scope == "none" && auditor.rows.isEmpty && auditor.checkpoint?.round == 1)
        #expect(other.id != branch.id)
    }

    @Test func aPullGoesOnFromTheCursor() async throws {
        var (_, _, device, account) = try await office()
        let first = try await device.sync()
        let cursor = try #require(first.checkpoint?.at)
        let nothing = try await device.sync {
            $0.positions = [ReplicaPosition(cursor: cursor, digest: first.digest)]
        }
        #expect(nothing.rows.isEmpty && nothing.checkpoint?.at == cursor)
        let visit = try device.visit(account)
        let one = try await device.sync([[visit]]) {
            $0.positions = [ReplicaPosition(cursor: cursor, digest: first.digest)]
        }
        #expect(one.rows.count == 1 && one.has(.visit))
    }

    @Test func positionsOfAnotherEpochBranchOrFutureStartOver() async throws {
        let (harness, _, device, _) = try await office()
        let at = try #require(try await device.sync().checkpoint?.at)
        func verdict(_ change: (inout FeedPosition) -> Void) async throws -> WelcomeVerdict? {
            var cursor = at
            change(&cursor)
            let position = ReplicaPosition(cursor: cursor, digest: ScopeDigest())
            let outcome = try await device.sync { $0.positions = [position] }
            // Who does not compare is sent all.
            #expect(outcome.checkpoint?.digest == outcome.digest)
            return outcome.welcome?.verdict
        }
        #expect(try await verdict { $0.epoch += 1 } == .rebaseline(reason: "epoch"))
        #expect(try await verdict { $0.commit += 100 } == .rebaseline(reason: "ahead"))
        let other = harness.core.parts.mint()
        #expect(try await verdict { $0.branch = other } == .scopeChanged)
    }

    @Test func aLiveSessionIsSentOthersCommitsAndNoneThatDoNotConcernIt() async throws {
        let (harness, branch, device, account) = try await office()
        _ = try await harness.addPerson("Diego", .collector, branch)
        try await harness.importAccounts(["D-1"], collector: "Diego")
        let supervisor = try await harness.addPerson("Sol", .supervisor, branch)
        let hello = device.hello { $0.live = true }
        let other = try harness.account("D-1")
        let (page, checkpoint) = try await device.talk { conversation in
            conversation.send(.hello(hello))
            conversation.send(.endOfPush(round: 1))
            let first = try await conversation.await_ { frame -> Checkpoint? in
                if case .checkpoint(let checkpoint) = frame { checkpoint } else { nil }
            }
            conversation.send(.applied(Applied(cursor: first!.at, digest: first!.digest, comparison: "match")))
            var writer = supervisor
            _ = try await writer.sync([[try writer.visit(other), try writer.visit(account)]])
            let page = try await conversation.await_ { frame -> Page? in
                if case .page(let page) = frame { page } else { nil }
            }
            let next = try await conversation.await_ { frame -> Checkpoint? in
                if case .checkpoint(let checkpoint) = frame { checkpoint } else { nil }
            }
            conversation.send(.bye(Bye(reason: "done")))
            _ = try await conversation.await_ { _ in nil as Bool? }
            return (page, next)
        }
        let rows = try PageCoder(content: WirePageContent()).rows(of: try #require(page))
        #expect(rows.allSatisfy { $0.account == account } && rows.count == 1)
        #expect(checkpoint?.round == 0)
        let scope = SyncScope.collector(branch: branch.id, person: device.person)
        #expect(try harness.store.read { try $0.digest(scope) } == checkpoint?.digest)
    }

    @Test func revocationEndsAnOpenStreamAndTheNextCallIsTold() async throws {
        let (harness, _, device, account) = try await office()
        let hello = device.hello { $0.live = true }
        let id = device.id
        let bye = try await device.talk { conversation in
            conversation.send(.hello(hello))
            conversation.send(.endOfPush(round: 1))
            _ = try await conversation.await_ { frame -> Bool? in
                if case .checkpoint = frame { true } else { nil }
            }
            try await harness.setState(id, "revoked")
            return try await conversation.await_ { frame -> Bye? in
                if case .bye(let bye) = frame { bye } else { nil }
            }
        }
        #expect(bye?.reason == "revoked")
        #expect(harness.revoked.devices.withLock { $0 } == [device.id])
        var late = device
        let outcome = try await late.sync([[try late.visit(account)]])
        #expect(outcome.welcome?.verdict == .revoked(reason: "administrator"))
        #expect(outcome.receipts.map(\.outcome.reason) == ["quarantine"])
        #expect(outcome.rows.isEmpty && outcome.bye?.reason == "revoked")
    }

    @Test func aSecondStreamOfADeviceEndsTheFirst() async throws {
        let (_, _, device, _) = try await office()
        let hello = device.hello { $0.live = true }
        let bye = try await device.talk { conversation in
            conversation.send(.hello(hello))
            conversation.send(.endOfPush(round: 1))
            _ = try await conversation.await_ { frame -> Bool? in
                if case .checkpoint = frame { true } else { nil }
            }
            let second = try await device.sync()
            #expect(second.bye?.reason == "done")
            return try await conversation.await_ { frame -> Bye? in
                if case .bye(let bye) = frame { bye } else { nil }
            }
        }
        #expect(bye?.reason == "superseded")
    }

    @Test func aReassignedAccountLeavesOneScopeAndComesToTheOther() async throws {
        let (harness, branch, device, account) = try await office()
        let diego = try await harness.addPerson("Diego", .collector, branch)
        let before = try await device.sync()
        var late = device
        late.seen = try #require(before.checkpoint?.at)
        let reply = try await harness.assign(["A-1", "A-2", "A-9"], to: "Diego")
        #expect(reply.assigned == 2 && reply.failed.map(\.value) == ["unknown_account"])
        #expect(try await harness.assign(["A-1"], to: "Diego").unchanged == 1)
        // What the old collector had pending is taken in first-class; the receipt has no values.
        let pending = try late.visit(account)
        let fields = SetAccountFields(edits: [FieldEdit(field: "landmark", base: "", value: "green door")])
        let second = try late.operation(.setAccountFields(fields), on: account)
        let left = try await late.sync([[pending, second]]) {
            $0.positions = [ReplicaPosition(cursor: late.seen, digest: before.digest)]
        }
        #expect(left.receipts.map(\.outcome.state) == [.applied, .applied])
        #expect(left.receipts.allSatisfy { $0.outcome.findings.isEmpty && $0.outcome.conflicts.isEmpty })
        #expect(left.rows.filter { $0.state == .eviction }.map(\.id).contains(account))
        #expect(!left.rows.contains { $0.state == .live && $0.account == account })
        let arrived = try await diego.sync()
        #expect(arrived.has(.visit) && arrived.has(.registers))
        #expect(arrived.checkpoint?.digest == arrived.digest)
        #expect(try harness.store.read { try $0.pendingErasures(device: device.id) }.count == 2)
    }

    @Test func erasuresAreConfirmedByApplied() async throws {
        let (harness, branch, device, account) = try await office()
        _ = try await harness.addPerson("Diego", .collector, branch)
        _ = try await harness.assign(["A-1"], to: "Diego")
        let hello = device.hello()
        try await device.talk { conversation in
            conversation.send(.hello(hello))
            conversation.send(.endOfPush(round: 1))
            let at = try await conversation.await_ { frame -> FeedPosition? in
                if case .checkpoint(let checkpoint) = frame { checkpoint.at } else { nil }
            }
            conversation.send(
                .applied(Applied(cursor: at!, digest: ScopeDigest(), erased: [account], comparison: "match")))
            conversation.send(.bye(Bye(reason: "done")))
            _ = try await conversation.await_ { _ in nil as Bool? }
        }
        #expect(try harness.store.read { try $0.pendingErasures(device: device.id) }.isEmpty)
        let kept = try harness.store.read { try $0.device(device.id)! }
        #expect(kept.digest == "match" && kept.cursor.commit > 0)
    }

    @Test func workOnAnAccountThatTheDeviceNeverHeldIsFlaggedOrRefused() async throws {
        let (harness, branch, _, account) = try await office()
        var diego = try await harness.addPerson("Diego", .collector, branch)
        let fields = SetAccountFields(edits: [FieldEdit(field: "landmark", base: "", value: "green door")])
        let batch = [try diego.visit(account), try diego.operation(.setAccountFields(fields), on: account)]
        let outcome = try await diego.sync([batch])
        #expect(outcome.receipts.map(\.outcome.state) == [.applied, .refused])
        #expect(outcome.receipts[1].outcome.reason == "outside_scope")
        #expect(!outcome.rows.contains { $0.account == account })
        #expect(try harness.rows(account, .finding).count == 1)
    }

    @Test("what a copy wrote before it heard that the account left counts, though another has erased it in both names")
    func workOfACopyThatHeldTheAccount() async throws {
        var (harness, branch, device, account) = try await office()
        let held = try #require(try await device.sync().checkpoint?.at)
        _ = try await harness.addPerson("Diego", .collector, branch)
        _ = try await harness.assign(["A-1"], to: "Diego")
        try harness.store.write { try $0.confirmErasure(device: device.id, accounts: [account]) }
        let left = try await device.sync().checkpoint?.at
        func edit(_ value: String, at seen: FeedPosition?) async throws -> Outcome? {
            device.seen = try #require(seen)
            let fields = SetAccountFields(edits: [FieldEdit(field: "landmark", base: "", value: value)])
            return try await device.sync([[try device.operation(.setAccountFields(fields), on: account)]])
                .receipts.first?.outcome
        }
        #expect(try await edit("green door", at: held)?.state == .applied)
        // Whoever has heard of it does not hold it any more.
        #expect(try await edit("red door", at: left)?.reason == "outside_scope")
        #expect(try harness.store.verify() == [])
    }

    @Test func anOlderCertificateThanOneUsedSinceMeansACopy() async throws {
        var (harness, _, device, _) = try await office()
        device.generation = 3
        _ = try await device.sync()
        device.generation = 2
        let outcome = try await device.sync()
        #expect(outcome.welcome?.verdict == .quarantined(reason: "old_certificate"))
        #expect(try harness.store.read { try $0.device(device.id)?.state } == .quarantined)
    }

    @Test func aLaptopThatWasSetBackIsNoticedAtItsHello() async throws {
        var (_, _, device, account) = try await office()
        let image = device
        _ = try await device.sync([[try device.visit(account)]])
        let outcome = try await image.sync()
        #expect(outcome.welcome?.verdict == .quarantined(reason: "chain_behind"))
    }

    @Test func aCertificateIsRenewedInTheWelcomeAndTheSameRequestGetsTheSame() async throws {
        let (_, _, device, _) = try await office()
        let first = try await device.sync { $0.renewalRequest = Array("key 2".utf8) }.welcome?.renewedCertificate
        let again = try await device.sync { $0.renewalRequest = Array("key 2".utf8) }.welcome?.renewedCertificate
        #expect(first == again && first?.isEmpty == false)
        let bad = try await device.sync { $0.renewalRequest = Array("bad".utf8) }
        #expect(bad.bye?.reason == "certificate_request_refused")
    }

    @Test func aClockThatJumpedIsFlagged() async throws {
        var (harness, _, device, account) = try await office()
        func sync(_ device: RawDevice, wall: Int64, monotonic: Int64) async throws -> SyncOutcome {
            try await device.sync {
                $0.wallClock = ServerHarness.start + wall
                $0.monotonic = monotonic
                $0.bootID = [1, 2, 3]
            }
        }
        _ = try await sync(device, wall: -60_000, monotonic: 1_000)
        #expect(try harness.store.read { try $0.device(device.id)!.clockOffset } == 60_000)
        harness.advance(milliseconds: 3_600_000)
        _ = try await sync(device, wall: 3_540_000, monotonic: 3_601_000)
        #expect(try harness.store.read { try !$0.device(device.id)!.clockSuspect })
        harness.advance(milliseconds: 3_600_000)
        _ = try await sync(device, wall: 10_800_000, monotonic: 7_201_000)
        #expect(try harness.store.read { try $0.device(device.id)!.clockSuspect })
        _ = try device.visit(account)
    }

    @Test func aStreamThatDoesNotBeginWithHelloEnds() async throws {
        let (_, _, device, _) = try await office()
        let bye = try await device.talk { conversation in
            conversation.send(.endOfPush(round: 1))
            return try await conversation.await_ { frame -> Bye? in
                if case .bye(let bye) = frame { bye } else { nil }
            }
        }
        #expect(bye?.reason == "unexpected_frame")
    }

    @Test func repairNarrowsAndSendsTheRowsThatDiffer() async throws {
        let (_, branch, device, _) = try await office()
        let hello = device.hello()
        let replies = try await device.talk { conversation in
            var replies: [RepairReply] = []
            conversation.send(.hello(hello))
            conversation.send(.endOfPush(round: 1))
            _ = try await conversation.await_ { frame -> Bool? in
                if case .checkpoint = frame { true } else { nil }
            }
            func ask(_ request: RepairRequest, _ conversation: inout Conversation) async throws -> RepairReply {
                conversation.send(.repair(request))
                return try await conversation.await_ { frame -> RepairReply? in
                    if case .repair(let reply) = frame { reply } else { nil }
                }!
            }
            let whole = RepairRequest(branch: branch.id, ranges: [RepairRange(prefix: [], digest: ScopeDigest())])
            let first = try await ask(whole, &conversation)
            let ranges = first.ranges.map { RepairRange(prefix: $0.prefix, digest: ScopeDigest()) }
            let strange = KeyedRowDigest(kind: 4, id: branch.id, digest: [UInt8](repeating: 7, count: 16))
            let leaves = RepairRequest(branch: branch.id, ranges: ranges, rows: [strange], leaves: true)
            replies = [first, try await ask(leaves, &conversation)]
            conversation.send(.bye(Bye(reason: "done")))
            _ = try await conversation.await_ { _ in nil as Bool? }
            return replies
        }
        let sum = replies[0].ranges.reduce(ScopeDigest()) { $0 + $1.digest }
        #expect(sum.count == Int64(replies[1].rows.count))
        #expect(replies[1].surplus.map(\.id) == [branch.id])
    }
}
