internal import FieldModel
internal import FieldRules

/// A person's accounts as whoever grants sees them: what is out, what was used, and what may still be granted.
///
/// As used counts every contact that is known, every plan of which nothing is known yet, and every unit that is out:
/// granted, not given back, not spent as far as is known. So whatever holders do while nobody sees them, the sum in any
/// window stays within the cap. Only what binds in one window with the days of the new grant is counted.
struct AllowanceBook {
    struct Page {
        var account: AccountID
        var records: AccountCase
        /// Whether somebody is to work the account.
        var isAssigned: Bool
    }

    /// The account that a grant is for, then the person's others.
    let pages: [Page]
    let person: Identifier
    let now: Instant
    let hash: any Hashing

    private typealias Held = (account: AccountID, id: RecordID, value: Allowance)

    /// The grant to write for `holder`: a new one, a renewal, or the notice that another has the units. Nil for nothing.
    func wish(_ limit: ContactLimit, holder: PersonID, id: RecordID) -> GrantAllowance? {
        guard let page = pages.first else { return nil }
        let until = now + Int64(Limits.allowanceDays) * 86_400_000
        let scope = limit.terms.perDebt ? [page] : pages
        let reach = reach(of: limit, until)
        let held = held(limit, scope)
        let mine = held.first { $0.account == page.account && $0.value.holder == holder && $0.value.isOpen(at: now) }
        let others = held.filter { other in
            other.id != mine?.id && !other.value.closed
                && (other.value.validUntil.map { day($0) >= reach.lowerBound } ?? false)
        }
        let left: Int
        if limit.terms.isExclusive {
            if let other = others.max(by: { ($0.value.validUntil ?? now) < ($1.value.validUntil ?? now) }) {
                return other.account == page.account ? nil : notice(of: other, limit)
            }
            left = Limits.exclusiveUnits
        } else {
            let free = limit.terms.most - used(limit, scope, reach) - others.reduce(0) { $0 + $1.value.unspent }
            left = share(of: free, limit, scope, mine != nil)
        }
        return grant(limit, holder, mine, left: left, until: until, new: id)
    }

    private func grant(
        _ limit: ContactLimit, _ holder: PersonID, _ mine: Held?, left: Int, until: Instant, new: RecordID
    ) -> GrantAllowance? {
        guard let mine else {
            guard left > 0 else { return nil }
            return GrantAllowance(
                allowance: new, person: person, rule: limit.rule, holder: holder, units: left, validFrom: now,
                validUntil: until)
        }
        let units = max(mine.value.units, mine.value.spent + left)
        let isFar = mine.value.validUntil.map { until - $0 < Int64(Limits.allowanceDays) * 43_200_000 } ?? false
        let isFull = limit.terms.isExclusive ? mine.value.unspent * 2 >= left : units == mine.value.units
        if isFar && isFull { return nil }
        return GrantAllowance(
            allowance: mine.id, person: person, rule: limit.rule, holder: holder, units: units,
            validFrom: mine.value.validFrom, validUntil: until)
    }

    /// Tells a holder of this account who has the person's units under another.
    private func notice(of other: Held, _ limit: ContactLimit) -> GrantAllowance? {
        guard let page = pages.first else { return nil }
        let id = RecordID.derived(
            time48: other.id.time48,
            hash: hash.sha256(Array("cartera-notice-1".utf8) + other.id.bytes + page.account.bytes))
        return GrantAllowance(
            allowance: id, person: person, rule: limit.rule, holder: other.value.holder, units: 0,
            validFrom: other.value.validFrom, validUntil: other.value.validUntil)
    }

    /// Who is to work an account gets his part of what a person's accounts share.
    private func share(of free: Int, _ limit: ContactLimit, _ scope: [Page], _ isRenewal: Bool) -> Int {
        guard free > 0, !limit.terms.perDebt, !isRenewal else { return max(0, free) }
        let waiting = scope.filter { page in
            page.isAssigned
                && !page.records.allowances.contains { $0.value.rule == limit.rule && $0.value.isOpen(at: now) }
        }
        return max(1, free / max(1, waiting.count))
    }
}

extension AllowanceBook {
    private func day(_ moment: Instant) -> CalendarDate { pages[0].records.day(of: moment) }

    private func reach(of limit: ContactLimit, _ until: Instant) -> ClosedRange<CalendarDate> {
        let reach = limit.reach(from: day(now), until: day(until))
        // In another of his zones it may be another day.
        let edge = pages.contains { $0.records.hasSeveralZones } ? 1 : 0
        return (reach.lowerBound - edge)...(reach.upperBound + edge)
    }

    private func held(_ limit: ContactLimit, _ scope: [Page]) -> [Held] {
        scope.flatMap { page in
            page.records.allowances.filter { $0.value.rule == limit.rule && $0.value.units > 0 }
                .map { (page.account, $0.id, $0.value) }
        }
    }

    private func used(_ limit: ContactLimit, _ scope: [Page], _ reach: ClosedRange<CalendarDate>) -> Int {
        scope.reduce(0) { sum, page in
            let facts = page.records.history.values.filter { $0.sameDebt } + page.records.openPlans.values
            return sum + facts.count { limit.takesUnit($0) && reach.contains(day($0.at)) }
        }
    }
}
