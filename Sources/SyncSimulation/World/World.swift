internal import FieldModel
internal import FieldRules
internal import SyncCore

/// One server, some devices, what is under way between them, and the auditor: everything that a seed makes.
struct World {
    var now: Instant
    var server: SimulatedServer
    var devices: [SimulatedDevice]
    var links: [Link] = []
    /// Commits that live exchanges have not been told of.
    var news: [CommitNews] = []
    var backup: Backup?
    /// What the disk really has, where a bug lets the server believe that it has more.
    var unsynced: (any WorldStore)?
    var images: [Int: SimulatedDevice] = [:]
    /// Of the server's transactions, and of a laptop's, how many in a thousand a disk fails.
    let storeFaults: Int
    var isDiskFull = false
    var faults = 0
    let began: Instant
    /// Whether faults have stopped.
    var isHealing = false
    var auditor: Auditor
    let rates: Rates
    let plant: PlantedBug?
    /// What happened, in words, when somebody wants to read it.
    var trace: [String]?
    private(set) var traceHash: UInt64 = 0
    var violation: Violation?
    /// The product's replicas beside the models of the laptops, where there are any.
    var twins: Twins
    /// Accounts imported so far.
    var accountNumbers: [AccountID: Int] = [:]
    /// Of the house's rules.
    var packVersion = 0
    let additions: Additions
    /// Contacts that were made as they had been planned, by laptops that were what they seemed.
    var granted: [GrantedContact] = []

    init(seed: UInt64, _ options: SimulationOptions) {
        var dice = Dice(seed)
        plant = options.plant
        trace = options.isTraced ? [] : nil
        auditor = Auditor()
        twins = Twins(options.plant == nil ? options.twins : nil)
        now = Instant(seconds: 1_795_521_600) + Int64(dice.below(86_400_000))
        began = now
        rates = Rates(using: &dice, options.faults)
        let extras = Extras(seed: seed, options)
        additions = Additions(seed: seed, options)
        storeFaults = rates.storeFaults ?? extras.storeFaults
        guard let zone = ZoneTable.standard.zone("America/Mexico_City") else {
            preconditionFailure("the zone table has no Mexico City")
        }
        let branch = RecordID.version7(at: now, using: &dice)
        let system = Actor(
            person: .version7(at: now, using: &dice), device: .version7(at: now, using: &dice), role: .administrator,
            isSystem: true)
        let settings = BranchSettings(name: "Centro", timeZone: zone.name, promiseMostOpen: dice.within(1...3))
        server = SimulatedServer(
            branch: branch, system: system, zone: zone, codec: SimulatedCodec(), plant: plant,
            stores: options.stores)
        server.open(settings, now: now)
        devices = []
        let collectors = dice.within(2...5)
        for number in 0...collectors { enrol(isCollector: number < collectors, zone, &dice) }
        act(
            .writeDocument(WriteDocument(kind: .branchSettings, id: branch, content: .branchSettings(settings))), .nil_,
            &dice)
        for _ in 0..<dice.within(1...4) { importAccount(&dice) }
        giveOldPrograms(extras.oldPrograms, &dice)
        if extras.hasRules { giveRules(&dice) }
        if extras.isServerOld { makeServerOld(&dice) }
        if extras.hasBranches { openOtherBranch(settings, seed: seed) }
        if additions.hasAllowances { giveAllowances(seed: seed) }
    }

    private mutating func enrol(isCollector: Bool, _ zone: Zone, _ dice: inout Dice) {
        let actor = Actor(
            person: .version7(at: now, using: &dice), device: .version7(at: now, using: &dice),
            role: isCollector ? .collector : dice.below(2) == 0 ? .branch : .supervisor)
        let scope: SyncScope =
            isCollector ? .collector(branch: server.branch, person: actor.person) : .branch(server.branch)
        let ahead = dice.chance(perMille: rates.wrongClocks) ? wrongness(&dice) : 0
        devices.append(
            SimulatedDevice(
                actor: actor, scope: scope, laptop: devices.count, zone: zone, codec: server.codec, clockAhead: ahead,
                now: now))
        server.enrol(actor, of: server.branch, now: now)
        auditor.scopes[actor.person] = scope
    }

    /// From seconds to ten years, either way.
    private func wrongness(_ dice: inout Dice) -> Int64 {
        let size = Int64(dice.pick([30, 3600, 86_400, 90 * 86_400, 3650 * 86_400]) ?? 0)
        return (size * 1000 + Int64(dice.below(5000))) * (dice.below(2) == 0 ? 1 : -1)
    }
}

extension World {
    mutating func note(_ text: @autoclosure () -> String) {
        trace?.append("\(now.rfc3339(offsetSeconds: 0))  \(text())")
    }

    mutating func report(_ invariant: Invariant, _ message: String?) {
        guard violation == nil, let message else { return }
        violation = Violation(invariant: invariant, message: message)
    }

    private mutating func hash(_ words: UInt64...) {
        for word in words { traceHash = mixed(traceHash ^ word &+ 0x9E37_79B9_7F4A_7C15) }
    }

    /// Takes what the server committed into the auditor's model.
    mutating func observe(_ events: [ServerEvent]) {
        for event in events {
            auditor.observe(event)
            let author = name(event.header.device)
            note(words(event, by: author))
            hash(event.header.id.low, UInt64(event.outcome.state.rawValue), event.commit)
        }
        violation = violation ?? auditor.violation
    }

    private func name(_ device: DeviceID) -> String {
        devices.firstIndex { $0.actor.device == device }.map { "device \($0)" } ?? "office"
    }

    mutating func act(_ intent: Intent, _ account: AccountID, _ dice: inout Dice) {
        guard let branch = server.read({ try $0.branch(server.branch) }) else { return }
        let author = server.system.person
        _ = try? transact(&dice) { try $0.submit(intent, account: account, branch: branch, author: author) }
        spreadNews(&dice)
    }

    mutating func run(_ step: Step) {
        now = now + 1 + Int64(step.seed % 977)
        if step.kind.isFault { faults += 1 }
        var dice = Dice(step.seed)
        let index = step.device % devices.count
        if devices[index].isRetired { return }
        switch step.kind {
        case .act: act(index, &dice)
        case .talk: talk(index, &dice)
        case .cut: cut(index, &dice)
        case .backup: makeBackup()
        case .restore: restore(&dice)
        case .image: takeImage(index)
        case .setBack: setBack(index)
        case .readmit: readmit(index, &dice)
        case .revoke: if index > 1 { revoke(index, &dice) }
        case .damage: damage(index, &dice)
        case .copy: copy(index, &dice)
        case .upgrade: upgrade(index)
        case .newPack: changePack(&dice)
        case .upgradeServer: upgradeServer(&dice)
        case .compact: compact(&dice)
        case .fillDisk: fillDisk()
        case .fillLaptop: fillLaptop(index)
        case .move: move(&dice)
        case .changeRole: changeRole(index, &dice)
        case .contact: contact(index, &dice)
        case .newCap: changeCap(&dice)
        case .importPayment: importPayment(&dice)
        case .deliver: deliverLate(&dice)
        case .crash: crash(index)
        case .advance:
            now = now + Int64(dice.within(600...200_000)) * 1000
            note("time passes")
        case .jump:
            devices[index].clockAhead = dice.below(3) == 0 ? 0 : wrongness(&dice)
            auditor.jumps[devices[index].actor.device, default: []].append(now)
            let wall = devices[index].wallClock(at: now)
            note("device \(index)'s clock jumps to \(wall.rfc3339(offsetSeconds: 0))")
        default: actAsOffice(step.kind, &dice)
        }
        let device = devices[index]
        // Now and then: it goes through all that the device ever did.
        if step.seed % 8 == 0 { report(.noLostOperation, NoLostOperation.violation(self, device: device)) }
        report(.scopeTight, ScopeTight.violation(left: device))
        hash(device.cursor.commit, device.digest.low, UInt64(device.outbox.count), server.head)
    }
}

extension World {
    private mutating func act(_ index: Int, _ dice: inout Dice) {
        if devices[index].disk.isFull { return note("device \(index) cannot write down what its holder does") }
        guard let account = dice.pick(devices[index].accounts),
            let (intent, dependsOn) = idea(index, account, &dice), devices[index].canDo(intent)
        else { return }
        act(intent, on: account, by: index, dependsOn: dependsOn, &dice)
    }

    /// The laptop takes what its holder does, or refuses it on the spot.
    @discardableResult
    mutating func act(
        _ intent: Intent, on account: AccountID, by index: Int, dependsOn: [OperationID] = [], _ dice: inout Dice
    ) -> OutboxEntry? {
        let restsOn = devices[index].overlay(of: account)
        let before = additions.newerNodes > 0 ? devices[index].look(at: account) : nil
        let entry = devices[index].act(intent, on: account, dependsOn: dependsOn, now: now, using: &dice)
        guard let entry else {
            note("device \(index): \(describe(intent)) is refused on the spot")
            return nil
        }
        mirror(index, "an act") { try $0.act(like: entry) }
        if let before { report(.carriedFields, CarriedFields.violation(devices[index].look(at: account), before)) }
        auditor.minted[entry.header.device, default: []].append(
            Auditor.Minted(
                header: entry.header, actedAt: now, laptop: index, knewTheTime: devices[index].knowsTheTime(at: now),
                told: entry.provisional,
                isSure: devices[index].isSure(at: now), restsOn: restsOn))
        note(
            "device \(index) does #\(entry.header.sequence) \(describe(intent)), having seen "
                + "\(entry.header.seen.commit)"
                + "\(dependsOn.isEmpty ? "" : ", depending on \(dependsOn.map(\.ending))")")
        return entry
    }

    /// What somebody comes to do, and what it rests on. A function of its own, so that no copy of the laptop lives on.
    private mutating func idea(
        _ index: Int, _ account: AccountID, _ dice: inout Dice
    ) -> (Intent, dependsOn: [OperationID])? {
        guard let view = devices[index].look(at: account) else { return nil }
        var acts = Acts(
            view: view, device: devices[index], account: account, now: now, hasVouchers: additions.hasLenderPayments,
            mostContacts: additions.hasAllowances ? World.mostContacts : .max, dice: dice)
        let kind = acts.dice.weighted(rates.acts)
        guard let intent = Acts.kinds[kind].make(&acts) else { return nil }
        let dependsOn = acts.dependencies()
        dice = acts.dice
        return (intent, dependsOn)
    }

    private mutating func actAsOffice(_ kind: Step.Kind, _ dice: inout Dice) {
        guard let account = dice.pick(server.accounts) else { return }
        switch kind {
        case .reassign:
            let collectors = collectors(of: auditor.homes[account])
            let assignee = dice.chance(perMille: 120) ? nil : dice.pick(collectors)
            act(.assignAccount(AssignAccount(assignee: assignee)), account, &dice)
        case .importAccount:
            if server.accounts.count < 5 && dice.below(4) == 0 {
                importAccount(&dice)
            } else {
                importAgain(account, &dice)
            }
        case .judge: act(.judgePromises(JudgePromises(asOfDay: server.zone.localDate(at: now))), account, &dice)
        case .settle: settle(&dice)
        default:
            var settings = server.settings
            settings.promiseMostOpen = dice.within(1...4)
            let write = WriteDocument(kind: .branchSettings, id: server.branch, content: .branchSettings(settings))
            act(.writeDocument(write), .nil_, &dice)
        }
    }

    /// Decides what is held: what waited for others is done now, what the program cannot do is denied.
    mutating func settle(_ dice: inout Dice) {
        guard let held = dice.pick(server.heldOperations) else { return }
        let others = held.header.dependsOn.compactMap { server.operation($0)?.receipt.outcome.state }
        let reason = held.receipt.outcome.reason
        // What cannot be read can only be refused, and what a newer program could read is rather waited for.
        if server.isUnreadable(held) {
            if server.unknownIntents.contains(held.header.kind), dice.below(4) > 0 { return }
            return decide(held, granted: !isHealing && dice.below(3) == 0, &dice)
        }
        let waits = reason == ReasonCode.dependsOn.rawValue
        if waits && others.contains(.held) { return }
        let isQuarantined = reason == AdmissionReason.quarantine
        if isQuarantined, dice.below(2) == 0 { return decide(held, granted: true, &dice) }
        let isOverride = if case .overrideVerdict? = server.intent(of: held) { true } else { false }
        decide(held, granted: waits && !isOverride, &dice)
    }

    mutating func decide(_ held: StoredOperation, granted: Bool, _ dice: inout Dice) {
        let decision = DecideOperation(
            operation: held.receipt.operation, device: held.header.device, granted: granted,
            reason: granted ? "" : "denied")
        act(.decideOperation(decision), held.header.account, &dice)
    }
}
