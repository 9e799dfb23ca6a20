/// How often things go wrong, drawn per seed: some seeds are calm but for one kind of fault, some are storms.
package struct Rates {
    var drop: Int
    var duplicate: Int
    var dropBatch: Int
    var live: Int
    var serverCrash: Int
    var deviceCrash: Int
    var falseScope: Int
    /// Push batches and pages, small so that exchanges are cut inside commits.
    var batch: ClosedRange<Int>
    var pageBytes: ClosedRange<Int>
    /// Of the kinds of steps, in the order of `Step.Kind`.
    var steps: [Int]
    /// Of the kinds of acts, in the order of `Acts.kinds`.
    var acts: [Int]
    var wrongClocks: Int
    /// How often a disk fails; nil where the extras of the seed say it.
    private(set) var storeFaults: Int?

    init(using dice: inout Dice, _ faults: [SimulationOptions.Fault] = []) {
        func rate(_ most: Int) -> Int { dice.chance(perMille: 400) ? 0 : dice.within(1...most) }
        drop = rate(300)
        duplicate = rate(250)
        dropBatch = rate(100)
        live = rate(500)
        serverCrash = rate(40)
        deviceCrash = rate(40)
        falseScope = rate(100)
        batch = 1...dice.within(1...20)
        let least = dice.pick([1, 200, 1000, 8000]) ?? 1
        pageBytes = least...(least * 4 + 600)
        steps = Step.Kind.allCases.map { kind in
            guard kind.isUsual else { return 0 }
            let usual = kind.usualWeight
            return kind.isOptional && dice.chance(perMille: 200) ? 0 : max(1, usual * dice.within(3...20) / 10)
        }
        acts = Acts.kinds.map { dice.chance(perMille: 250) ? 0 : $0.weight * dice.within(2...20) / 10 }
        if acts.allSatisfy({ $0 == 0 }) { acts = Acts.kinds.map(\.weight) }
        wrongClocks = dice.chance(perMille: 300) ? 0 : dice.within(100...700)
        for fault in faults { set(fault) }
    }
}

/// By name, as the command line has them.
extension Rates {
    private static var occasions: KeyValuePairs<String, WritableKeyPath<Rates, Int>> {
        [
            "drop": \.drop, "duplicate": \.duplicate, "drop-batch": \.dropBatch, "live": \.live,
            "server-crash": \.serverCrash, "device-crash": \.deviceCrash, "false-scope": \.falseScope,
            "wrong-clocks": \.wrongClocks,
        ]
    }

    private static let kinds: KeyValuePairs<String, Step.Kind> = [
        "cut": .cut, "late": .deliver, "restart": .crash, "clock-jump": .jump, "reassign": .reassign,
        "restore": .restore, "set-back": .setBack, "revoke": .revoke, "damage": .damage, "copy": .copy,
        "full-disk": .fillDisk, "full-laptop": .fillLaptop,
        "move": .move, "role": .changeRole, "contact": .contact,
        "lender-payment": .importPayment,
    ]

    static let disk = "disk"

    package static var names: [String] { occasions.map(\.key) + [disk] + kinds.map(\.key) }

    /// Of so many in a thousand: of its occasions, or of all steps.
    private mutating func set(_ fault: SimulationOptions.Fault) {
        let rate = max(0, min(999, fault.perMille))
        if fault.name == Rates.disk { storeFaults = rate }
        if let occasion = Rates.occasions.first(where: { $0.key == fault.name }) {
            self[keyPath: occasion.value] = rate
        }
        if let kind = Rates.kinds.first(where: { $0.key == fault.name })?.value.rawValue {
            steps[kind] = 0
            steps[kind] = steps.reduce(0, +) * rate / (1000 - rate)
        }
    }
}
