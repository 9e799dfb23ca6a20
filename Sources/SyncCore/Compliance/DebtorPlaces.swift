internal import FieldModel
internal import FieldRules

/// Where a debtor may be: the zones in which an act must be allowed, and the jurisdictions whose rules bind.
///
/// What the lender's file says is the system of record; an address that somebody in the field wrote is added beside
/// it, so that nobody moves a debtor into a zone or a law of his own choice.
struct DebtorPlaces: Sendable {
    let zones: [Zone]
    let jurisdictions: [String]
    /// Of the first address of work whose place is known.
    let workplace: Zone?
    private let country: String
    private let table: ZoneTable

    init(_ account: Account, _ zone: Zone, _ points: [ContactPoint]) {
        let addresses = points.filter { $0.kind == .address }
        let lenders = addresses.filter(\.isAsTheLenderSaid)
        let country = lenders.lazy.map(\.country).first { !$0.isEmpty } ?? ""
        self.country = country
        let table = zone.table
        let named = [account.timeZone, account.resolvedZone].filter { !$0.isEmpty }
        let own = table.zone(account.timeZone).map { [$0] } ?? lenders.flatMap { $0.zones(country, table) }
        let added = addresses.filter { !$0.isAsTheLenderSaid }
        // A name that the active table does not know, or no longer, is no zone: what is judged needs approval then.
        let isKnown = named.allSatisfy { table.zone($0) != nil } && table.zone(zone.name) != nil
        zones = isKnown ? unique((own.isEmpty ? [zone] : own) + added.flatMap { $0.zones(country, table) }) : []
        let places =
            account.jurisdictions.isEmpty ? lenders.compactMap { $0.place(country, table) } : account.jurisdictions
        let known = places.isEmpty ? table.countries(of: zone.name) : places
        jurisdictions = unique(known + added.compactMap { $0.place(country, table) })
        workplace = points.lazy.filter { $0.kind == .workplace }.flatMap { $0.zones(country, table) }.first
        self.table = table
    }

    /// The zones of the point that an act goes to, where they matter: of a number, and of a place of work.
    func zones(of point: ContactPoint?, for channel: Channel) -> [Zone] {
        guard let point else { return [] }
        switch (channel, point.kind) {
        case (.call, .phone), (.sms, .phone), (.workplaceVisit, .workplace): return point.zones(country, table)
        default: return []
        }
    }
}

extension ContactPoint {
    fileprivate var isAsTheLenderSaid: Bool { fromLender && stamps.isEmpty }

    fileprivate func zones(_ defaultCountry: String, _ table: ZoneTable) -> [Zone] {
        let country = country.isEmpty ? defaultCountry : country
        return table.zones(country: country, state: state, postalCode: postalCode).compactMap { table.zone($0) }
    }

    fileprivate func place(_ defaultCountry: String, _ table: ZoneTable) -> String? {
        table.jurisdiction(country: country.isEmpty ? defaultCountry : country, state: state)
    }
}

private func unique<Element: Equatable>(_ elements: [Element]) -> [Element] {
    var out: [Element] = []
    for element in elements where !out.contains(element) { out.append(element) }
    return out
}
