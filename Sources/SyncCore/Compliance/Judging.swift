internal import FieldModel
internal import FieldRules

/// The one place where rules are asked about an operation: on the laptop when a person acts and when the overlay is
/// rebuilt, on the server at admission, and again for contacts that a late arrival changes.
///
/// What is only planned is refused or held; what has happened is kept, and what speaks against it becomes findings.
extension Draft {
    /// Contacts that a late arrival may concern: the longest window of a rule and some.
    static let rejudgedDays = 62

    mutating func judge(_ intent: Intent) {
        if case .copyRecord(let copy) = intent { return judgeCopy(copy) }
        guard let rules = context.rules, isSound, !context.actor.isSystem,
            let judged = intent.judgedAct(aggregate, at: context.writtenAt),
            var account = AccountCase(aggregate, zone: context.zone)
        else { return }
        account.elsewhere = context.elsewhere
        let bench = Bench(rules: rules, account: account, context: context)
        let words = bench.words(of: judged)
        packs = bench.packs(for: judged)
        verdicts = words.map(\.note)
        let standing = lifting(words, judged)
        guard intent.judgedIsFact else {
            decide(planned: standing)
            if let plan = intent.spendingName { spend(plan, on: judged, bench) }
            return
        }
        guard let record = judged.record else { return }
        findLate(judged, record)
        settle(record, standing, bench, moment: judged.claimsMoment ? nil : bench.standing(judged))
        if let made = intent.madeContact { holdAgainstPlan(judged, planned: made.planned, bench) }
        if judged.act.kind == .contact { rejudge(after: bench.standing(judged), record.id, bench) }
    }

    /// A contact under another account of the person counts for what came after it here.
    private mutating func judgeCopy(_ copy: CopyRecord) {
        guard case .foreignContact(let contact) = copy.content, let rules = context.rules, isSound,
            let account = AccountCase(aggregate, zone: context.zone)
        else { return }
        rejudge(after: contact.at, copy.id, Bench(rules: rules, account: account, context: context))
    }

    private mutating func decide(planned words: [Bench.Word]) {
        let strictest = words.max { $0.rule.word < $1.rule.word }?.rule.word ?? .allowed
        guard let deciding = words.first(where: { $0.rule.word == strictest }) else { return }
        switch strictest {
        case .denied, .presumedViolation: refuse(.deniedByRule, rule: deciding.rule.rule)
        case .needsApproval: if !context.isApproved { hold(.approval, rule: deciding.rule.rule) }
        case .warning, .allowed: break
        }
    }

    private mutating func findLate(_ judged: JudgedAct, _ record: RecordKey) {
        guard judged.claimsMoment else { return }
        let claimed = context.named(judged.act.at)
        let estimate = judged.isCorrection ? judged.counted ?? claimed : context.effective(judged.act.at)
        guard estimate - claimed > Limits.lateClaimMilliseconds else { return }
        find(
            .recordedLate, record.kind, record.id,
            facts: [
                Attribute(key: "claimed_at", value: "\(claimed.milliseconds)"),
                Attribute(key: "estimated_at", value: "\(estimate.milliseconds)"),
            ])
    }

    /// Opens a finding for each rule that speaks against the record and has none open; what no longer holds is
    /// superseded, never edited. With a `moment` only what was found of it: what the server's estimate of another one
    /// gave stays until a moment is claimed again.
    private mutating func settle(
        _ record: RecordKey, _ words: [Bench.Word], _ bench: Bench, knowable: Bool? = nil,
        moment: Instant? = nil
    ) {
        let against = words.filter { $0.rule.word.blocks }
        var open: [String] = []
        for (id, finding) in aggregate.all(Finding.self)
        where finding.recordKind == record.kind && finding.record == record.id && finding.status == "open" {
            if finding.rule.isEmpty { continue }
            if let moment, !finding.isOf(moment, context.zone) {
                open.append(finding.rule)
            } else if against.contains(where: { $0.rule.rule == finding.rule }) {
                open.append(finding.rule)
            } else {
                var superseded = finding
                superseded.status = "superseded"
                aggregate.set(superseded, id)
            }
        }
        for word in against where !open.contains(word.rule.rule) {
            open.append(word.rule.rule)
            find(
                word.code, record.kind, record.id, rule: word.rule.rule, citation: word.rule.citation,
                facts: word.facts(context.zone), knowable: knowable ?? bench.wasKnowable(word))
        }
    }

    /// A contact that arrives after later ones may use up what those were judged by. Who made them could not know. Of one
    /// moment the later one is that of the greater name, as when contacts are counted.
    private mutating func rejudge(after late: Instant, _ own: RecordID, _ bench: Bench) {
        let until = late + Int64(Self.rejudgedDays) * 86_400_000
        let later = bench.account.history
            .filter { ($0.value.at, $0.key) > (late, own) && $0.value.at <= until }
            .sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
        for (id, fact) in later where fact.sameDebt {
            let judged = JudgedAct.visit(id, aggregate) ?? JudgedAct.contact(id, aggregate)
            guard let judged, let record = judged.record else { continue }
            let isOwn = aggregate.author(of: record) == author
            let moment = bench.standing(judged)
            let words = lifting(bench.words(at: moment, judged), judged)
            settle(record, words, bench, knowable: isOwn, moment: moment)
        }
    }
}

extension Intent {
    /// Whether what it is judged for has happened: then it is kept, whatever rules say.
    var judgedIsFact: Bool {
        if case .replaceOperation(let replaced) = self { return replaced.intent.isFact }
        return isFact
    }
}

/// The rules of a branch asked about the acts of one account.
struct Bench {
    let rules: ActiveRules
    let account: AccountCase
    let context: DecisionContext

    /// What one rule said of an act at a moment.
    struct Word {
        var rule: RuleVerdict
        var judged: JudgedAct
    }

    /// What is said of an act as its author claims it, and at the server's estimate where that is another moment.
    func words(of judged: JudgedAct) -> [Word] {
        var words: [Word] = []
        for moment in moments(judged) {
            for word in self.words(at: moment, judged)
            where !words.contains(where: { $0.rule.rule == word.rule.rule && $0.rule.word >= word.rule.word }) {
                words.append(word)
            }
        }
        return words
    }

    func words(at moment: Instant, _ judged: JudgedAct, leavingOut: Set<RecordID> = []) -> [Word] {
        var judged = judged
        judged.act.at = moment
        return rules.verdict(on: judged, account, by: holder, leavingOut: leavingOut).rules
            .map { Word(rule: $0, judged: judged) }
    }

    private var holder: AllowanceHolder { AllowanceHolder(context.actor.person, context.side) }

    func purse(_ judged: JudgedAct) -> AllowancePurse? {
        account.purse(for: judged, account.facts(for: judged), rules, holder: holder.person, margin: holder.margin)
    }

    func limits(_ judged: JudgedAct) -> [ContactLimit] {
        rules.limits(for: judged.act, account.facts(for: judged), on: account.day(of: judged.act.at))
    }

    func packs(for judged: JudgedAct) -> [String] { rules.versions(for: judged, account) }

    /// The moment at which the act counts for others.
    func standing(_ judged: JudgedAct) -> Instant {
        if let counted = judged.counted { return counted }
        let claimed = context.named(judged.act.at)
        let estimate = context.effective(judged.act.at)
        return !judged.isAhead && claimed.isApart(from: estimate) ? estimate : claimed
    }

    /// As it counts, as it is claimed, and as the device's contacts leave room for: what is no further apart than clocks
    /// may be is one moment, the first of these.
    private func moments(_ judged: JudgedAct) -> [Instant] {
        if !judged.claimsMoment { return [standing(judged)] }
        let claimed = context.named(judged.act.at)
        if judged.isAhead { return [claimed] }
        var moments = [judged.counted ?? claimed]
        if claimed.isApart(from: moments[0]) { moments.append(claimed) }
        let estimate = context.effective(judged.act.at)
        if !judged.isCorrection, moments.allSatisfy({ estimate.isApart(from: $0) }) { moments.append(estimate) }
        return moments
    }

    /// Whether the rule would have spoken by what the device had seen.
    func wasKnowable(_ word: Word) -> Bool {
        let unseen = Set(account.history.keys.filter { !context.wasRecordSeen($0) })
        if unseen.isEmpty { return true }
        return words(at: word.judged.act.at, word.judged, leavingOut: unseen)
            .contains { $0.rule.rule == word.rule.rule && $0.rule.word.blocks }
    }
}

extension Instant {
    /// By more than clocks may differ.
    fileprivate func isApart(from other: Instant) -> Bool {
        let difference = saturatingDifference(milliseconds, other.milliseconds)
        return difference.magnitude > UInt64(Limits.clockSkewMilliseconds)
    }
}

extension Finding {
    fileprivate func isOf(_ moment: Instant, _ zone: Zone) -> Bool {
        facts.contains(Attribute(key: "judged_at", value: zone.rfc3339(moment)))
    }
}

extension Aggregate {
    /// Of a visit or a contact.
    fileprivate func author(of record: RecordKey) -> PersonID? {
        switch self[record] {
        case .visit(let visit): visit.author
        case .contact(let contact): contact.author
        default: nil
        }
    }
}

extension Bench.Word {
    var note: VerdictNote {
        VerdictNote(
            rule: rule.rule, verdict: rule.word.description, packVersion: rule.packVersion,
            allowedFrom: rule.allowedFrom)
    }

    var code: FindingCode {
        switch rule.reason {
        case .counted, .tooSoon, .quietSince, .otherChannel: .overCap
        case .unsupported, .calendarEnds, .text: .notJudged
        default: .ruleBroken
        }
    }

    /// For people and for the evidence: when it was, what was said, by which version, and why.
    func facts(_ zone: Zone) -> [Attribute] {
        var facts = [
            Attribute(key: "judged_at", value: zone.rfc3339(judged.act.at)),
            Attribute(key: "verdict", value: rule.word.description),
            Attribute(key: "pack_version", value: "\(rule.packVersion)"),
            Attribute(key: "because", value: rule.reason.facts.joined(separator: "; ")),
        ]
        if let from = rule.allowedFrom { facts.append(Attribute(key: "allowed_from", value: zone.rfc3339(from))) }
        return facts
    }
}
