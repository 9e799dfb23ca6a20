internal import FieldModel
internal import FieldRules

/// Plans bind the plans that are made after them, also those for an earlier moment: carried out, the earlier contact
/// would make the later one a violation, and whoever holds everything by himself has no unit that stops him.
extension ActiveRules {
    /// The verdict on a plan, with the rule by which it would spoil one that stands; `allowed_from` passes that one.
    func respectingPlans(
        _ verdict: FieldRules.Verdict, _ act: Act, _ facts: Facts, _ account: AccountCase
    ) -> FieldRules.Verdict {
        guard act.result == nil, act.direction == .outbound, act.kind == .contact || act.kind == .letter else {
            return verdict
        }
        let known = Array(account.openPlans().values) + account.factsElsewhere.values
        let plans = known.filter { $0.id != act.id && $0.at > act.at }
            .sorted { ($0.at, $0.id ?? .nil_) < ($1.at, $1.id ?? .nil_) }
        var verdict = verdict
        var moved = act
        for plan in plans where plan.at > moved.at {
            guard var rule = spoiled(plan, by: moved, facts, account) else { continue }
            let isSpoken = verdict.rules.contains { $0.rule == rule.rule && $0.word.blocks }
            moved.at = plan.at
            let later = judge(moved, facts)
            rule.allowedFrom = later.allowedFrom
            if !isSpoken { verdict = verdict.adding(rule) }
            (verdict.allowedFrom, verdict.noDate) = (later.allowedFrom, later.noDate)
            guard let next = later.allowedFrom else { break }
            moved.at = next
        }
        return verdict
    }

    /// What a plan breaks if `act` is carried out before it, and would not break otherwise.
    private func spoiled(
        _ plan: ContactFact, by act: Act, _ facts: Facts, _ account: AccountCase
    ) -> RuleVerdict? {
        var planned = Act(at: plan.at, channel: plan.channel)
        planned.id = plan.id
        var without = facts
        without.allowance = nil
        var with = without
        var made = ContactFact(at: act.at, channel: act.channel, person: act.person)
        (made.place, made.purpose, made.id) = (act.place, act.purpose, act.id)
        // To the plan's debt it is what the plan is to this one.
        (made.sameDebt, made.sameCreditor) = (plan.sameDebt, plan.sameCreditor)
        with.history.append(made)
        let standing = judge(planned, without).rules
        let broken = judge(planned, with).rules.filter { rule in
            rule.word.blocks && !standing.contains { $0.rule == rule.rule && $0.word.blocks }
        }
        if plan.sameDebt || broken.isEmpty { return broken.first }
        // What limits this debt alone says nothing of a plan for another.
        let shared = limits(for: planned, without, on: account.day(of: plan.at)).filter { !$0.terms.perDebt }
        return broken.first { rule in shared.contains { $0.rule == rule.rule } }
    }
}
