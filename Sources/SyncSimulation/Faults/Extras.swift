/// What befalls a world beside the faults that the first worlds had: damaged disks, living copies, old programs.
///
/// Drawn from dice of its own and put between the steps of a plan, so that a seed that failed before something was added
/// here is the same world still when it is run without (`SimulationOptions.hasExtras`).
struct Extras {
    /// How many steps of each kind are put between a thousand others.
    private(set) var steps: [(kind: Step.Kind, perMille: Int)] = []
    /// How many of the laptops begin with a program of the last version, in a thousand.
    private(set) var oldPrograms = 0
    /// Whether the branch has rule packs.
    private(set) var hasRules = false
    /// Whether the server begins with the program of the last version.
    private(set) var isServerOld = false
    /// How often a disk fails in the middle of a transaction, in a thousand.
    private(set) var storeFaults = 0

    /// Whether there is a second branch.
    private(set) var hasBranches = false

    static let none = Extras()

    private init() {}

    init(seed: UInt64, _ options: SimulationOptions) {
        guard options.hasExtras else { return }
        var dice = Dice(seed ^ 0x4558_5452_4153_0000)
        for (kind, most) in [(Step.Kind.damage, 12), (.copy, 4)] {
            let isThere = dice.chance(perMille: 400)
            let rate = dice.within(1...most)
            if isThere { steps.append((kind, rate)) }
        }
        if dice.chance(perMille: 400) {
            oldPrograms = dice.within(200...800)
            steps.append((.upgrade, dice.within(1...8)))
        }
        if dice.chance(perMille: 400) {
            hasRules = true
            steps.append((.newPack, dice.within(1...8)))
        }
        if dice.chance(perMille: 300) {
            isServerOld = true
            if dice.below(2) == 0 { steps.append((.upgradeServer, 1)) }
        }
        if dice.chance(perMille: 500) { steps.append((.compact, dice.within(2...15))) }
        if dice.chance(perMille: 350) {
            hasBranches = true
            steps.append((.move, dice.within(5...40)))
        }
        if dice.chance(perMille: 350) { steps.append((.changeRole, dice.within(2...12))) }
        // Whoever says how often disks fail says all of it.
        guard options.hasDiskFaults, !options.faults.contains(where: { $0.name == Rates.disk }),
            dice.chance(perMille: 400)
        else { return }
        storeFaults = dice.within(2...40)
        for (kind, most) in [(Step.Kind.fillDisk, 6), (.fillLaptop, 8)] where dice.below(2) == 0 {
            steps.append((kind, dice.within(1...most)))
        }
    }

    func put(into plan: inout [Step], seed: UInt64) {
        for (kind, perMille) in steps {
            var dice = Dice(seed ^ UInt64(kind.rawValue) << 32)
            let count = max(1, plan.count * perMille / 1000)
            for _ in 0..<count {
                let place = dice.below(plan.count + 1)
                plan.insert(Step(kind: kind, device: dice.below(60), seed: dice.next()), at: place)
            }
        }
    }
}
