import Glibc
import SyncSimulation

// Runs seeds of the simulator; see tools/simulate. Exit status: 0 all held, 1 an invariant was broken, 64 wrong usage.

let usage = """
    usage: cartera-simulate [--seeds N] [--first S] [--seed S] [--plant NAME|all] [--trace] [--short]

      --seeds N      how many seeds (default 200)
      --first S      the first of them (default 1)
      --seed S       this one alone
      --plant NAME   puts a bug in on purpose, which must be found; all for a table of all of them
      --trace        prints what happened in the seed (with --seed)
      --short        a quarter of the steps, as the tests have them

    bugs: \(PlantedBug.allCases.map(\.rawValue).joined(separator: ", "))
    """

struct Arguments {
    var seeds: UInt64 = 200
    var first: UInt64 = 1
    var plantsAll = false
    var options = SimulationOptions(steps: SimulationOptions.long)

    /// Nil for what is not understood.
    init?(_ words: some Sequence<String>) {
        var words = Array(words)[...]
        while let word = words.popFirst() {
            switch word {
            case "--trace": options.isTraced = true
            case "--short": options.steps = SimulationOptions.short
            case "--seeds", "--first", "--seed":
                guard let number = words.popFirst().flatMap(UInt64.init) else { return nil }
                if word == "--seeds" { seeds = number } else { first = number }
                if word == "--seed" { seeds = 1 }
            case "--plant":
                let name = words.popFirst()
                options.plant = name.flatMap(PlantedBug.init)
                plantsAll = name == "all"
                if options.plant == nil && !plantsAll { return nil }
            default: return nil
            }
        }
    }

    var range: Range<UInt64> { first..<(first &+ min(seeds, .max - first)) }
}

func show(_ failed: SimulationRun) {
    guard let violation = failed.violation else { return }
    for line in failed.trace { print(line) }
    print("seed \(failed.seed): \(violation.invariant.rawValue): \(violation.message)")
}

func runPlants(_ arguments: Arguments) -> Bool {
    var all = true
    for plant in PlantedBug.allCases {
        var options = arguments.options
        options.plant = plant
        let found = arguments.range.lazy.map { Simulation.run(seed: $0, options) }.first { $0.violation != nil }
        all = all && found != nil
        let by = found?.violation?.invariant.rawValue ?? "nothing"
        print("\(plant.rawValue): \(by), after \(found.map { "\($0.seed - arguments.first + 1)" } ?? "all") seeds")
    }
    return all
}

func runSeeds(_ arguments: Arguments) -> Bool {
    var operations = 0
    var commits: UInt64 = 0
    var conflicts = 0
    var faults = 0
    var simulated: Int64 = 0
    for seed in arguments.range {
        let run = Simulation.run(seed: seed, arguments.options)
        if run.violation != nil {
            show(arguments.options.isTraced ? run : Simulation.shrink(run, arguments.options))
            return false
        }
        for line in run.trace { print(line) }
        if seed % 20 == 0, Simulation.run(seed: seed, arguments.options).traceHash != run.traceHash {
            print("seed \(seed): another trace the second time")
            return false
        }
        operations += run.operations
        commits += run.commits
        conflicts += run.conflicts
        faults += run.faults
        simulated += run.simulatedMilliseconds
    }
    print(
        "\(arguments.range.count) seeds held: \(operations) operations, \(commits) commits, \(conflicts) conflicts, "
            + "\(faults) faults, \(simulated / 3_600_000) simulated hours")
    return true
}

guard let arguments = Arguments(CommandLine.arguments.dropFirst()) else {
    print(usage)
    exit(64)
}
exit((arguments.plantsAll ? runPlants(arguments) : runSeeds(arguments)) ? 0 : 1)
