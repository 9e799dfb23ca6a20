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

    init(_ account: Account, _ zone: Zone, _ points: [ContactPoint]) {
        let addresses = points.filter { $0.kind == .address }
        let lenders = addresses.filter(\.isAsTheLenderSaid)
        let country = lenders.lazy.map(\.country).first { !$0.isEmpty } ?? ""
        self.country = country
        let own = ZoneTable.standard.zone(account.timeZone).map { [$0] } ?? lenders.flatMap { $0.zones(country) }
        let added = addresses.filter { !$0.isAsTheLenderSaid }
        zones = unique((own.isEmpty ? [zone] : own) + added.flatMap { $0.zones(country) })
        let places = account.jurisdictions.isEmpty ? lenders.compactMap { $0.place(country) } : account.jurisdictions
        let known = places.isEmpty ? ZoneTable.countries(of: zone.name) : places
        jurisdictions = unique(known + added.compactMap { $0.place(country) })
        workplace = points.lazy.filter { $0.kind == .workplace }.flatMap { $0.zones(country) }.first
    }

    /// The zones of the point that an act goes to, where they matter: of a number, and of a place of work.
    func zones(of point: ContactPoint?, for channel: Channel) -> [Zone] {
        guard let point else { return [] }
        switch (channel, point.kind) {
        case (.call, .phone), (.sms, .phone), (.workplaceVisit, .workplace): return point.zones(country)
        default: return []
        }
    }
}

extension ContactPoint {
    fileprivate var isAsTheLenderSaid: Bool { fromLender && stamps.isEmpty }

    fileprivate func zones(_ defaultCountry: String) -> [Zone] {
        let country = country.isEmpty ? defaultCountry : country
        return ZoneTable.standard.zones(country: country, state: state, postalCode: postalCode)
            .compactMap { ZoneTable.standard.zone($0) }
    }

    fileprivate func place(_ defaultCountry: String) -> String? {
        ZoneTable.jurisdiction(country: country.isEmpty ? defaultCountry : country, state: state)
    }
}

private func unique<Element: Equatable>(_ elements: [Element]) -> [Element] {
    var out: [Element] = []
    for element in elements where !out.contains(element) { out.append(element) }
    return out
}
