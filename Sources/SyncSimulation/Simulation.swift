internal import FieldModel

/// What became of one seed.
package struct SimulationRun: Sendable {
    package var seed: UInt64
    package var violation: Violation?
    package var steps: [Step]
    package var traceHash: UInt64
    package var trace: [String]
    /// How many operations people did, and were admitted.
    package var operations: Int
    package var commits: UInt64
    package var conflicts: Int
}

/// Worlds by number.
package enum Simulation {
    package static func plan(seed: UInt64) -> [Step] {
        var dice = Dice(seed ^ 0x5354_4550_5300_0000)
        var setup = Dice(seed)
        _ = setup.next()
        let rates = Rates(using: &setup)
        return (0..<dice.within(120...420)).map { _ in
            Step(
                kind: Step.Kind.allCases[dice.weighted(rates.steps)], device: dice.below(60), seed: dice.next())
        }
    }

    package static func run(seed: UInt64, plant: PlantedBug? = nil, traced: Bool = false) -> SimulationRun {
        run(seed: seed, plan(seed: seed), plant: plant, traced: traced)
    }

    package static func run(seed: UInt64, _ steps: [Step], plant: PlantedBug?, traced: Bool = false) -> SimulationRun {
        var world = World(seed: seed, plant: plant, traced: traced)
        for step in steps where world.violation == nil { world.run(step) }
        if world.violation == nil { world.heal(seed: seed &+ 1) }
        return SimulationRun(
            seed: seed, violation: world.violation, steps: steps, traceHash: world.traceHash, trace: world.trace ?? [],
            operations: world.auditor.minted.values.reduce(0) { $0 + $1.count }, commits: world.server.head,
            conflicts: world.server.rows.keys.count { $0.kind == .conflict })
    }

    /// Runs that shrinking may take.
    private static let mostShrinkingRuns = 600

    /// The same violation with fewer steps: pieces of the plan are left out while it still fails, halves first.
    package static func shrink(_ failed: SimulationRun, plant: PlantedBug?) -> SimulationRun {
        guard let invariant = failed.violation?.invariant else { return failed }
        var steps = failed.steps
        var runs = 0
        var size = max(1, steps.count / 2)
        while true {
            var start = 0
            var hasShrunk = false
            while start < steps.count && runs < mostShrinkingRuns {
                var fewer = steps
                fewer.removeSubrange(start..<min(steps.count, start + size))
                runs += 1
                if run(seed: failed.seed, fewer, plant: plant).violation?.invariant == invariant {
                    steps = fewer
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if runs >= mostShrinkingRuns || size == 1 && !hasShrunk { break }
            size = max(1, size / 2)
        }
        return run(seed: failed.seed, steps, plant: plant, traced: true)
    }
}
