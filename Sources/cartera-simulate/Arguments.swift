import SyncSimulation

/// What the command line asks for.
struct Arguments: Sendable {
    var seeds: UInt64?
    var from: UInt64 = 1
    var plantsAll = false
    var jobs = 2
    /// Whether the server's store is the real one, in files.
    var isOnDisk = false
    var options = SimulationOptions(steps: SimulationOptions.long)

    static let usage = """
        usage: cartera-simulate [--seeds N] [--from S] [--seed S] [--trace] [--fault NAME=RATE]
                                [--plant NAME|all] [--short] [--plain] [--no-additions]
                                [--stores memory|sqlite] [--jobs N] [--help]

          --seeds N          how many seeds (default 200; 500 with --plant)
          --from S           the first of them (default 1; --first is the same)
          --seed S           this one alone
          --trace            prints what happened in the seed (with --seed)
          --fault NAME=RATE  how often a fault befalls a seed, in a thousand, whatever the seed draws; may be repeated
          --plant NAME       puts a bug in on purpose, which must be found; all for a table of all of them
          --short            a quarter of the steps, as the tests have them
          --plain            without failing and damaged disks, copies and old programs: the worlds that were first
          --no-additions     without allowances, payments of the lender and programs of the next version
          --stores sqlite    the real store of the server and real replicas beside the laptops, in files of $TMPDIR
          --jobs N           seeds at a time (default 2)

        faults: \(Rates.names.joined(separator: ", "))
        bugs: \(PlantedBug.allCases.map(\.rawValue).joined(separator: ", "))

        Exit status: 0 all held (or every bug found), 1 an invariant was broken (or a bug not found), 64 wrong usage.
        """

    enum Parsed {
        case run(Arguments)
        case help
        case wrong(String)
    }

    static func parse(_ words: some Sequence<String>) -> Parsed {
        var arguments = Arguments()
        var words = Array(words)[...]
        while let word = words.popFirst() {
            switch word {
            case "--help", "-h": return .help
            case "--trace": arguments.options.isTraced = true
            case "--short": arguments.options.steps = SimulationOptions.short
            case "--plain": arguments.options.hasExtras = false
            case "--no-additions": arguments.options.hasAdditions = false
            default:
                guard let value = words.popFirst() else { return .wrong("\(word): unknown, or without its value") }
                if let wrong = arguments.take(word, value) { return .wrong(wrong) }
            }
        }
        return .run(arguments)
    }

    /// Nil when it is understood.
    private mutating func take(_ word: String, _ value: String) -> String? {
        switch word {
        case "--seeds", "--from", "--first", "--seed", "--jobs":
            guard let number = UInt64(value), word != "--jobs" || (1...64).contains(number) else {
                return "\(word) \(value): a number is wanted"
            }
            switch word {
            case "--seeds": seeds = number
            case "--jobs": jobs = Int(number)
            case "--seed": (from, seeds) = (number, 1)
            default: from = number
            }
        case "--stores":
            guard value == "memory" || value == "sqlite" else { return "--stores \(value): memory or sqlite is wanted" }
            isOnDisk = value == "sqlite"
        case "--fault":
            let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, Rates.names.contains(parts[0]), let rate = Int(parts[1]), (0...999).contains(rate)
            else { return "--fault \(value): NAME=RATE is wanted, a known name and 0 to 999 in a thousand" }
            options.faults.append(SimulationOptions.Fault(name: parts[0], perMille: rate))
        case "--plant":
            plantsAll = value == "all"
            options.plant = PlantedBug(rawValue: value)
            if options.plant == nil && !plantsAll { return "--plant \(value): there is no such bug" }
        default: return "\(word): unknown"
        }
        return nil
    }

    var range: Range<UInt64> {
        let count = seeds ?? (plantsAll || options.plant != nil ? 500 : 200)
        return from..<(from &+ min(count, .max - from))
    }
}
