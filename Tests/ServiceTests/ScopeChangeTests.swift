import FieldModel
import GRPCCore
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// Two branches: Ana collects in Centro, where Beatriz supervises; Rosa collects in Norte, which has an office.
struct TwoBranches {
    let world: ClientWorld
    let north: BranchRecord
    let boss: Laptop
    let rosa: Laptop
    let norte: Laptop

    var harness: ServerHarness { world.harness }
    var ana: Laptop { world.ana }
    var centro: Laptop { world.office }

    init() async throws {
        let world = try await ClientWorld()
        self.world = world
        north = try await world.harness.addBranch("Norte", zone: "America/Monterrey")
        boss = try await Self.laptop(world, "Beatriz", .supervisor, world.branch)
        rosa = try await Self.laptop(world, "Rosa", .collector, north)
        norte = try await Self.laptop(world, "OficinaNorte", .branch, north)
        try await sync(ana, centro, boss, rosa, norte)
    }

    private static func laptop(
        _ world: ClientWorld, _ name: String, _ role: Role, _ branch: BranchRecord
    ) async throws -> Laptop {
        try Laptop(try await world.harness.addPerson(name, role, branch), name: name, role: role, branch: branch)
    }

    func sync(_ laptops: Laptop...) async throws {
        for laptop in laptops {
            let result = try await laptop.exchange()
            #expect(result.ending == .done)
            #expect(result.report.digest == "match")
            #expect(result.report.repairedRows == 0)
        }
    }

    @discardableResult
    func move(_ numbers: String..., to person: String) async throws -> Cartera_V1_AssignReply {
        let request = Cartera_V1_AssignRequest.with {
            $0.accounts = numbers
            $0.to = person
            $0.acrossBranches = true
        }
        return try await harness.administration { try await $0.assign(request) }
    }

    @discardableResult
    func set(_ person: String, role: String = "", branch: String = "") async throws -> Cartera_V1_PersonEntry {
        let request = Cartera_V1_SetPersonRequest.with {
            $0.person = person
            $0.role = role
            $0.branch = branch
        }
        return try await harness.administration { try await $0.setPerson(request) }
    }

    func visit(_ laptop: Laptop, _ account: AccountID, _ note: String) throws -> OperationID {
        var words = VisitWords()
        words.outcome = "not_home"
        words.note = note
        return try laptop.acting.recordVisit(account, words).operation
    }

    func pending(_ laptop: Laptop) throws -> Int {
        try harness.store.read { try $0.pendingErasures(device: laptop.device.id).count }
    }

    func receipt(_ laptop: Laptop, _ operation: OperationID) throws -> Receipt? {
        try laptop.parts.store.read { try $0.operation(operation)?.receipt }
    }

    func notes(_ account: AccountID) throws -> [String] {
        try harness.rows(account, .visit).compactMap { if case .visit(let visit) = $0 { visit.note } else { nil } }
            .sorted()
    }

    func isSound() throws { #expect(try harness.store.verify() == []) }
}

@Suite("Accounts that move between branches")
struct BranchMoveTests {
    @Test("leave every laptop of the old branch and appear on the new one's; unsent work is taken in")
    func moving() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        let unsent = try world.visit(world.ana, account, "antes del traslado")
        #expect(try await world.move("A-1", to: "Rosa").assigned == 1)
        #expect(try [world.ana, world.centro, world.boss].map(world.pending) == [1, 1, 1])
        try await world.sync(world.rosa, world.norte)
        #expect(try !world.rosa.rows(account).isEmpty && !world.norte.rows(account).isEmpty)

        try await world.sync(world.ana, world.centro, world.boss)
        for laptop in [world.ana, world.centro, world.boss] {
            #expect(try laptop.rows(account).isEmpty)
            #expect(try world.pending(laptop) == 0)
        }
        #expect(try !world.ana.holds("antes del traslado"))
        #expect(try world.receipt(world.ana, unsent)?.outcome.state == .applied)
        #expect(try world.receipt(world.ana, unsent)?.branch == world.north.id)
        #expect(try world.ana.parts.store.read { try $0.operationCount(states: [.pending, .acknowledged]) } == 0)
        #expect(try world.harness.rows(account, .finding).isEmpty)
        try await world.sync(world.rosa, world.norte)
        #expect(try world.notes(account) == ["antes del traslado"])
        // Whose note it is has a name where it is read.
        let author = try #require(try world.ana.parts.store.read { try $0.operation(unsent)?.header.author })
        let named = try world.harness.store.read {
            try $0.rows(kind: .person, branch: world.north.id, after: nil, limit: 100).map(\.id)
        }
        #expect(named.contains(author))
        try world.isSound()
    }

    @Test("and back again, and again: nothing is lost, nothing twice")
    func backAndForth() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        for round in 0..<3 {
            _ = try world.visit(world.ana, account, "centro \(round)")
            try await world.move("A-1", to: "Rosa")
            if round != 1 { try await world.sync(world.ana) }
            try await world.sync(world.rosa)
            _ = try world.visit(world.rosa, account, "norte \(round)")
            try await world.move("A-1", to: "Ana")
            try await world.sync(world.rosa, world.ana, world.centro, world.norte)
            #expect(try world.rosa.rows(account).isEmpty && world.norte.rows(account).isEmpty)
            #expect(try !world.centro.rows(account).isEmpty)
        }
        let rounds = (0..<3).map(String.init)
        #expect(try world.notes(account) == rounds.map { "centro " + $0 } + rounds.map { "norte " + $0 })
        let shown = try world.ana.rows(account).count { $0.kind == UInt16(RecordKind.visit.rawValue) }
        #expect(shown == 6)
        #expect(try [world.ana, world.rosa, world.centro, world.norte, world.boss].map(world.pending).suffix(1) == [0])
        try world.isSound()
    }

    @Test("an open conflict goes along, and is resolved where the account is")
    func inConflict() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        _ = try world.ana.acting.setAccountFields(account, [("preferred_hour", "18:00")])
        _ = try world.centro.acting.setAccountFields(account, [("preferred_hour", "09:30")])
        try await world.sync(world.ana)
        // The second edit is still unsent when the account leaves.
        try await world.move("A-1", to: "Rosa")
        try await world.sync(world.centro, world.rosa)
        let conflicts = try world.rosa.view { try ConflictViews.list($0, all: false) }
        #expect(conflicts.count == 1)
        guard case .string(let id)? = conflicts.first?["id"], let conflict = Identifier(id) else { return }
        _ = try world.rosa.acting.resolveConflict(conflict, keep: .first)
        try await world.sync(world.rosa, world.norte, world.ana)
        #expect(try world.norte.view { try ConflictViews.list($0, all: false) }.isEmpty)
        try world.isSound()
    }

    @Test("what was done before is known in the new branch: no conflict with one's own past")
    func known() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        _ = try world.ana.acting.setAccountFields(account, [("preferred_hour", "18:00")])
        let point = try world.ana.acting.addContactPoint(
            account, AddContactPoint(point: .nil_, kind: .phone, value: "5587654321")
        ).record
        try await world.sync(world.ana)
        try await world.move("A-1", to: "Rosa")
        try await world.sync(world.rosa)
        _ = try world.rosa.acting.setAccountFields(account, [("preferred_hour", "09:30")])
        _ = try world.rosa.acting.removeContactPoint(point)
        #expect(try await world.rosa.exchange().report.receipts.applied == 2)
        #expect(try world.harness.rows(account, .conflict).isEmpty)
        try world.isSound()
    }

    @Test("what waits for a yes waits in the new branch")
    func held() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        let flag = Intent.setFlag(SetFlag(flag: world.ana.parts.mintID(), kind: Vocabulary.flags[0]))
        let waiting = try world.ana.acting.act { view in
            PlannedAct(account: account, record: account, intent: flag, dependsOn: [view.mint()])
        }
        try await world.sync(world.ana)
        try await world.move("A-1", to: "Rosa")
        let stored = try world.harness.store.read { try $0.operation(waiting.operation) }
        #expect(stored?.receipt.outcome.state == .held)
        #expect(stored?.receipt.branch == world.north.id)
        let decision = DecideOperation(operation: waiting.operation, device: world.ana.device.id, granted: false)
        let north = world.north
        _ = try await world.harness.core.admit {
            try $0.submit(.decideOperation(decision), account: account, branch: north, author: north.systemDevice)
        }
        try await world.sync(world.ana)
        #expect(try world.receipt(world.ana, waiting.operation)?.outcome.state == .refused)
        try world.isSound()
    }

    @Test("are asked for: a collector of another branch is else a mistake, and nobody of one branch may")
    func permission() async throws {
        let world = try await TwoBranches()
        #expect(try await world.harness.assign(["A-1"], to: "Rosa").failed.map(\.value) == ["other_branch"])
        let boss = PeerIdentity(
            device: world.boss.device.id, generation: 1, certificateEnds: ServerHarness.start + 1 << 40)
        let request = Cartera_V1_AssignRequest.with {
            $0.accounts = ["A-1"]
            $0.to = "Rosa"
            $0.acrossBranches = true
        }
        await #expect(throws: RPCError.self) {
            try await world.harness.administration(as: boss) { try await $0.assign(request) }
        }
        #expect(try await world.move("A-1", to: "Rosa").assigned == 1)
        #expect(try await world.move("A-1", to: "Rosa").unchanged == 1)
    }
}

@Suite("Persons whose role or branch changes")
struct RoleChangeTests {
    @Test("a supervisor who becomes a collector keeps nothing that is not his, and it is no damage")
    func demoted() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        let unsent = try world.visit(world.boss, account, "lo vi yo")
        try await world.set("Beatriz", role: "collector")
        #expect(try world.pending(world.boss) == 2)
        try await world.sync(world.boss)
        #expect(try world.boss.rows(account).isEmpty)
        #expect(try world.receipt(world.boss, unsent)?.outcome.state == .applied)
        #expect(try world.harness.rows(account, .finding).isEmpty)
        try await world.sync(world.boss)
        #expect(try world.pending(world.boss) == 0)
        #expect(try !world.boss.holds("lo vi yo"))
        #expect(try !world.boss.holds("Juana Pérez"))
        try await world.set("Beatriz", role: "supervisor")
        try await world.sync(world.boss)
        #expect(try !world.boss.rows(account).isEmpty)
        #expect(try world.pending(world.boss) == 0)
    }

    @Test("a role without a replica leaves nothing on the laptop, and says so")
    func unscoped() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        try await world.set("Beatriz", role: "auditor")
        _ = try await world.boss.exchange()
        #expect(try world.boss.rows(account).isEmpty)
        _ = try await world.boss.exchange()
        #expect(try world.pending(world.boss) == 0)
        #expect(try !world.boss.holds("Juana Pérez"))
        try await world.set("Beatriz", role: "supervisor", branch: "Norte")
        try await world.sync(world.boss)
        #expect(try world.boss.view { try StatusView.status($0) }["branch"] == .string("Norte"))
    }

    @Test("a laptop that does not say what its rows are of is told all the same")
    func oldProgram() async throws {
        let world = try await TwoBranches()
        try world.boss.parts.store.write { try $0.set(.replicaScope, nil as String?) }
        try await world.set("Beatriz", role: "collector")
        try await world.sync(world.boss)
        #expect(try world.boss.rows(try world.world.account()).isEmpty)
    }

    @Test("wherever the wire is cut, the laptop ends up in its new scope", arguments: 0..<6)
    func cutAnywhere(frames: Int) async throws {
        let world = try await TwoBranches()
        try await world.set("Beatriz", role: "collector")
        for fault in [Fault.cutAfterServerFrames(frames), .cutAfterDeviceFrames(frames)] {
            do { try await world.boss.exchange(fault) } catch {}
        }
        try await world.sync(world.boss, world.boss)
        #expect(try world.boss.rows(try world.world.account()).isEmpty)
        #expect(try world.pending(world.boss) == 0)
    }

    @Test("a new chain comes first, then the new scope, and nothing of it is a repair")
    func newIncarnation() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        _ = try await world.harness.setState(world.boss.device.id, "quarantined")
        _ = try await world.harness.setState(world.boss.device.id, "active")
        try await world.set("Beatriz", role: "collector")
        let first = try await world.boss.exchange()
        #expect(first.ending == .done && first.report.repairedRows == 0)
        try await world.sync(world.boss)
        #expect(try world.boss.rows(account).isEmpty)
    }

    @Test("who moves to another branch has its accounts, and gives his own on first")
    func otherBranch() async throws {
        let world = try await TwoBranches()
        let account = try world.world.account()
        await #expect(throws: RPCError.self) { try await world.set("Ana", branch: "Norte") }
        // One of them moves on with her.
        try await world.move("A-1", to: "Rosa")
        _ = try await world.harness.assign(["A-2"], to: "Luis")
        try await world.set("Ana", branch: "Norte")
        let request = Cartera_V1_AssignRequest.with {
            $0.accounts = ["A-1"]
            $0.to = "Ana"
        }
        #expect(try await world.harness.administration { try await $0.assign(request) }.assigned == 1)
        _ = try world.visit(world.ana, account, "en camino")
        try await world.sync(world.ana, world.ana)
        #expect(try !world.ana.rows(account).isEmpty)
        #expect(try world.ana.rows(try world.world.account("A-2")).isEmpty)
        #expect(try world.notes(account) == ["en camino"])
        #expect(try world.pending(world.ana) == 0)
        #expect(try world.ana.holds("en camino"))
        try world.isSound()
    }

    @Test("nobody changes his own, and what does not fit is refused")
    func refused() async throws {
        let world = try await TwoBranches()
        func code(_ person: String, _ role: String, _ branch: String = "") async -> String {
            do {
                try await world.set(person, role: role, branch: branch)
                return ""
            } catch let error as RPCError {
                return "\(error.code)"
            } catch { return "?" }
        }
        #expect(await code("Ada", "auditor") == "\(RPCError.Code.permissionDenied)")
        #expect(await code("Beatriz", "boss") == "\(RPCError.Code.invalidArgument)")
        #expect(await code("Beatriz", "auditor", "Centro") == "\(RPCError.Code.invalidArgument)")
        #expect(await code("Ana", "supervisor") == "\(RPCError.Code.failedPrecondition)")
        let invited = Cartera_V1_NameRequest.with { $0.name = "Beatriz" }
        _ = try await world.harness.administration { try await $0.invite(invited) }
        try await world.set("Beatriz", role: "compliance")
        #expect(try world.harness.store.read { try $0.invitations().allSatisfy(\.revoked) })
    }
}
