extension ZoneTable {
    /// The zones that an address may be in, in the table's order.
    ///
    /// A state with several zones yields all of them unless the postal code decides; no state yields all zones of the
    /// country. An unknown country, or a state that a country with several zones does not know, yields none, which the
    /// caller makes an error. `state` may be a name with or without accents, or an ISO 3166-2 code (`JAL`, `MX-JAL`).
    package func zones(country: String, state: String? = nil, postalCode: String? = nil) -> [String] {
        guard let code = CountryNames.code(country), let rows = ZoneTable.places[code] else { return [] }
        let row = state.flatMap { ZoneTable.row(of: $0, country: code, in: rows) }
        let candidates: [String]
        if rows.count == 1 {
            candidates = rows[0].zones
        } else if let state, !placeKey(state).isEmpty {
            guard let row else { return [] }
            candidates = row.zones
        } else {
            candidates = unique(rows.flatMap(\.zones))
        }
        guard candidates.count > 1, let postalCode else { return candidates }
        let digits = postalCode.filter { $0.isASCII && $0.isNumber }
        let deciding = ZoneTable.postalCodes.first {
            $0.country == code && ($0.state == "*" || row == nil || $0.state == row?.code)
                && $0.matches(digits) && candidates.contains($0.zone)
        }
        return deciding.map { [$0.zone] } ?? candidates
    }

    /// The jurisdiction of an address: `US-MA`, or `US` where the state says nothing. Nil for an unknown country.
    package static func jurisdiction(country: String, state: String = "") -> String? {
        guard let code = CountryNames.code(country) else { return nil }
        guard !state.isEmpty, let rows = places[code], let found = row(of: state, country: code, in: rows),
            found.code != "*"
        else { return code }
        return "\(code)-\(found.code)"
    }

    /// The countries in which clocks show this zone's time, by code.
    package static func countries(of zone: String) -> [String] {
        places.filter { $0.value.contains { $0.zones.contains(zone) } }.map(\.key).sorted()
    }

    private static func row(of state: String, country: String, in rows: [PlaceRow]) -> PlaceRow? {
        let key = placeKey(state)
        let lower = country.lowercased()
        return rows.first { $0.keys.contains(key) }
            ?? (key.hasPrefix(lower) ? rows.first { $0.keys.contains(String(key.dropFirst(lower.count))) } : nil)
            ?? rows.first { $0.code == "*" }
    }

    private static let places: [String: [PlaceRow]] = {
        var table: [String: [PlaceRow]] = [:]
        for line in PlaceData.states.split(separator: "\n") {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false)
            let keys = [placeKey(columns[1])] + columns[2].split(separator: ",").map { placeKey($0) }
            let zones = columns[3].split(separator: " ").map(zoneName)
            table[String(columns[0]), default: []].append(
                PlaceRow(code: String(columns[1]), keys: keys.filter { !$0.isEmpty }, zones: zones))
        }
        return table
    }()

    private static let postalCodes: [PostalRow] = PlaceData.postalCodes.split(separator: "\n").map { line in
        let columns = line.split(separator: " ")
        let ranges = columns[2].split(separator: ",").map { range in
            let ends = range.split(separator: "-").map(String.init)
            return ends[0]...ends[ends.count - 1]
        }
        return PostalRow(
            country: String(columns[0]), state: String(columns[1]), ranges: ranges, zone: zoneName(columns[3]))
    }

    private static func zoneName(_ text: Substring) -> String {
        let whole = ["Africa/", "Asia/", "Atlantic/", "Europe/", "Pacific/"].contains { text.hasPrefix($0) }
        return whole ? String(text) : "America/" + text
    }
}

private struct PlaceRow: Sendable {
    let code: String
    let keys: [String]
    let zones: [String]
}

private struct PostalRow: Sendable {
    let country: String
    let state: String
    let ranges: [ClosedRange<String>]
    let zone: String

    /// Both ends of a range have as many digits, so beginnings compare as text.
    func matches(_ digits: String) -> Bool {
        ranges.contains {
            $0.contains(String(digits.prefix($0.lowerBound.count))) && digits.count >= $0.lowerBound.count
        }
    }
}

private func unique(_ names: [String]) -> [String] {
    var out: [String] = []
    for name in names where !out.contains(name) { out.append(name) }
    return out
}
