import FieldModel
import FieldRules
import SyncCore
import Testing

@testable import SyncSimulation

/// What waits in quarantine and cannot be read, decided by the real admission over a store in memory.
@Suite("An operation in quarantine of which nothing can be read")
struct QuarantineTests {
    enum Body: CaseIterable, Sendable { case erased, unreadable, newer }

    private var world = World(seed: 1, SimulationOptions(extras: false))
    private var dice = Dice(1)
    private let device: DeviceID
    private let account: AccountID
    private let name: OperationID

    init() throws {
        device = world.devices[0].actor.device
        account = try #require(world.server.accounts.first)
        name = .version7(at: world.now, using: &dice)
    }

    /// Puts it there, as it came.
    private mutating func keep(_ body: Body, withdrawnBy: OperationID? = nil) throws {
        let codec = world.server.codec
        let hash = FastHash()
        let intent = Intent.setFlag(SetFlag(flag: .version7(at: world.now, using: &dice), kind: Vocabulary.flags[0]))
        let encoded = try codec.encodeIntent(intent)
        let salt = [UInt8](repeating: 7, count: 16)
        let header = OperationHeader(
            id: name, device: device, incarnation: 1, sequence: 1, account: account, kind: intent.kind,
            wallClock: world.now, commitment: ChainHash.commitment(salt: salt, intent: encoded, hash: hash),
            author: world.devices[0].actor.person)
        let bytes = try codec.encodeHeader(header)
        let kept: [UInt8] =
            switch body {
            case .erased: []
            case .unreadable: [1, 2, 3]
            case .newer: try codec.encodeBody(salt: salt, intent: encoded)
            }
        if body == .newer { world.server.unknownIntents = [intent.kind] }
        let operation = StoredOperation(
            header: header, sealed: SealedOperation(header: bytes, body: kept, withdrawnBy: withdrawnBy),
            link: ChainHash.link(header: bytes, hash: hash),
            receipt: Receipt(
                operation: name, device: device, sequence: 1,
                outcome: FieldModel.Outcome(state: .held, reason: AdmissionReason.quarantine), receivedAt: world.now))
        try world.server.store.write { try $0.append(operation) }
    }

    private mutating func admit<T>(_ body: (inout Admission, BranchRecord) throws -> T) throws -> T {
        let branch = try #require(world.server.read { try $0.branch(world.server.branch) })
        return try world.server.admit(now: world.now, using: &dice) { try body(&$0, branch) }.value
    }

    private mutating func decide(granted: Bool) throws -> FieldModel.Outcome {
        let decision = DecideOperation(operation: name, device: device, granted: granted)
        let (account, author) = (account, world.server.system.person)
        return try admit { try $0.submit(.decideOperation(decision), account: account, branch: $1, author: author) }
            .outcome
    }

    private var outcome: FieldModel.Outcome? { world.server.operation(name)?.receipt.outcome }
    /// What the device is told when it comes next.
    private var told: String? { world.server.read { try $0.setting("late.\(device).0") } }

    @Test(
        "can be refused, and its author hears of it; granted it cannot be",
        arguments: zip(Body.allCases, ["body_missing", "body_unreadable", "body_newer"]))
    mutating func decided(body: Body, code: String) throws {
        try keep(body)
        #expect(try decide(granted: true) == FieldModel.Outcome(state: .refused, reason: code))
        #expect(outcome?.state == .held && told == nil)
        #expect(try decide(granted: false).state == .applied)
        #expect(outcome == FieldModel.Outcome(state: .refused, reason: "denied"))
        #expect(told == name.description)
        #expect(try decide(granted: false).reason == "not_held")
    }

    @Test("is decided with the others when the device is taken in again, where there is anything to decide")
    mutating func released() throws {
        let expected: [Body: (state: OutcomeState, reason: String)] = [
            .erased: (.refused, "body_missing"), .unreadable: (.held, "quarantine"), .newer: (.held, "unsupported"),
        ]
        for body in Body.allCases {
            var tests = try QuarantineTests()
            try tests.keep(body)
            try tests.release()
            #expect(tests.outcome?.state == expected[body]?.state)
            #expect(tests.outcome?.reason == expected[body]?.reason)
        }
        try keep(.erased, withdrawnBy: .version7(at: world.now, using: &dice))
        try release()
        #expect(outcome?.state == .withdrawn)
    }

    private mutating func release() throws {
        let held = try #require(world.server.operation(name))
        let author = world.server.system.person
        try admit { try $0.release(held, branch: $1, author: author) }
    }
}
