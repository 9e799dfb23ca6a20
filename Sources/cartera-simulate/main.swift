import Glibc
import SyncSimulation

#if canImport(SimulationStores)
    import SimulationStores
#endif

// Runs seeds of the simulator; see tools/simulate.

/// One seed, done; every 20th runs twice.
struct Done: Sendable {
    var run: SimulationRun
    var isRepeatable = true
    var hasFailed: Bool { run.violation != nil || !isRepeatable }

    init(_ seed: UInt64, _ options: SimulationOptions) {
        run = Simulation.run(seed: seed, options)
        guard run.violation == nil, options.plant == nil, seed % 20 == 0 else { return }
        isRepeatable = Simulation.run(seed: seed, options).traceHash == run.traceHash
    }
}

struct Totals {
    var seeds = 0
    var operations = 0
    var commits: UInt64 = 0
    var conflicts = 0
    var faults = 0
    var simulatedMilliseconds: Int64 = 0
    /// Of all traces, in whatever order the seeds ended: two programs that do the same print the same.
    var traceHash: UInt64 = 0

    mutating func add(_ run: SimulationRun) {
        seeds += 1
        operations += run.operations
        commits += run.commits
        conflicts += run.conflicts
        faults += run.faults
        simulatedMilliseconds += run.simulatedMilliseconds
        traceHash &+= run.traceHash
    }

    func text(inMilliseconds elapsed: Int64) -> String {
        let hours = simulatedMilliseconds / 3_600_000
        let elapsed = max(1, elapsed)
        return """
            \(seeds) seeds held: \(operations) operations, \(commits) commits, \(conflicts) conflicts, \(faults) faults
            \(hours) simulated hours in \(elapsed / 1000) s: \(hours * 1000 / elapsed) simulated hours per second, \
            \(Int64(seeds) * 60_000 / elapsed) seeds a minute, trace \(String(traceHash, radix: 16))
            """
    }
}

/// Seeds in their order, a few at a time, until one fails; the first that does, and what the others came to.
func runSeeds(_ arguments: Arguments, _ options: SimulationOptions) async -> (failed: Done?, totals: Totals) {
    await withTaskGroup(of: Done.self) { group in
        var rest = arguments.range.makeIterator()
        func start() {
            if let seed = rest.next() { group.addTask { Done(seed, options) } }
        }
        for _ in 0..<arguments.jobs { start() }
        var totals = Totals()
        var failed: Done?
        while let done = await group.next() {
            if done.hasFailed, failed.map({ $0.run.seed > done.run.seed }) ?? true { failed = done }
            if !done.hasFailed { totals.add(done.run) }
            for line in done.run.trace where failed == nil { print(line) }
            if failed == nil { start() }
        }
        return (failed, totals)
    }
}

func show(_ done: Done, _ options: SimulationOptions) {
    guard let violation = done.run.violation else {
        return print("seed \(done.run.seed): another trace the second time")
    }
    let shown = options.isTraced ? done.run : Simulation.shrink(done.run, options)
    for line in shown.trace { print(line) }
    print("seed \(shown.seed): \(violation.invariant.rawValue): \((shown.violation ?? violation).message)")
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
}

func runPlants(_ arguments: Arguments) async -> Bool {
    var all = true
    print(padded("bug", 28) + padded("invariant", 22) + "seeds needed")
    for plant in PlantedBug.allCases {
        var options = arguments.options
        options.plant = plant
        let found = await runSeeds(arguments, options).failed?.run
        all = all && found != nil
        let needed = found.map { "\($0.seed - arguments.from + 1)" } ?? "not in \(arguments.range.count)"
        print(padded(plant.rawValue, 28) + padded(found?.violation?.invariant.rawValue ?? "-", 22) + needed)
    }
    return all
}

func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

func perform(_ arguments: Arguments) async -> Bool {
    if arguments.plantsAll { return await runPlants(arguments) }
    let began = monotonicMilliseconds()
    let (failed, totals) = await runSeeds(arguments, arguments.options)
    if let failed {
        show(failed, arguments.options)
        return false
    }
    print(totals.text(inMilliseconds: monotonicMilliseconds() - began))
    return true
}

/// The folder for stores in files goes with the run.
func withStores(_ arguments: Arguments, _ body: (Arguments) async -> Bool) async -> Bool {
    guard arguments.isOnDisk else { return await body(arguments) }
    #if canImport(SimulationStores)
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/dev/shm"
        var template = Array("\(parent)/cartera-simulate-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            print("--stores sqlite: no folder can be made in \(parent)")
            return false
        }
        let folder = String(cString: made)
        defer { rmdir(folder) }
        var arguments = arguments
        arguments.options.stores = SQLiteStores(folder: folder).making
        arguments.options.twins = ReplicaTwins(folder: folder).making
        return await body(arguments)
    #else
        print("--stores sqlite: this program was built without (CARTERA_TIER=service has it)")
        return false
    #endif
}

switch Arguments.parse(CommandLine.arguments.dropFirst()) {
case .help: print(Arguments.usage)
case .wrong(let message):
    print(message)
    print(Arguments.usage)
    exit(64)
case .run(let arguments): exit(await withStores(arguments, perform) ? 0 : 1)
}
