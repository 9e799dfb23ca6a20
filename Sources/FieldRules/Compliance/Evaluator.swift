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
        candidates.reserveCapacity(32)
        for order in packs.indices { packs[order].judged.add(to: &candidates, order: order, act, facts) }
        if !passed.isEmpty { candidates.removeAll { $0.rule.about.overridable && passed.contains($0.rule.id) } }
        var spoken: [Spoken] = []
        for index in candidates.indices {
            if let found = try candidates[index].speak(moments, index) { spoken.append(found) }
        }
        let zoneVersion = moments[0].zone.version
        guard !spoken.isEmpty else {
            return Verdict(
                word: .allowed, rule: nil, rules: [], allowedFrom: act.at, noDate: nil, zoneVersion: zoneVersion)
        }
        return verdict(AllowedFromSearch(candidates: candidates, moments: moments, act: act), spoken, zoneVersion)
    }

    private static func moments(_ act: Act, _ facts: Facts) throws(RuleFailure) -> [Moment] {
        let zones = facts.zones(for: act.channel)
        guard !zones.isEmpty else {
            throw RuleFailure(.unknownZone, "no zone is known for the debtor; give the address or its zone")
        }
        let history = Ledger.sorted(facts.history)
        var moments: [Moment] = []
        for zone in zones {
            guard zone.covers(act.at) else {
                throw RuleFailure(
                    .outsideZones, "the zone table \(zone.version) does not reach \(zone.rfc3339(act.at))")
            }
            let ledger = Ledger(facts: facts, sorted: history, zone: zone)
            moments.append(Moment(Frozen(facts: facts, act: act, ledger: ledger), at: act.at))
        }
        return moments
    }

    private static func verdict(_ search: AllowedFromSearch, _ spoken: [Spoken], _ zoneVersion: String) -> Verdict {
        let act = search.act
        // What does not block now passes now.
        var known = Array(repeating: AllowedFromSearch.End.found(act.at), count: search.candidates.count)
        var blocks = false
        for place in spoken.indices where spoken[place].word.blocks {
            known[spoken[place].index] = search.alone(spoken[place].candidate)
            blocks = true
        }
        let end = blocks ? search.together(known: known) : .found(act.at)
        var order = Array(spoken.indices)
        if order.count > 1 {
            order.sort { a, b in
                precedes(spoken[a], known[spoken[a].index].instant, spoken[b], known[spoken[b].index].instant)
            }
        }
        let rules = order.map { spoken[$0].verdict(allowedFrom: known[spoken[$0].index].instant) }
        return Verdict(
            word: rules.first?.word ?? .allowed, rule: rules.first?.rule, rules: rules, allowedFrom: end.instant,
            noDate: end.reason, zoneVersion: zoneVersion)
    }

    /// Strictest first; then the latest `allowed_from`, never being later than any; then the order of packs, with those
    /// that are always on in front; then the id's bytes.
    private static func precedes(_ a: Spoken, _ aFrom: Instant?, _ b: Spoken, _ bFrom: Instant?) -> Bool {
        if a.word != b.word { return a.word > b.word }
        switch (aFrom, bFrom) {
        case (nil, _?): return true
        case (_?, nil): return false
        case (let first?, let second?) where first != second: return first > second
        default: break
        }
        if a.candidate.order != b.candidate.order { return a.candidate.order < b.candidate.order }
        return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
    }
}

/// A rule whose scope holds for the act.
///
/// It does not keep the rule alive: the packs that a verdict is asked of do, and counting references was a fifth of its
/// time.
struct Candidate: Sendable {
    private unowned(unsafe) let kept: Rule
    /// The place of its pack among those that were chosen.
    let order: Int

    init(_ rule: Rule, order: Int) {
        kept = rule
        self.order = order
    }

    var rule: Rule { kept }

    func speak(_ moment: Moment) -> (word: VerdictWord, reason: Reason)? {
        Unmanaged.passUnretained(kept)._withUnsafeGuaranteedRef { $0.speak(moment) }
    }

    func nextRelease(_ moment: Moment) -> Instant? {
        Unmanaged.passUnretained(kept)._withUnsafeGuaranteedRef { $0.nextRelease(moment) }
    }

    /// The strictest of what the rule says in the zones; the first zone's reason among equals.
    func speak(_ moments: [Moment], _ index: Int) throws(RuleFailure) -> Spoken? {
        var found: Spoken?
        for place in moments.indices {
            guard let (word, reason) = speak(moments[place]) else { continue }
            if case .calendarEnds(let date) = reason {
                throw RuleFailure(
                    .outsideCalendar, "\(rule.id): the holiday calendar does not reach \(date); a newer one is needed")
            }
            if found.map({ word > $0.word }) ?? true {
                found = Spoken(candidate: self, index: index, word: word, reason: reason)
            }
        }
        return found
    }
}

struct Spoken: Sendable {
    let candidate: Candidate
    /// The candidate's place among all.
    let index: Int
    let word: VerdictWord
    let reason: Reason

    var id: String {
        if case .unsupported = reason { return "\(candidate.rule.pack.name)/\(UnsupportedRule.kind)" }
        return candidate.rule.id
    }

    func verdict(allowedFrom: Instant?) -> RuleVerdict {
        let rule = candidate.rule
        return RuleVerdict(
            rule: id, packVersion: rule.pack.version, word: word, citation: rule.about.citation,
            overridable: rule.about.overridable, allowedFrom: allowedFrom, reason: reason)
    }
}
