internal import FieldModel
internal import FieldRules
internal import SyncCore

/// One person with several accounts, several collectors who are away most of the time, and the real admission: do they
/// together stay within the caps?
package struct CapWorld {
    /// Local time is six hours behind all year.
    static let zoneName = "America/Mexico_City"
    static let offsetMilliseconds: Int64 = -21_600_000
    static let branch = BranchID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let system = DeviceID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002)

    let parts: CapParts
    private var store: MemoryServerStore
    private var backup: (store: MemoryServerStore, madeAt: Instant)?
    private var epoch: UInt64 = 1
    var dice: Dice
    var now: Instant
    var holders: [CapHolder] = []
    private var accounts: [AccountID] = []
    var checker = CapRespected()
    /// How many contacts were planned and made, how many plans were denied, and how many taken back.
    var planned = 0
    var denied = 0
    var takenBack = 0
    private var restores = 0

    package struct Run: Sendable, Hashable {
        package let violation: String?
        package let planned: Int
        package let denied: Int
        package let takenBack: Int
        package let restores: Int
    }

    /// Runs a seed; says what went wrong, nil when nothing did.
    package static func run(seed: UInt64, steps: Int = 120, plant: PlantedBug? = nil) throws -> Run {
        guard var world = try CapWorld(seed: seed, plant) else {
            return Run(violation: "the world could not be made", planned: 0, denied: 0, takenBack: 0, restores: 0)
        }
        for _ in 0..<steps { try world.step() }
        for index in world.holders.indices { try world.sync(index) }
        return Run(
            violation: world.checker.violation(), planned: world.planned, denied: world.denied,
            takenBack: world.takenBack, restores: world.restores)
    }

    static func violation(seed: UInt64, _ plant: PlantedBug?) -> Violation? {
        do {
            return try run(seed: seed, plant: plant).violation.map { Violation(invariant: .capRespected, message: $0) }
        } catch {
            return Violation(invariant: .capRespected, message: "the holders' world failed: \(error)")
        }
    }

    private init?(seed: UInt64, _ plant: PlantedBug?) throws {
        guard let zone = ZoneTable.standard.zone(Self.zoneName), let rules = CapRules.active(isLax: false),
            let laptopRules = CapRules.active(isLax: PlantedBug.forgetsGrants(plant))
        else { return nil }
        parts = CapParts(zone: zone, rules: rules, laptopRules: laptopRules, plant: plant)
        store = MemoryServerStore(hash: parts.hash, operations: parts.codec)
        dice = Dice(seed)
        now = Instant(seconds: 1_790_000_000 + Int64(dice.below(7 * 86_400)))
        try open()
    }

    private mutating func open() throws {
        guard let currency = Currency("MXN") else { return }
        let record = BranchRecord(
            id: Self.branch, name: "Centro", timeZone: Self.zoneName, epoch: 1, systemDevice: Self.system)
        try store.write { try $0.save(record) }
        for number in 0..<dice.within(2...5) {
            let actor = Actor(
                person: PersonID(high: 0x0191_0000_0000_7000, low: 0x8000_0000_0000_0001 + UInt64(number)),
                device: DeviceID(high: 0x0191_0000_0000_7001, low: 0x8000_0000_0000_0001 + UInt64(number)),
                role: .collector)
            let person = PersonRecord(
                id: actor.person, name: "\(number)", role: .collector, branch: Self.branch, createdAt: now)
            let device = DeviceRecord(
                id: actor.device, name: "", code: "", person: actor.person, enrolledAt: now,
                leaseExpiresAt: now + Greeter.leaseMilliseconds)
            try store.write { transaction in
                try transaction.save(person)
                try transaction.save(device)
            }
            holders.append(CapHolder(actor: actor, slowMilliseconds: Int64(dice.below(240_000))))
        }
        for number in 0..<dice.within(1...4) {
            let id = AccountID.version7(at: now, using: &dice)
            let account = Account(
                creditor: "Banco", number: "A-\(number)", currency: currency, lenderBalance: 100_000,
                balanceAsOfDay: CalendarDate(daysSince1970: 20_000), assignee: dice.pick(holders)?.actor.person,
                resolvedZone: Self.zoneName)
            let debtor = Debtor(name: "Rosa", document: "RFC-1 23")
            let row = ImportAccount(account: account, debtorID: .version7(at: now, using: &dice), debtor: debtor)
            _ = try system(.importAccount(row), on: id)
            accounts.append(id)
        }
    }
}

extension CapWorld {
    private mutating func step() throws {
        now = now + Int64(dice.within(1...480)) * 60_000
        let index = dice.below(holders.count)
        try keepAgenda(index)
        if dice.chance(perMille: 30) { backup = (store.backup, now) }
        if dice.chance(perMille: 10) { try restore() }
        switch dice.weighted([42, 10, 5, 3, 24, 16]) {
        case 0: try contact(index, isPlanned: true)
        case 1: try planAhead(index)
        case 2: try contact(index, isPlanned: false)
        case 3: try giveBack(index) { _, _ in true }
        case 4: try sync(index)
        default: try reassign()
        }
    }

    private mutating func reassign() throws {
        guard let account = dice.pick(accounts), let holder = dice.pick(holders) else { return }
        _ = try system(.assignAccount(AssignAccount(assignee: holder.actor.person)), on: account)
    }

    /// What came after the backup is unknown to the server until the holders offer it again.
    private mutating func restore() throws {
        guard let backup else { return }
        store = backup.store.backup
        for index in holders.indices { holders[index].isBehind = true }
        restores += 1
        if PlantedBug.grantsAfterRestore(parts.plant) { return }
        try admit { _ = try $0.beginEpoch(backupMadeAt: backup.madeAt, revocations: []) }
        epoch = try store.read { try $0.branch(Self.branch)?.epoch } ?? epoch
    }

    /// One exchange: gives back what has ended, pushes, is granted, takes what is his, gives back what left him.
    private mutating func sync(_ index: Int) throws {
        try giveBack(index) { allowance, local in
            allowance.validUntil.map { $0.milliseconds - Limits.clockSkewMilliseconds <= local.milliseconds } ?? true
        }
        if holders[index].isBehind { holders[index].offerAgain() }
        try push(index)
        let person = holders[index].actor.person
        let own = try store.read {
            try $0.accounts(branch: Self.branch, audience: .collector(person), after: nil, limit: 100)
        }
        let left = holders[index].accounts.keys.filter { !own.contains($0) }.sorted()
        if !left.isEmpty {
            try giveBack(index, of: left) { _, _ in true }
            try push(index)
            for account in left { holders[index].accounts[account] = nil }
        }
        try admit { _ = try $0.grantAllowances(to: person, on: own) }
        // The answer may be lost: then the laptop has what it had.
        if dice.chance(perMille: 150) { return }
        for account in own {
            let rows = try store.read { try $0.rows(account: account) }.compactMap { row in
                RecordKind(rawValue: Int(row.kind)).map {
                    AggregateRow(key: RecordKey(kind: $0, id: row.id), bytes: row.bytes)
                }
            }
            holders[index].accounts[account] = Aggregate(account: account, rows: rows, codec: parts.codec)
        }
        // Its replica is the server's now, and the server is told so.
        holders[index].isBehind = false
        let (device, now, epoch) = (holders[index].actor.device, now, epoch)
        let scope = SyncScope.collector(branch: Self.branch, person: holders[index].actor.person)
        let applied = Applied(
            cursor: FeedPosition(branch: Self.branch, epoch: epoch, commit: 1), digest: ScopeDigest(),
            comparison: "match")
        try store.write { try applied.keep(device, in: scope, at: now, in: $0) }
    }

    private mutating func giveBack(
        _ index: Int, of accounts: [AccountID]? = nil, where ended: (Allowance, Instant) -> Bool
    ) throws {
        let local = holders[index].local(now)
        for account in accounts ?? holders[index].accounts.keys.sorted() {
            for (id, value) in holders[index].allowances(of: account) where ended(value, local) {
                let intent = ReturnAllowance(
                    allowance: id, unspent: value.unspent, throughSequence: holders[index].nextSequence - 1)
                _ = try holders[index].act(.returnAllowance(intent), on: account, at: now, parts, &dice)
            }
        }
    }

    private mutating func push(_ index: Int) throws {
        let (actor, batch) = (holders[index].actor, holders[index].pending)
        guard !batch.isEmpty else { return }
        var contacts = ContactHistory()
        let slow = holders[index].slowMilliseconds
        contacts.add(
            Hello(
                incarnation: 1, lastMinted: ChainEnd(sequence: holders[index].nextSequence - 1), wallClock: now + -slow),
            at: now,
            offset: slow, isSuspect: false, arrived: [])
        let pushing = PushingDevice(
            id: actor.device, scope: .collector(branch: Self.branch, person: actor.person), contacts: contacts)
        let parts = parts
        try admit { admission in
            var push = Push(admission: admission, device: pushing)
            let decoded = try batch.map {
                try DecodedOperation($0, of: actor.device, coding: parts.codec, hash: parts.hash)
            }
            _ = try push.run(decoded)
            admission = push.admission
        }
        holders[index].sendAll()
    }

    private mutating func system(_ intent: Intent, on account: AccountID) throws -> Outcome? {
        var outcome: Outcome?
        try admit { admission in
            guard let branch = try admission.transaction.branch(Self.branch) else { return }
            outcome = try admission.submitIfChanging(
                intent, account: account, branch: branch, author: Self.system
            ).outcome
        }
        return outcome
    }

    private mutating func admit(_ body: (inout Admission) throws -> Void) throws {
        let chance = CapChance(dice)
        let (now, rules) = (now, parts.rules)
        defer { dice = chance.dice }
        let parts = AdmissionParts(
            hash: parts.hash, records: parts.codec, operations: parts.codec,
            mint: { .version7(at: now, using: &chance.dice) },
            salt: { (0..<16).map { _ in UInt8(truncatingIfNeeded: chance.dice.next()) } }, stamp: { .zero },
            rules: { _, _ in rules })
        try store.write { transaction in
            var admission = Admission(transaction: transaction, parts: parts, now: now)
            try body(&admission)
        }
    }
}

/// Dice that closures draw from.
private final class CapChance {
    var dice: Dice
    init(_ dice: Dice) { self.dice = dice }
}
