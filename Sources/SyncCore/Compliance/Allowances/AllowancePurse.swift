internal import FieldModel
internal import FieldRules

/// What one person may spend on one act, by the allowances that stand under the account.
struct AllowancePurse {
    let limits: [ContactLimit]
    private let allowances: [(id: RecordID, value: Allowance)]
    private let holder: PersonID
    private let at: Instant
    /// What is planned; it may have taken its unit already, when it is judged again.
    private let plan: RecordID?

    /// `margin` is how long before its end a holder stops, because his clock may be slow.
    init(
        _ limits: [ContactLimit], _ allowances: [(id: RecordID, value: Allowance)], holder: PersonID, at: Instant,
        margin: Int64 = 0, plan: RecordID? = nil
    ) {
        self.plan = plan
        self.limits = limits
        self.allowances = allowances.filter { $0.value.isOpen(at: at, margin: margin) }
        self.holder = holder
        self.at = at
    }

    /// The holder's own allowance of each limit that has a unit left.
    var own: [RecordID] { limits.compactMap { own($0.rule) } }

    /// Nil when nothing limits the act: then nobody needs an allowance for it.
    var fact: AllowanceFact? {
        if limits.isEmpty { return nil }
        var left = Int.max
        var until: Instant?
        for limit in limits {
            guard let id = own(limit.rule), let value = allowances.first(where: { $0.id == id })?.value else {
                let other = allowances.filter { $0.value.rule == limit.rule && $0.value.isHeldByAnother(than: holder) }
                    .max { ($0.value.validUntil ?? at) < ($1.value.validUntil ?? at) }
                if let other {
                    return AllowanceFact(
                        heldBy: other.value.holder.description, unitsLeft: 0, validUntil: other.value.validUntil)
                }
                return AllowanceFact(heldBy: nil, unitsLeft: 0, validUntil: nil)
            }
            left = min(left, value.unspent)
            until = [until, value.validUntil].compactMap { $0 }.min()
        }
        return AllowanceFact(heldBy: nil, unitsLeft: left, validUntil: until)
    }

    private func own(_ rule: String) -> RecordID? {
        allowances.first { _, value in
            value.rule == rule && value.holder == holder
                && (value.unspent > 0 || value.spends.contains { $0.plan == plan })
        }?.id
    }
}

extension Allowance {
    package var unspent: Int { max(0, units - spent) }

    /// Granted, not given back, and good for an act at `at`.
    func isOpen(at: Instant, margin: Int64 = 0) -> Bool {
        guard !closed, let validFrom, let validUntil else { return false }
        return validFrom <= at && at.milliseconds < saturatingDifference(validUntil.milliseconds, margin)
    }

    /// Also a notice that the units are under another account, be it of the same holder.
    fileprivate func isHeldByAnother(than person: PersonID) -> Bool { holder != person || units == 0 }

    mutating func spend(_ spend: AllowanceSpend) {
        guard !spends.contains(where: { $0.plan == spend.plan }) else { return }
        spent = spent < Int(UInt32.max) ? spent + 1 : spent
        spends.append(spend)
        if spends.count > Limits.allowanceSpends { spends.removeFirst(spends.count - Limits.allowanceSpends) }
    }
}

extension AccountCase {
    /// The allowances that an act needs; nil for what happened, came from the debtor, or is no contact.
    func purse(
        for judged: JudgedAct, _ facts: Facts, _ rules: ActiveRules, holder: PersonID, margin: Int64 = 0
    ) -> AllowancePurse? {
        let act = judged.act
        guard act.result == nil, act.direction == .outbound, act.kind == .contact || act.kind == .letter else {
            return nil
        }
        return AllowancePurse(
            rules.limits(for: act, facts, on: day(of: act.at)), allowances, holder: holder, at: act.at, margin: margin,
            plan: act.id)
    }

    func outcomes(ofPlan plan: RecordID?) -> [RecordID] {
        guard let plan else { return [] }
        return allowances.flatMap { $0.value.spends.filter { $0.plan == plan }.compactMap(\.fact) }
    }

    /// Contacts that were planned and of which nothing is known yet: they may still reach the debtor. All, or those of
    /// others than one holder.
    func openPlans(without holder: PersonID? = nil) -> [RecordID: ContactFact] {
        var plans: [RecordID: ContactFact] = [:]
        for (_, allowance) in allowances where allowance.holder != holder {
            for spend in allowance.spends where spend.fact == nil && history[spend.plan] == nil {
                guard let channel = Channel(word: spend.channel) else { continue }
                var fact = ContactFact(at: spend.at, channel: channel)
                fact.id = spend.plan
                plans[spend.plan] = fact
            }
        }
        return plans
    }
}
