import SyncSimulation
import Testing

@Suite("Caps with holders who are away")
struct CapRespectedTests {
    @Test("are never exceeded by what was granted, however many are away at once")
    func respected() throws {
        var (planned, takenBack, restores) = (0, 0, 0)
        for seed in UInt64(1)...150 {
            let run = try CapWorld.run(seed: seed)
            #expect(run.violation == nil, "seed \(seed)")
            planned += run.planned
            takenBack += run.takenBack
            restores += run.restores
        }
        // Grants go out at all: a server that grants nothing would never break a cap.
        #expect(planned > 1000 && takenBack > 100 && restores > 30)
    }

    @Test(
        "are exceeded as soon as holders forget what they were granted, what they spent or planned elsewhere, or a server",
        arguments: [PlantedBug.forgottenGrant, .uncountedSpend, .forgottenSibling, .hastyRestore])
    func planted(plant: PlantedBug) throws {
        let found = try (UInt64(1)...150).contains { try CapWorld.run(seed: $0, plant: plant).violation != nil }
        #expect(found)
    }

    @Test("give the same run for the same seed")
    func deterministic() throws {
        #expect(try CapWorld.run(seed: 7) == CapWorld.run(seed: 7))
    }
}
