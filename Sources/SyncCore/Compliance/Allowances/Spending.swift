internal import FieldModel
internal import FieldRules

/// Units are spent by what is planned, and what happened is held against what was planned.
extension Draft {
    /// A planned contact, or a letter, takes a unit of each allowance that it needs.
    mutating func spend(_ plan: RecordID, on judged: JudgedAct, _ bench: Bench) {
        guard isSound, let purse = bench.purse(judged) else { return }
        take(from: purse.own, AllowanceSpend(plan: plan, at: judged.act.at, channel: judged.act.channel.description))
    }

    /// A contact that somebody makes himself and that a limit counts must have been planned, within his grant.
    mutating func holdAgainstPlan(_ judged: JudgedAct, planned: RecordID?, _ bench: Bench) {
        guard isSound, let record = judged.record, let fact = ContactFact(judged.act), fact.direction == .outbound
        else { return }
        let limits = bench.limits(judged).filter { $0.takesUnit(fact) }
        if let planned {
            let isCovered = link(planned, to: record.id, at: fact.at)
            if !isCovered, !limits.isEmpty { find(.overAllowance, record, limits, planned) }
            return
        }
        guard !limits.isEmpty else { return }
        find(.unplanned, record, limits)
        let purse = AllowancePurse(limits, bench.account.allowances, holder: author, at: fact.at)
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

    /// Whether the plan took a unit of the author's, for this contact alone, and while it was good.
    private mutating func link(_ plan: RecordID, to fact: RecordID, at: Instant) -> Bool {
        var isCovered = false
        for (id, allowance) in aggregate.all(Allowance.self) where allowance.holder == author {
            guard let index = allowance.spends.firstIndex(where: { $0.plan == plan }) else { continue }
            let known = allowance.spends[index].fact
            guard known == nil || known == fact else { continue }
            var linked = allowance
            linked.spends[index].fact = fact
            set(linked, id)
            if let until = allowance.validUntil, context.corrected(at) < until { isCovered = true }
        }
        return isCovered
    }

    private mutating func find(
        _ code: FindingCode, _ record: RecordKey, _ limits: [ContactLimit], _ plan: RecordID? = nil
    ) {
        var facts = [Attribute(key: "rules", value: limits.map(\.rule).joined(separator: " "))]
        if let plan { facts.append(Attribute(key: "planned", value: "\(plan)")) }
        find(code, record.kind, record.id, facts: facts)
    }

    /// A plan that is taken back before anything came of it gives its units back.
    mutating func giveBack(_ plan: RecordID) {
        for (id, allowance) in aggregate.all(Allowance.self) {
            guard let index = allowance.spends.firstIndex(where: { $0.plan == plan }) else { continue }
            guard allowance.spends[index].fact == nil else { return reject(.notWithdrawable) }
            var given = allowance
            given.spends.remove(at: index)
            given.spent = max(0, given.spent - 1)
            set(given, id)
        }
    }
}

extension Intent {
    /// The name under which a planned act spends; nil for what spends nothing.
    var spendingName: RecordID? {
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
