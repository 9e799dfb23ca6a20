internal import FieldModel
internal import FieldRules
internal import SyncCore

/// A contact that was made as it had been planned.
struct GrantedContact {
    var operation: OperationID
    var plan: OperationID
    var device: DeviceID
    var laptop: Int
    var made: CapRespected.Made
}

/// What holders do with a debtor: contacts at once, contacts planned for later days, plans that are kept, missed or taken
/// back, units that go back.
extension World {
    static let contactActs: [(act: @Sendable (inout World, Int, AccountID, inout Dice) -> Void, weight: Int)] = [
        ({ $0.planNow($1, $2, &$3) }, 40),
        ({ $0.planAhead($1, $2, &$3) }, 12),
        ({ $0.keepAgenda($1, $2, &$3) }, 24),
        ({ world, device, account, dice in _ = world.logContact(device, account, nil, &dice) }, 6),
        ({ $0.giveBack($1, $2, &$3) { _ in true } }, 5),
    ]

    /// Whoever is not held back by a cap, because he does not know it, stops here: each contact judges all later ones.
    static let mostContacts = 16

    mutating func contact(_ index: Int, _ dice: inout Dice) {
        guard !devices[index].disk.isFull, let account = dice.pick(devices[index].accounts),
            !additions.contacts.isEmpty, let view = devices[index].look(at: account),
            view.all(Contact.self).count < World.mostContacts
        else { return }
        World.contactActs[dice.weighted(additions.contacts)].act(&self, index, account, &dice)
    }

    /// Several in a row, until no unit is left for one more; some are left for later.
    private mutating func planNow(_ index: Int, _ account: AccountID, _ dice: inout Dice) {
        let channel = channel(&dice)
        for _ in 0..<dice.within(1...5) {
            guard let plan = plan(index, account, channel, at: devices[index].wallClock(at: now), &dice) else { return }
            now = now + Int64(dice.below(3)) * 60_000
            if dice.chance(perMille: 850) { _ = logContact(index, account, plan, &dice) }
        }
    }

    /// For some moment of the coming days, be it before what is planned already.
    private mutating func planAhead(_ index: Int, _ account: AccountID, _ dice: inout Dice) {
        let at = devices[index].wallClock(at: now) + Int64(dice.within(1...6000)) * 60_000
        _ = plan(index, account, channel(&dice), at: at, &dice)
    }

    /// Does what is planned for today; some plans are taken back, in time or too late, some are forgotten.
    private mutating func keepAgenda(_ index: Int, _ account: AccountID, _ dice: inout Dice) {
        let today = devices[index].zone.localDate(at: devices[index].wallClock(at: now))
        for plan in devices[index].agenda(of: account) {
            let day = devices[index].zone.localDate(at: plan.at)
            if dice.chance(perMille: day < today ? 300 : 100) {
                act(.withdrawOperation(WithdrawOperation(operation: plan.operation)), on: account, by: index, &dice)
            } else if day == today || day < today && dice.below(8) == 0 {
                _ = logContact(index, account, plan, &dice)
            }
        }
    }

    private mutating func plan(
        _ index: Int, _ account: AccountID, _ channel: String, at: Instant, _ dice: inout Dice
    ) -> PlannedContact? {
        let plan = RecordID.version7(at: devices[index].wallClock(at: now), using: &dice)
        let intent = Intent.planContact(PlanContact(plan: plan, channel: channel, at: at))
        guard devices[index].canDo(intent), let entry = act(intent, on: account, by: index, &dice),
            entry.provisional.state == .applied
        else { return nil }
        return PlannedContact(operation: entry.header.id, plan: plan, channel: channel, at: at)
    }

    private func channel(_ dice: inout Dice) -> String { ["call", "sms", "visit"][dice.weighted([4, 4, 2])] }

    private mutating func logContact(
        _ index: Int, _ account: AccountID, _ plan: PlannedContact?, _ dice: inout Dice
    ) -> OutboxEntry? {
        let at = devices[index].wallClock(at: now)
        let channel = plan?.channel ?? channel(&dice)
        let result = channel == "sms" ? "delivered" : dice.pick(["conversation", "no_answer"]) ?? "no_answer"
        let log = LogContact(
            contact: .version7(at: at, using: &dice), channel: channel, result: result, person: "debtor", at: at,
            planned: plan?.plan)
        guard devices[index].canDo(.logContact(log)) else { return nil }
        let entry = act(.logContact(log), on: account, by: index, &dice)
        if let entry, let plan { note(entry, as: plan, log, index) }
        return entry
    }

    /// Only on the day of the plan is it the contact that was granted, and who does not know the time misses that day.
    private mutating func note(_ entry: OutboxEntry, as plan: PlannedContact, _ log: LogContact, _ index: Int) {
        let device = devices[index]
        let planned = auditor.minted[device.actor.device]?.last { $0.header.id == plan.operation }
        guard let planned, let planAt = planned.time(of: plan.at), device.knowsTheTime(at: now),
            planned.told.packs.contains(World.capVersion), !device.disk.wasDamaged
        else { return }
        let (day, planDay) = (CapRespected.day(of: now), CapRespected.day(of: planAt))
        guard day == planDay else { return }
        granted.append(
            GrantedContact(
                operation: entry.header.id, plan: plan.operation, device: device.actor.device, laptop: index,
                made: CapRespected.Made(
                    account: entry.header.account, channel: log.channel, at: now, day: day,
                    hasReached: log.result != "no_answer")))
    }
}

struct PlannedContact {
    var operation: OperationID
    var plan: RecordID
    var channel: String
    /// By the clock of whoever planned it.
    var at: Instant
}

extension SimulatedDevice {
    /// What is planned on it, stands as far as it knows, and has not been done.
    func agenda(of account: AccountID) -> [PlannedContact] {
        var plans: [PlannedContact] = []
        var done: Set<RecordID> = []
        // By index: copying an entry costs more than looking at it.
        for index in outbox.indices where outbox[index].header.account == account {
            switch intents[outbox[index].header.id] {
            case .planContact(let intent)?:
                guard outbox[index].outcome.state == .applied, outbox[index].sealed.withdrawnBy == nil else { continue }
                plans.append(
                    PlannedContact(
                        operation: outbox[index].header.id, plan: intent.plan, channel: intent.channel,
                        at: intent.at ?? outbox[index].header.wallClock))
            case .logContact(let intent)?: if let plan = intent.planned { done.insert(plan) }
            case .withdrawOperation(let intent)?:
                plans.removeAll { $0.operation == intent.operation }
            default: break
            }
        }
        return plans.filter { !done.contains($0.plan) }
    }

    /// What is known here of the person under his other accounts, which the allowances tell.
    mutating func elsewhere(_ account: AccountID, _ shown: Aggregate) -> Elsewhere {
        var elsewhere = Elsewhere()
        let persons = Set(shown.all(Allowance.self).map(\.value.person))
        if persons.isEmpty { return elsewhere }
        for other in accounts where other != account {
            guard let theirs = look(at: other), let page = AccountCase(theirs, zone: zone),
                theirs.all(Allowance.self).contains(where: { persons.contains($0.value.person) })
            else { continue }
            elsewhere.add(page, to: account, hash: hash)
        }
        return elsewhere
    }
}
