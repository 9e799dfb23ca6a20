import FieldModel
import SimulationStores
import SyncCore
import SyncSimulation
import Testing

@Suite("The product's replica in the simulated world")
struct SimulatedReplicaTests {
    @Test("is as the model of it after every transaction", arguments: UInt64(1)...12)
    func isAsTheModel(seed: UInt64) throws {
        let folder = try TestFolder()
        let twins = ReplicaTwins(folder: folder.path)
        let run = Simulation.run(seed: seed, SimulationOptions(twins: twins.making))
        #expect(run.violation == nil)
        // Who watches changes nothing.
        #expect(run.traceHash == Simulation.run(seed: seed).traceHash)
    }

    @Test(
        "is found out when it forgets something", arguments: Forgetful.Forgotten.allCases)
    func isFoundOut(what: Forgetful.Forgotten) throws {
        let folder = try TestFolder()
        let twins = ReplicaTwins(folder: folder.path)
        let making: TwinMaking = { Forgetful(of: what, try twins.making($0)) }
        let found = (UInt64(1)...20).lazy.compactMap {
            Simulation.run(seed: $0, SimulationOptions(twins: making)).violation
        }.first
        #expect(found?.invariant == .sameReplica)
    }
}

/// A replica that leaves one kind of transaction out.
final class Forgetful: ReplicaTwin {
    enum Forgotten: CaseIterable { case receipts, pages, welcomes, checkpoints }

    private let what: Forgotten
    private let twin: any ReplicaTwin

    init(of what: Forgotten, _ twin: any ReplicaTwin) {
        self.what = what
        self.twin = twin
    }

    func take(_ receipts: [Receipt]) throws { if what != .receipts { try twin.take(receipts) } }
    func take(_ rows: [FeedRow], reaching position: FeedPosition) throws {
        try twin.take(what == .pages ? [] : rows, reaching: position)
    }
    func keep(_ welcome: Welcome) throws { if what != .welcomes { try twin.keep(welcome) } }
    func reach(_ checkpoint: Checkpoint) throws { if what != .checkpoints { try twin.reach(checkpoint) } }

    func prepare(_ clocks: TwinClocks, unknownKinds: Set<RecordKind>) {
        twin.prepare(clocks, unknownKinds: unknownKinds)
    }
    func act(like made: OutboxEntry) throws { try twin.act(like: made) }
    func hello() throws -> Hello { try twin.hello() }
    func startOver() throws { try twin.startOver() }
    func rechain(_ incarnation: UInt32) throws { try twin.rechain(incarnation) }
    func take(_ reply: RepairReply) throws { try twin.take(reply) }
    func damage(_ key: RecordKey, bit: Int?) throws { try twin.damage(key, bit: bit) }
    func ownDamage() throws { try twin.ownDamage() }
    func copied() throws -> any ReplicaTwin { Forgetful(of: what, try twin.copied()) }
    func state(showing accounts: [AccountID]) throws -> ReplicaState { try twin.state(showing: accounts) }
}
