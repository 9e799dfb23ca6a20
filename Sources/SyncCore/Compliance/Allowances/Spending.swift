package import FieldModel
internal import FieldRules

/// Units are spent by what is planned, and what happened is held against what was planned.
extension Draft {
    /// A planned contact, or a letter, takes a unit of each allowance that it needs.
    mutating func spend(_ plan: RecordID, on judged: JudgedAct, _ bench: Bench) {
        var moment = judged
        moment.act.at = bench.standing(judged)
        guard isSound, let purse = bench.purse(moment) else { return }
        take(from: purse.own, AllowanceSpend(plan: plan, at: moment.act.at, channel: judged.act.channel.description))
    }

    /// A contact that somebody makes himself and that a limit counts must have been planned, within his grant. Otherwise
    /// it is a finding, and uses up a unit of his all the same where he has one: the sum stays right.
    mutating func holdAgainstPlan(_ claimed: JudgedAct, planned: RecordID?, _ bench: Bench) {
        var judged = claimed
        judged.act.at = bench.standing(claimed)
        guard isSound, let record = judged.record, let fact = ContactFact(judged.act), fact.direction == .outbound
        else { return }
        let limits = bench.limits(judged).filter { $0.takesUnit(fact) }
        let covered = planned.map { link($0, to: record.id, fact, bench) } ?? []
        let bare = limits.filter { !covered.contains($0.rule) }
        guard !bare.isEmpty else { return }
        find(planned == nil ? .unplanned : .overAllowance, record, bare, planned)
        let purse = AllowancePurse(
            bare, bench.account.allowances, holder: author, at: fact.at, plan: record.id)
        take(
            from: purse.own,
            AllowanceSpend(plan: record.id, at: fact.at, channel: fact.channel.description, fact: record.id))
    }

    private mutating func take(from allowances: [RecordID], _ spend: AllowanceSpend) {
        for id in allowances {
            guard var allowance = aggregate[Allowance.self, id] else { continue }
            allowance.spend(spend)
            set(allowance, id)
        }
    }

    /// The rules of which the plan took a unit of the author's, for this contact alone, and while it was good.
    ///
    /// A plan is for its channel and its local day: a contact on another day would stand in windows in which its unit was
    /// never counted. So the plan stays open, and the contact is as one without.
    private mutating func link(_ plan: RecordID, to record: RecordID, _ fact: ContactFact, _ bench: Bench) -> [String] {
        var covered: [String] = []
        for (id, allowance) in aggregate.all(Allowance.self) where allowance.holder == author {
            guard let index = allowance.spends.firstIndex(where: { $0.plan == plan }) else { continue }
            let spend = allowance.spends[index]
            guard spend.fact == nil || spend.fact == record, spend.channel == fact.channel.description,
                bench.account.day(of: spend.at) == bench.account.day(of: fact.at)
            else { continue }
            var linked = allowance
            linked.spends[index].fact = record
            set(linked, id)
            if let until = allowance.validUntil, fact.at < until { covered.append(allowance.rule) }
        }
        return covered
    }

    private mutating func find(
        _ code: FindingCode, _ record: RecordKey, _ limits: [ContactLimit], _ plan: RecordID? = nil
    ) {
        var facts = [Attribute(key: "rules", value: limits.map(\.rule).joined(separator: " "))]
        if let plan { facts.append(Attribute(key: "planned", value: "\(plan)")) }
        find(code, record.kind, record.id, facts: facts)
    }

    /// A plan that is taken back before anything came of it counts no more. Its unit comes back on its day at the latest:
    /// afterwards it might be used in a window in which nobody counted it, so the next grant brings it.
    mutating func giveBack(_ plan: RecordID) {
        for (id, allowance) in aggregate.all(Allowance.self) {
            guard let index = allowance.spends.firstIndex(where: { $0.plan == plan }) else { continue }
            guard allowance.spends[index].fact == nil else { return reject(.notWithdrawable) }
            var given = allowance
            let isInTime = context.actedDay <= context.day(of: given.spends.remove(at: index).at)
            if isInTime { given.spent = max(0, given.spent - 1) }
            set(given, id)
        }
    }
}

extension Intent {
    /// The name under which a planned act spends; nil for what spends nothing.
    package var spendingName: RecordID? {
        switch self {
        case .planContact(let intent): intent.plan
        case .sendLetter(let intent): intent.letter
        case .replaceOperation(let intent): intent.intent.spendingName
        default: nil
        }
    }

    /// The contact that somebody made, with the plan that it names; nil for what is no new contact.
    var madeContact: (record: RecordID, planned: RecordID?)? {
        switch self {
        case .logContact(let intent): (intent.contact, intent.planned)
        case .recordVisit(let intent): (intent.visit, intent.planned)
        case .replaceOperation(let intent): intent.intent.madeContact
        default: nil
        }
    }
}

extension ContactFact {
    /// Nil for what has not happened.
    fileprivate init?(_ act: Act) {
        guard let result = act.result else { return nil }
        self.init(at: act.at, channel: act.channel, result: result, person: act.person)
        direction = act.direction
        place = act.place
        purpose = act.purpose
        id = act.id
    }
}
