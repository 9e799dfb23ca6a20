internal import FieldModel
internal import SyncCore

/// What holders do with a debtor: contacts at once, contacts planned for later days, plans that are kept, missed or taken
/// back.
extension CapWorld {
    /// Plans, and mostly does, a contact; several in a row, as a day has them.
    mutating func contact(_ index: Int, isPlanned: Bool) throws {
        for _ in 0..<dice.within(1...3) {
            guard let account = dice.pick(holders[index].accounts.keys.sorted()) else { return }
            let channel = ["call", "sms", "visit"][dice.below(3)]
            guard isPlanned else {
                _ = try log(index, channel, on: account, planned: nil)
                continue
            }
            let at = holders[index].local(now)
            guard let plan = try plan(index, channel, on: account, at: at) else { continue }
            now = now + Int64(dice.below(3)) * 60_000
            if dice.chance(perMille: 150) {
                holders[index].agenda.append(plan)
            } else {
                try carryOut(plan, index)
            }
        }
    }

    /// For some moment of the coming days, be it before what is planned already.
    mutating func planAhead(_ index: Int) throws {
        guard let account = dice.pick(holders[index].accounts.keys.sorted()) else { return }
        let channel = ["call", "sms", "visit"][dice.below(3)]
        let at = holders[index].local(now) + Int64(dice.within(1...6000)) * 60_000
        if let plan = try plan(index, channel, on: account, at: at) { holders[index].agenda.append(plan) }
    }

    /// Does what is planned for today; some plans are taken back, in time or too late, some are forgotten.
    mutating func keepAgenda(_ index: Int) throws {
        let today = day(holders[index].local(now))
        for plan in holders[index].agenda {
            guard holders[index].accounts[plan.account] != nil else { continue }
            let isMissed = day(plan.at) < today
            if dice.chance(perMille: isMissed ? 500 : 150) {
                let intent = Intent.withdrawOperation(WithdrawOperation(operation: plan.operation, reason: ""))
                let outcome = try holders[index].act(intent, on: plan.account, at: now, parts, &dice).outcome
                if outcome.state == .applied { takenBack += 1 }
            } else if day(plan.at) == today {
                try carryOut(plan, index)
            } else if !isMissed {
                continue
            }
            holders[index].agenda.removeAll { $0.plan == plan.plan }
        }
    }

    private mutating func plan(
        _ index: Int, _ channel: String, on account: AccountID, at: Instant
    ) throws -> CapPlan? {
        let plan = RecordID.version7(at: now, using: &dice)
        let intent = Intent.planContact(PlanContact(plan: plan, channel: channel, at: at))
        let (outcome, operation) = try holders[index].act(intent, on: account, at: now, parts, &dice)
        guard outcome.state == .applied, let operation else {
            denied += 1
            return nil
        }
        return CapPlan(account: account, operation: operation, plan: plan, channel: channel, at: at)
    }

    /// Only on the day of the plan is it the contact that was granted.
    private mutating func carryOut(_ plan: CapPlan, _ index: Int) throws {
        let result = try log(index, plan.channel, on: plan.account, planned: plan.plan)
        let at = holders[index].local(now)
        guard day(at) == day(plan.at) else { return }
        planned += 1
        checker.note(
            CapRespected.Made(
                account: plan.account, channel: plan.channel, at: at, day: day(at), hasReached: result != "no_answer"))
    }

    private mutating func log(
        _ index: Int, _ channel: String, on account: AccountID, planned: RecordID?
    ) throws -> String {
        let result = channel == "sms" ? "delivered" : ["conversation", "no_answer"][dice.below(2)]
        let log = LogContact(
            contact: .version7(at: now, using: &dice), channel: channel, result: result, person: "debtor",
            at: holders[index].local(now), planned: planned)
        _ = try holders[index].act(.logContact(log), on: account, at: now, parts, &dice)
        return result
    }

    private func day(_ moment: Instant) -> Int { Int((moment.milliseconds + Self.offsetMilliseconds) / 86_400_000) }
}
