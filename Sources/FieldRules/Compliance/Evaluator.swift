internal import FieldModel

/// Judges one act: a pure function of the act, the facts and the packs, the same on every machine.
///
/// Every rule of every pack is asked once for each zone that applies; the strictest word wins and all that spoke are
/// listed. What cannot be judged (a date outside a calendar, a moment outside the zone table) is a failure, never
/// `allowed`.
package enum Evaluator {
    /// `packs` as `RuleSet` chose them: their order decides ties.
    ///
    /// `passed` are rules that an override lets this act pass; those of the law stay.
    package static func judge(
        _ act: Act, _ facts: Facts, packs: [RulePack], passed: Set<String> = []
    ) throws(RuleFailure) -> Verdict {
        let moments = try moments(act, facts)
        var candidates: [Candidate] = []
        candidates.reserveCapacity(16)
        for order in packs.indices { packs[order].judged.add(to: &candidates, order: order, act, facts) }
        if !passed.isEmpty { candidates.removeAll { $0.rule.about.overridable && passed.contains($0.rule.id) } }
        let search = AllowedFromSearch(moments)
        var spoken: [Spoken] = []
        var blocks = false
        for index in candidates.indices {
            guard let said = try candidates[index].speak(moments) else { continue }
            if said.word.blocks {
                candidates[index].end = search.alone(candidates[index])
                blocks = true
            }
            spoken.append(Spoken(candidate: candidates[index], said: said))
        }
        let end = blocks ? search.together(candidates) : .found(act.at)
        if spoken.count > 1 { spoken.sort { $0.precedes($1) } }
        let rules = spoken.map(\.verdict)
        return Verdict(
            word: rules.first?.word ?? .allowed, rule: rules.first?.rule, rules: rules, allowedFrom: end.instant,
            noDate: end.reason, zoneVersion: moments.first.zone.version)
    }

    private static func moments(_ act: Act, _ facts: Facts) throws(RuleFailure) -> Moments {
        let zones = facts.zones(for: act.channel)
        for zone in zones where !zone.covers(act.at) {
            throw RuleFailure(.outsideZones, "the zone table \(zone.version) does not reach \(zone.rfc3339(act.at))")
        }
        guard let first = zones.first else {
            throw RuleFailure(.unknownZone, "no zone is known for the debtor; give the address or its zone")
        }
        let history = Ledger.sorted(facts.history)
        func moment(_ zone: Zone) -> Moment {
            let ledger = Ledger(facts: facts, sorted: history, zone: zone)
            return Moment(Frozen(facts: facts, act: act, ledger: ledger), at: act.at)
        }
        return Moments(first: moment(first), others: zones.count == 1 ? [] : zones.dropFirst().map(moment))
    }
}

/// A rule that may speak of the act.
///
/// It does not keep the rule alive: the packs that a verdict is asked of do, and counting references was a fifth of its
/// time.
struct Candidate: Sendable {
    private unowned(unsafe) let kept: Rule
    /// The place of its pack among those that were chosen.
    let order: Int
    /// When the rule would, alone, let the act pass.
    var end: AllowedFromSearch.End

    init(_ rule: Rule, order: Int, at: Instant) {
        kept = rule
        self.order = order
        end = .found(at)
    }

    var rule: Rule { kept }

    func speak(_ moment: Moment) -> Said? {
        Unmanaged.passUnretained(kept)._withUnsafeGuaranteedRef { $0.speak(moment) }
    }

    func nextRelease(_ moment: Moment) -> Instant? {
        Unmanaged.passUnretained(kept)._withUnsafeGuaranteedRef { $0.nextRelease(moment) }
    }

    /// The strictest of what the rule says in the zones; what it says in the first zone among equals.
    func speak(_ moments: Moments) throws(RuleFailure) -> Said? {
        var found = speak(moments.first)
        try checkCalendar(found)
        for moment in moments.others {
            guard let said = speak(moment) else { continue }
            try checkCalendar(said)
            if found.map({ said.word > $0.word }) ?? true { found = said }
        }
        return found
    }

    private func checkCalendar(_ said: Said?) throws(RuleFailure) {
        guard case .calendarEnds(let date) = said?.reason else { return }
        throw RuleFailure(
            .outsideCalendar, "\(rule.id): the holiday calendar does not reach \(date); a newer one is needed")
    }
}

/// A rule that spoke of the act.
struct Spoken: Sendable {
    let candidate: Candidate
    let said: Said

    /// Strictest first; then the latest `allowed_from`, never being later than any; then the order of packs, with those
    /// that are always on in front; then the id's bytes.
    func precedes(_ other: Spoken) -> Bool {
        if said.word != other.said.word { return said.word > other.said.word }
        switch (candidate.end.instant, other.candidate.end.instant) {
        case (nil, _?): return true
        case (_?, nil): return false
        case (let first?, let second?) where first != second: return first > second
        default: break
        }
        if candidate.order != other.candidate.order { return candidate.order < other.candidate.order }
        return id.utf8.lexicographicallyPrecedes(other.id.utf8)
    }

    private var id: String {
        if case .unsupported = said.reason { return "\(candidate.rule.pack.name)/\(UnsupportedRule.kind)" }
        return candidate.rule.id
    }

    var verdict: RuleVerdict {
        let rule = candidate.rule
        return RuleVerdict(
            rule: id, packVersion: rule.pack.version, word: said.word, citation: rule.about.citation,
            overridable: rule.about.overridable, allowedFrom: candidate.end.instant, reason: said.reason)
    }
}
