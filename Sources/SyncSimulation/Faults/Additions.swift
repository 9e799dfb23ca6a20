/// What came after the extras: allowances, the lender's payments, nodes of the next version.
///
/// Each is drawn by dice of its own and stands beside the extras, so that a seed is the same world still when it is run
/// without (`SimulationOptions.hasAdditions`), and one more here changes nothing of the others.
struct Additions {
    /// Whether the branches have caps that allowances keep.
    private(set) var hasAllowances = false
    /// Whether they come when work has begun, and not before it.
    private(set) var isCapLate = false
    /// Whether the lender tells of payments, and payments of the field have vouchers.
    private(set) var hasLenderPayments = false
    /// How many of the server's transactions are done by a node of the next version, in a thousand.
    private(set) var newerNodes = 0
    /// Of what people do with contacts, in the order of `World.contactActs`.
    private(set) var contacts: [Int] = []
    /// How many steps of each kind are put between a thousand others.
    private(set) var steps: [(kind: Step.Kind, perMille: Int)] = []

    init(seed: UInt64, _ options: SimulationOptions) {
        guard options.hasExtras, options.hasAdditions else { return }
        drawAllowances(Dice(seed ^ 0x4752_414E_5453_0000))
        var dice = Dice(seed ^ 0x504F_5354_4544_0000)
        if dice.chance(perMille: 300) {
            hasLenderPayments = true
            steps.append((.importPayment, dice.within(10...80)))
        }
        dice = Dice(seed ^ 0x4E45_5745_5200_0000)
        if dice.chance(perMille: 250) { newerNodes = dice.within(50...600) }
    }

    private mutating func drawAllowances(_ dice: Dice) {
        var dice = dice
        guard dice.chance(perMille: 350) else { return }
        hasAllowances = true
        isCapLate = dice.below(2) == 0
        contacts = World.contactActs.map { dice.chance(perMille: 150) ? 0 : $0.weight * dice.within(2...20) / 10 }
        if contacts.allSatisfy({ $0 == 0 }) { contacts = World.contactActs.map(\.weight) }
        if isCapLate { steps.append((.newCap, 0)) }
        steps.append((.contact, dice.within(20...120)))
    }

    func put(into plan: inout [Step], seed: UInt64) {
        for (kind, perMille) in steps {
            var dice = Dice(seed ^ 0x4144_4400 ^ UInt64(kind.rawValue) << 32)
            let count = max(1, plan.count * perMille / 1000)
            for _ in 0..<count {
                let place = dice.below(plan.count + 1)
                plan.insert(Step(kind: kind, device: dice.below(60), seed: dice.next()), at: place)
            }
        }
    }
}
