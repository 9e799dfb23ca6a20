import FieldModel
import Foundation
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// A program that does not know one kind of operation yet.
private struct OlderOperations: OperationCoding {
    let unknown: Int
    private let inner = WireOperationCodec()

    init(unknown: Int) { self.unknown = unknown }

    func encodeHeader(_ header: OperationHeader) throws -> [UInt8] { try inner.encodeHeader(header) }
    func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader { try inner.decodeHeader(bytes) }
    func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8] {
        try inner.encodeBody(salt: salt, intent: intent)
    }
    func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8]) { try inner.decodeBody(bytes) }
    func encodeIntent(_ intent: Intent) throws -> [UInt8] { try inner.encodeIntent(intent) }
    func decodeIntent(_ bytes: [UInt8]) throws -> Intent {
        let intent = try inner.decodeIntent(bytes)
        return intent.kind == unknown ? .unknown(kind: unknown) : intent
    }
}

@Suite("One version apart")
struct VersionTests {
    private let kind = Intent.setFlag(SetFlag(flag: .nil_, kind: "")).kind

    @Test("what an older server does not know is held, blocks nothing, and is decided after its upgrade")
    func newerClient() async throws {
        let old = try await ServerHarness(operations: OlderOperations(unknown: kind))
        let branch = try await old.addBranch()
        let ana = try Laptop(
            try await old.addPerson("Ana", .collector, branch), name: "Ana", role: .collector, branch: branch)
        try await old.importAccounts(["A-1"], collector: "Ana")
        try await ana.exchange()
        let account = try old.account("A-1")
        let flag = SetFlag(flag: ana.parts.mintID(), kind: Vocabulary.flags[0])
        let newer = try ana.acting.act { _ in
            PlannedAct(account: account, record: flag.flag, intent: .setFlag(flag))
        }.operation
        var words = VisitWords()
        words.outcome = "not_home"
        let plain = try ana.acting.recordVisit(account, words).operation
        let held = try await ana.exchange()
        #expect(held.report.receipts.held == 1 && held.report.receipts.applied == 1)
        #expect(held.report.digest == "match")
        func receipt(_ operation: OperationID) throws -> Outcome? {
            try ana.parts.store.read { try $0.operation(operation)?.receipt?.outcome }
        }
        #expect(try receipt(newer) == Outcome(state: .held, reason: "unsupported"))
        #expect(try receipt(plain)?.state == .applied)
        // A start without the upgrade decides nothing.
        #expect(try await UpgradeJudge(core: old.core).judge() == 0)

        let new = try await ServerHarness(copy: (try old.backup(), old))
        #expect(try await UpgradeJudge(core: new.core).judge() == 1)
        #expect(try await UpgradeJudge(core: new.core).judge() == 0)
        #expect(try new.rows(account, .flag).count == 1)
        let after = try await ana.exchange(with: new)
        #expect(after.report.digest == "match")
        #expect(try receipt(newer)?.state == .applied)
        #expect(try ana.parts.store.read { try $0.operationCount(states: [.pending, .acknowledged]) } == 0)
        #expect(try new.store.verify() == [])
    }

    @Test("a record that an older laptop cannot read is kept as it came, counted, and shown after its upgrade")
    func newerServer() async throws {
        let world = try await ClientWorld()
        let account = try world.account()
        let branch = world.branch
        let core = world.harness.core
        let person = world.ana.device.person
        // A promise in a state of a newer version, and a row of a kind that no program of today knows.
        var promise = Cartera_V1_PromiseToPay()
        promise.state = .UNRECOGNIZED(23)
        let bytes: [UInt8] = try promise.serializedBytes()
        let id = core.parts.mint()
        try await core.writer.perform { transaction in
            let commit = try transaction.nextCommit(branch.id)
            try transaction.put(
                branch: branch.id, audience: .collector(person), key: RecordKey(kind: .promise, id: id),
                account: account, version: RecordVersion(epoch: try transaction.head(branch.id).epoch, commit: commit),
                bytes: bytes)
        }
        #expect(try await world.ana.exchange().report.digest == "match")
        let stored = try #require(try world.ana.parts.store.read { try $0.row(kind: .promise, id: id) })
        #expect(stored.bytes == bytes)
        #expect(try world.ana.view { try Undecoded.count($0) } == 1)
        let shown = try world.ana.view { try AccountViews.show(account, $0) }
        #expect(shown["promises"] == .array([]))
        // The same file under a program that can read it: nothing had to be sent again.
        let old = FeedRow(
            kind: 900, id: core.parts.mint(), account: account, version: RecordVersion(epoch: 1, commit: 1),
            feedCommit: 1, bytes: [1])
        try world.ana.parts.store.write { _ = try $0.apply([old], branch: branch.id) { _ in nil } }
        #expect(try world.ana.view { try Undecoded.count($0) } == 2)
    }
}
