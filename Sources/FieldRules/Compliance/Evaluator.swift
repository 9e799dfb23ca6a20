internal import FieldModel

/// Judges one act: a pure function of the act, the facts and the packs, the same on every machine.
///
/// Every rule of every pack is asked once for each zone that applies; the strictest word wins and all that spoke are
/// listed. What cannot be judged (a date outside a calendar, a moment outside the zone table) is a failure, never
/// `allowed`.
package enum Evaluator {
    /// `packs` as `RuleSet` chose them: their order decides ties.
    package static func judge(_ act: Act, _ facts: Facts, packs: [RulePack]) throws(RuleFailure) -> Verdict {
        let moments = try moments(act, facts)
        var candidates: [Candidate] = []
        candidates.reserveCapacity(32)
        for order in packs.indices { packs[order].add(to: &candidates, order: order, act, facts) }
        var spoken: [Spoken] = []
        for (index, candidate) in candidates.enumerated() {
            if let found = try candidate.speak(moments, index) { spoken.append(found) }
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
        var rules: [(order: Int, verdict: RuleVerdict)] = []
        var known: [AllowedFromSearch.End?] = Array(repeating: nil, count: search.candidates.count)
        for item in spoken {
            let from = item.word.blocks ? search.alone(item.candidate) : .found(act.at)
            known[item.index] = from
            rules.append((item.candidate.order, item.verdict(allowedFrom: from.instant)))
        }
        let end = spoken.contains { $0.word.blocks } ? search.together(known: known) : .found(act.at)
        rules.sort { precedes($0, $1) }
        return Verdict(
            word: rules.first?.verdict.word ?? .allowed, rule: rules.first?.verdict.rule, rules: rules.map(\.verdict),
            allowedFrom: end.instant, noDate: end.reason, zoneVersion: zoneVersion)
    }

    /// Strictest first; then the latest `allowed_from`, never being later than any; then the order of packs, with those
    /// that are always on in front; then the id's bytes.
    private static func precedes(
        _ a: (order: Int, verdict: RuleVerdict), _ b: (order: Int, verdict: RuleVerdict)
    ) -> Bool {
        if a.verdict.word != b.verdict.word { return a.verdict.word > b.verdict.word }
        switch (a.verdict.allowedFrom, b.verdict.allowedFrom) {
        case (nil, _?): return true
        case (_?, nil): return false
        case (let first?, let second?) where first != second: return first > second
        default: break
        }
        if a.order != b.order { return a.order < b.order }
        return a.verdict.rule.utf8.lexicographicallyPrecedes(b.verdict.rule.utf8)
    }
}

/// A rule whose scope holds for the act.
struct Candidate: Sendable {
    let rule: Rule
    /// The place of its pack among those that were chosen.
    let order: Int

    /// The strictest of what the rule says in the zones; the first zone's reason among equals.
    func speak(_ moments: [Moment], _ index: Int) throws(RuleFailure) -> Spoken? {
        var found: Spoken?
        for moment in moments {
            guard let (word, reason) = rule.speak(moment) else { continue }
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

    func verdict(allowedFrom: Instant?) -> RuleVerdict {
        let rule = candidate.rule
        var id = rule.id
        if case .unsupported = reason { id = "\(rule.pack.name)/\(UnsupportedRule.kind)" }
        return RuleVerdict(
            rule: id, packVersion: rule.pack.version, word: word, citation: rule.about.citation,
            overridable: rule.about.overridable, allowedFrom: allowedFrom, reason: reason)
    }
}
