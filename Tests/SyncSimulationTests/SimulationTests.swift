import SyncSimulation
import Testing

@Suite("The simulated world")
struct SimulationTests {
    @Test("keeps every invariant in fifty seeds without a planted bug")
    func cleanSeeds() {
        for seed in UInt64(1)...50 {
            let run = Simulation.run(seed: seed)
            #expect(run.violation == nil, "seed \(seed)")
        }
    }

    @Test("finds each planted bug within 500 seeds", arguments: PlantedBug.allCases)
    func plantedBugs(plant: PlantedBug) {
        let options = SimulationOptions(plant: plant)
        let found = (UInt64(1)...500).first { Simulation.run(seed: $0, options).violation != nil }
        #expect(found != nil)
    }

    @Test("gives the same trace when a seed runs again")
    func sameTrace() {
        for seed in UInt64(20)...22 {
            #expect(Simulation.run(seed: seed).traceHash == Simulation.run(seed: seed).traceHash)
        }
        #expect(Simulation.run(seed: 20).traceHash != Simulation.run(seed: 21).traceHash)
    }

    @Test("shrinks a failing seed to fewer steps of the same violation")
    func shrinking() throws {
        let options = SimulationOptions(plant: .missingDedupe)
        let failed = try #require(
            (UInt64(1)...500).lazy.map { Simulation.run(seed: $0, options) }.first { $0.violation != nil })
        let shrunk = Simulation.shrink(failed, options)
        #expect(shrunk.violation?.invariant == failed.violation?.invariant)
        #expect(shrunk.steps.count < failed.steps.count)
        #expect(!shrunk.trace.isEmpty)
    }

    /// 21: a resolution dropped a value that had taken the place of one its author saw. 90, 192, 299: a late second
    /// resolution overwrote an edit made after the first.
    @Test("keeps every value that a resolution had not seen", arguments: [21, 90, 192, 299] as [UInt64])
    func resolutionsKeepUnseenValues(seed: UInt64) {
        #expect(Simulation.run(seed: seed, SimulationOptions()).violation == nil)
    }
}
