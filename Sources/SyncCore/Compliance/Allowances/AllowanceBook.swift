internal import FieldModel
internal import FieldRules

/// A person's accounts as whoever grants sees them: what is out, what was used, and what may still be granted.
///
/// The invariant: in every window that holds a day of a grant, contacts that are known, plans of which nothing is known
/// and units that are out add up to no more than the cap. Out is what a holder may use although nobody sees him: what is
/// left of a grant that is not given back and has not ended before the window, and plans that he may have taken back
/// since and planned anew. Every step keeps the sum: a plan turns a unit into a plan, a contact turns a plan of its day
/// into a contact, taking a plan back on its day turns it into a unit again, giving back ends a grant whose last spend
/// has arrived. Only a grant makes it larger, and grants are given here alone, in one transaction, over all accounts.
///
/// Where a rule depends on an event there is nothing to add up: one holder at a time has everything, and judges by all
/// contacts, because what anybody else did stands under his account when he is granted it. Who works several accounts of
/// the person has it under each, and his plans under one bind those under the others (`Elsewhere`).
struct AllowanceBook {
    struct Page {
        var account: AccountID
        var records: AccountCase
        /// Whether somebody is to work the account.
        var isAssigned: Bool
        /// What was done under it counts all the same.
        var isClosed: Bool
    }

    /// The account that a grant is for, then the person's others.
    let pages: [Page]
    let person: Identifier
    let now: Instant
    /// Until when units may be spent that a restore has forgotten.
    var forgottenUntil: Instant?
    let hash: any Hashing

    private typealias Held = (account: AccountID, id: RecordID, value: Allowance)

    /// The grant to write for `holder`: a new one, a renewal, or the notice that another has the units. Nil for nothing.
    func wish(_ limit: ContactLimit, holder: PersonID, id: RecordID) -> GrantAllowance? {
        guard let page = pages.first else { return nil }
        let until = now + Int64(Limits.allowanceDays) * 86_400_000
        let scope = limit.terms.perDebt ? [page] : pages
        let reach = reach(of: limit, until)
        if let forgottenUntil, reach.lowerBound <= day(forgottenUntil) { return nil }
        let counted = held(limit, scope).filter { one in
            !one.value.closed && (one.value.validUntil.map { day($0) >= reach.lowerBound } ?? false)
        }
        // Also one that has ended: everybody has counted it as out until now, so it may go on.
        let mine = counted.first { $0.account == page.account && $0.value.holder == holder }
        let others = counted.filter { $0.id != mine?.id }
        let left: Int
        if limit.terms.isExclusive {
            let taken = others.filter { $0.value.holder != holder }
            if let other = taken.max(by: { ($0.value.validUntil ?? now) < ($1.value.validUntil ?? now) }) {
                return other.account == page.account ? nil : notice(of: other, limit)
            }
            if isPlannedElsewhere(limit, scope, reach, holder) { return nil }
            left = Limits.exclusiveUnits
        } else {
            let free = limit.terms.most - used(limit, scope, reach) - others.reduce(0) { $0 + out($1.value, reach) }
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
        let edge = pages.contains { $0.records.hasSeveralZones || !$0.records.sharesZone(pages[0].records) } ? 1 : 0
        return (reach.lowerBound - edge)...(reach.upperBound + edge)
    }

    /// What may still be used of a grant: its units, and plans outside the window that may have been taken back in time.
    /// Those of days before the latest renewal are as they are known: the holder was in contact then.
    private func out(_ allowance: Allowance, _ reach: ClosedRange<CalendarDate>) -> Int {
        guard let until = allowance.validUntil else { return allowance.unspent }
        let renewed = day(until + -Int64(Limits.allowanceDays) * 86_400_000)
        return allowance.unspent
            + allowance.spends.count { spend in
                spend.fact == nil && day(spend.at) >= renewed && !reach.contains(day(spend.at))
            }
    }

    /// Another's plan under another account is not seen under this one, and may still be carried out.
    private func isPlannedElsewhere(
        _ limit: ContactLimit, _ scope: [Page], _ reach: ClosedRange<CalendarDate>, _ holder: PersonID
    ) -> Bool {
        scope.dropFirst().contains { page in
            page.records.openPlans(without: holder).values.contains {
                limit.takesUnit($0) && reach.contains(day($0.at))
            }
        }
    }

    private func held(_ limit: ContactLimit, _ scope: [Page]) -> [Held] {
        scope.flatMap { page in
            page.records.allowances.filter { $0.value.rule == limit.rule && $0.value.units > 0 }
                .map { (page.account, $0.id, $0.value) }
        }
    }

    private func used(_ limit: ContactLimit, _ scope: [Page], _ reach: ClosedRange<CalendarDate>) -> Int {
        scope.reduce(0) { sum, page in
            let facts = page.records.history.values.filter { $0.sameDebt } + page.records.openPlans().values
            return sum + facts.count { limit.takesUnit($0) && reach.contains(day($0.at)) }
        }
    }
}
