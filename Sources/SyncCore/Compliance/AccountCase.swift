package import FieldModel
package import FieldRules

/// An account's records as rules read them: where the debtor is, what is known of him, and what contacts there were.
///
/// Laptop and server make it from the same aggregate, so that the same records give the same verdict.
package struct AccountCase: Sendable {
    private let account: Account
    private let zone: Zone
    private let places: DebtorPlaces
    private let points: [RecordID: ContactPoint]
    private let flags: [Flag]
    private let consents: [Consent]
    private let restrictions: [ContactRestriction]
    private let notices: [NoticeFact]
    private let birthDay: CalendarDate?
    let related: [RecordID: RelatedPerson]
    /// By id.
    let allowances: [(id: RecordID, value: Allowance)]
    /// By record.
    let history: [RecordID: ContactFact]
    /// What a plan is judged by beside that.
    package var elsewhere = Elsewhere()

    /// Nil without an account that can be read. `zone` is the account's own, else the branch's.
    package init?(_ aggregate: Aggregate, zone: Zone) {
        guard let id = aggregate.account, let account = aggregate[Account.self, id] else { return nil }
        self.account = account
        self.zone = zone
        let points = aggregate.all(ContactPoint.self)
        self.points = Dictionary(points.map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
        places = DebtorPlaces(account, zone, points.map(\.value).filter { $0.removedBy == nil })
        flags = aggregate.all(Flag.self).map(\.value)
        consents = aggregate.all(Consent.self).map(\.value)
        restrictions = aggregate.all(ContactRestriction.self).map(\.value)
        notices = aggregate.all(Notice.self).map { NoticeFact(kind: $0.value.kind, at: $0.value.at) }
        birthDay = aggregate.all(Debtor.self).first?.value.birthDay
        let related = aggregate.all(RelatedPerson.self)
        self.related = Dictionary(related.map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
        allowances = aggregate.all(Allowance.self)
        history = Self.history(aggregate, self.related)
    }

    private static func history(
        _ aggregate: Aggregate, _ related: [RecordID: RelatedPerson]
    ) -> [RecordID: ContactFact] {
        var history: [RecordID: ContactFact] = [:]
        for (id, visit) in aggregate.all(Visit.self) where visit.withdrawnBy == nil {
            history[id] = ContactFact(visit, id, related)
        }
        for (id, contact) in aggregate.all(Contact.self) where contact.withdrawnBy == nil {
            history[id] = ContactFact(contact, id, related)
        }
        for (id, letter) in aggregate.all(Letter.self) { history[id] = ContactFact(letter, id) }
        for (id, contact) in aggregate.all(ForeignContact.self) where !contact.withdrawn {
            history[id] = ContactFact(contact, id)
        }
        return history
    }
}

extension AccountCase {
    var creditor: String { account.creditor }
    var factsElsewhere: [RecordID: ContactFact] { elsewhere.facts(for: creditor) }
    var jurisdictions: [String] { places.jurisdictions }
    var hasSeveralZones: Bool { places.zones.count > 1 }
    func sharesZone(_ other: AccountCase) -> Bool { zone == other.zone }
    /// Of the table that decides about the debtor.
    var zoneVersion: String { zone.table.version }
    func day(of moment: Instant) -> CalendarDate { zone.localDate(at: moment) }

    /// What the evaluator is given for an act; `leavingOut` are contacts that are not to count.
    package func facts(for judged: JudgedAct, leavingOut: Set<RecordID> = []) -> Facts {
        let act = judged.act
        var facts = Facts(addressZones: places.zones)
        let point = judged.contactPoint.flatMap { points[$0] }
        let zones = places.zones(of: point, for: act.channel)
        switch act.channel {
        case .workplaceVisit: facts.workplaceZone = zones.first ?? places.workplace
        default: facts.phoneZone = zones.first
        }
        facts.addressZones += zones.dropFirst()
        facts.jurisdictions = places.jurisdictions
        facts.flags = flags.compactMap { fact($0, at: act.at) }
        facts.consents = consents.compactMap { fact($0, for: judged.contactPoint) }
        facts.restrictions = restrictions.compactMap { fact($0, for: judged.contactPoint) }
        facts.notices = notices.isEmpty ? nil : notices
        facts.age = birthDay.map { zone.localDate(at: act.at).years(since: $0) }
        facts.product = ProductKind(word: account.product.lowercased()) ?? .consumer
        facts.creditor = CreditorKind(word: account.creditorType.lowercased()) ?? .thirdPartyAgency
        facts.daysPastDue = account.daysPastDue(asOf: zone.localDate(at: act.at))
        // What came of a plan does not stand against it when it is judged again.
        let left = leavingOut.union(outcomes(ofPlan: act.id))
        facts.history = history.compactMap { left.contains($0.key) ? nil : $0.value }
        // What was planned may still reach the debtor before a plan that is made now.
        if act.result == nil {
            facts.history += openPlans().values
            facts.history += factsElsewhere.filter { history[$0.key] == nil }.values
        }
        return facts
    }

    /// A flag that was cleared after the act stood when it happened.
    private func fact(_ flag: Flag, at moment: Instant) -> FlagFact? {
        guard let kind = FlagKind(word: flag.kind), flag.clearedAt.map({ $0 > moment }) ?? true else { return nil }
        let earlier = flag.sinceDay.flatMap { $0 < zone.localDate(at: flag.recordedAt) ? zone.startOfDay($0) : nil }
        let since = earlier ?? flag.recordedAt
        return FlagFact(kind: kind, since: since, written: flag.written)
    }

    /// A consent to one number opens no other.
    private func fact(_ consent: Consent, for point: RecordID?) -> ConsentFact? {
        guard let channel = Channel(word: consent.channel), let given = consent.givenAt,
            consent.contactPoint == nil || consent.contactPoint == point
        else { return nil }
        return ConsentFact(
            channel: channel, scope: consent.scope == "hours" ? .hours : .contact, givenAt: given,
            endedAt: [consent.revokedAt, consent.expiresAt].compactMap { $0 }.min())
    }

    /// A request about one number binds also where the number is not said.
    private func fact(_ restriction: ContactRestriction, for point: RecordID?) -> RestrictionFact? {
        if let asked = restriction.contactPoint, let point, asked != point { return nil }
        var fact = RestrictionFact()
        fact.channel = Channel(word: restriction.channel)
        fact.place = ContactPlace(word: restriction.place)
        fact.weekdays = restriction.weekdays
        fact.hours = HourRange(from: Int32(restriction.fromMinute * 60), to: Int32(restriction.toMinute * 60))
        fact.requestedAt = restriction.requestedAt
        fact.withdrawnAt = restriction.withdrawnAt
        return fact
    }
}

extension CalendarDate {
    /// Whole years, as birthdays count.
    fileprivate func years(since birth: CalendarDate) -> Int {
        let (then, now) = (birth.components, components)
        let hasPassed = (now.month, now.day) >= (then.month, then.day)
        return max(0, now.year - then.year - (hasPassed ? 0 : 1))
    }
}
