internal import FieldModel
internal import SyncCore

/// How a seed is run.
package struct SimulationOptions: Sendable {
    package var plant: PlantedBug?
    package var isTraced: Bool
    /// How many steps a seed may have: a short one is run in a test, a long one has hundreds of operations.
    package var steps: ClosedRange<Int>
    /// Faults that come as often as this, whatever the seed draws.
    package var faults: [Fault]
    /// Whether what was added to the first worlds is there (`Extras`).
    package var hasExtras: Bool
    /// Whether disks fail, which came after the other extras.
    package var hasDiskFaults: Bool
    /// Whether what was added after that is there (`Additions`).
    package var hasAdditions: Bool
    /// The server's store; one in memory when it is nil.
    package var stores: StoreMaking?
    /// The product's replica beside each laptop's model; none when it is nil.
    package var twins: TwinMaking?

    package struct Fault: Sendable {
        package var name: String
        package var perMille: Int

        package init(name: String, perMille: Int) {
            self.name = name
            self.perMille = perMille
        }
    }

    package static let short = 150...600
    package static let long = 1200...3000

    package init(
        plant: PlantedBug? = nil, traced: Bool = false, steps: ClosedRange<Int> = short, faults: [Fault] = [],
        extras: Bool = true, diskFaults: Bool = true, additions: Bool = true, stores: StoreMaking? = nil,
        twins: TwinMaking? = nil
    ) {
        self.plant = plant
        isTraced = traced
        self.steps = steps
        self.faults = faults
        hasExtras = extras
        hasDiskFaults = diskFaults
        hasAdditions = additions
        self.stores = stores
        self.twins = twins
    }
}

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
    /// Drops, cuts, crashes, jumps and calamities that befell it.
    package var faults: Int
    package var simulatedMilliseconds: Int64
}

/// Worlds by number.
package enum Simulation {
    package static func plan(seed: UInt64, _ options: SimulationOptions = SimulationOptions()) -> [Step] {
        var dice = Dice(seed ^ 0x5354_4550_5300_0000)
        var setup = Dice(seed)
        _ = setup.next()
        let rates = Rates(using: &setup, options.faults)
        var plan = (0..<dice.within(options.steps)).map { _ in
            Step(
                kind: Step.Kind.allCases[dice.weighted(rates.steps)], device: dice.below(60), seed: dice.next())
        }
        let seedOfExtras = dice.next()
        Extras(seed: seed, options).put(into: &plan, seed: seedOfExtras)
        Additions(seed: seed, options).put(into: &plan, seed: seedOfExtras)
        return plan
    }

    package static func run(seed: UInt64, _ options: SimulationOptions = SimulationOptions()) -> SimulationRun {
        run(seed: seed, plan(seed: seed, options), options)
    }

    package static func run(seed: UInt64, _ steps: [Step], _ options: SimulationOptions) -> SimulationRun {
        var world = World(seed: seed, options)
        // Who is granted what is a world of its own: one debtor and people who are away most of the time.
        if options.plant == nil || PlantedBug.isOfAllowances(options.plant) {
            world.violation = CapWorld.violation(seed: seed, options.plant)
        }
        for step in steps where world.violation == nil { world.run(step) }
        if world.violation == nil { world.heal(seed: seed &+ 1) }
        return SimulationRun(
            seed: seed, violation: world.violation, steps: steps, traceHash: world.traceHash, trace: world.trace ?? [],
            operations: world.auditor.minted.values.reduce(0) { $0 + Set($1.map(\.header.id)).count },
            commits: world.server.head,
            conflicts: world.server.conflictCount, faults: world.faults, simulatedMilliseconds: world.now - world.began)
    }

    /// Runs that shrinking may take.
    private static let mostShrinkingRuns = 600

    /// The same violation with fewer steps: pieces of the plan are left out while it still fails, halves first.
    package static func shrink(_ failed: SimulationRun, _ options: SimulationOptions) -> SimulationRun {
        guard let invariant = failed.violation?.invariant else { return failed }
        var quiet = options
        quiet.isTraced = false
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
                if run(seed: failed.seed, fewer, quiet).violation?.invariant == invariant {
                    steps = fewer
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if runs >= mostShrinkingRuns || size == 1 && !hasShrunk { break }
            size = max(1, size / 2)
        }
        var traced = options
        traced.isTraced = true
        return run(seed: failed.seed, steps, traced)
    }
}
