import SimulationStores
import SyncSimulation
import Testing

@Suite("The simulated world over SQLite")
struct SimulatedWorldTests {
    @Test("keeps every invariant in twenty-five seeds, as it does in memory", arguments: UInt64(1)...25)
    func holds(seed: UInt64) throws {
        let folder = try TestFolder()
        let stores = SQLiteStores(folder: folder.path)
        let run = Simulation.run(seed: seed, SimulationOptions(stores: stores.making))
        #expect(run.violation == nil)
        // The store must not matter at all: the same things happen in the same order.
        #expect(run.traceHash == Simulation.run(seed: seed).traceHash)
    }

    @Test(
        "finds bugs of the server's shell over SQLite too",
        arguments: [.acknowledgeBeforeCommit, .idReuseAfterRestore] as [PlantedBug])
    func finds(plant: PlantedBug) throws {
        let folder = try TestFolder()
        let stores = SQLiteStores(folder: folder.path)
        let options = SimulationOptions(plant: plant, stores: stores.making)
        #expect((UInt64(1)...100).contains { Simulation.run(seed: $0, options).violation != nil })
    }
}
