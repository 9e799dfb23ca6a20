extension ZoneTable {
    /// The zones that an address may be in, in the table's order.
    ///
    /// A state with several zones yields all of them unless the postal code decides; no state yields all zones of the
    /// country. An unknown country, or a state that a country with several zones does not know, yields none, which the
    /// caller makes an error. `state` may be a name with or without accents, or an ISO 3166-2 code (`JAL`, `MX-JAL`).
    package func zones(country: String, state: String? = nil, postalCode: String? = nil) -> [String] {
        guard let code = places.country(country), let rows = places.states[code] else { return [] }
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
        let deciding = places.postalCodes.first {
            $0.country == code && ($0.state == "*" || row == nil || $0.state == row?.code)
                && $0.matches(digits) && candidates.contains($0.zone)
        }
        return deciding.map { [$0.zone] } ?? candidates
    }

    /// The jurisdiction of an address: `US-MA`, or `US` where the state says nothing. Nil for an unknown country.
    package func jurisdiction(country: String, state: String = "") -> String? {
        guard let code = places.country(country) else { return nil }
        guard !state.isEmpty, let rows = places.states[code],
            let found = ZoneTable.row(of: state, country: code, in: rows),
            found.code != "*"
        else { return code }
        return "\(code)-\(found.code)"
    }

    /// The countries in which clocks show this zone's time, by code.
    package func countries(of zone: String) -> [String] {
        places.states.filter { $0.value.contains { $0.zones.contains(zone) } }.map(\.key).sorted()
    }

    private static func row(of state: String, country: String, in rows: [PlaceRow]) -> PlaceRow? {
        let key = placeKey(state)
        let lower = country.lowercased()
        return rows.first { $0.keys.contains(key) }
            ?? (key.hasPrefix(lower) ? rows.first { $0.keys.contains(String(key.dropFirst(lower.count))) } : nil)
            ?? rows.first { $0.code == "*" }
    }
}

/// Which zones the addresses of a state may be in, and what states and countries are called.
struct PlaceTable: Sendable {
    fileprivate let states: [String: [PlaceRow]]
    fileprivate let postalCodes: [PostalRow]
    private let countries: [String: String]

    static let none = PlaceTable(states: [], postalCodes: [], countries: [])!
    /// What the program was built with.
    static let standard = PlaceTable(
        states: lines(PlaceData.states), postalCodes: lines(PlaceData.postalCodes),
        countries: lines(PlaceData.countries)
    )!

    static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// Nil when a line is not as `PlaceData` has them.
    init?(states: [String], postalCodes: [String], countries: [String]) {
        var table: [String: [PlaceRow]] = [:]
        for line in states {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false)
            guard columns.count == 4, !columns[0].isEmpty else { return nil }
            let keys = [placeKey(columns[1])] + columns[2].split(separator: ",").map { placeKey($0) }
            let zones = columns[3].split(separator: " ").map(PlaceTable.zoneName)
            guard !zones.isEmpty else { return nil }
            table[String(columns[0]), default: []].append(
                PlaceRow(code: String(columns[1]), keys: keys.filter { !$0.isEmpty }, zones: zones))
        }
        self.states = table
        var codes: [PostalRow] = []
        for line in postalCodes {
            guard let row = PostalRow(line) else { return nil }
            codes.append(row)
        }
        self.postalCodes = codes
        var names: [String: String] = [:]
        for line in countries {
            let words = line.split(separator: ",")
            guard let code = words.first else { return nil }
            for word in words { names[placeKey(word)] = String(code) }
        }
        self.countries = names
    }

    /// The code of a country that an address names.
    func country(_ text: some StringProtocol) -> String? { countries[placeKey(text)] }

    fileprivate static func zoneName(_ text: Substring) -> String {
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

    /// `MX CHH 310-314,330 Chihuahua`.
    init?(_ line: String) {
        let columns = line.split(separator: " ")
        guard columns.count == 4 else { return nil }
        var ranges: [ClosedRange<String>] = []
        for range in columns[2].split(separator: ",") {
            let ends = range.split(separator: "-").map(String.init)
            guard let first = ends.first, let last = ends.last, first <= last, first.utf8.count == last.utf8.count
            else {
                return nil
            }
            ranges.append(first...last)
        }
        self.ranges = ranges
        (country, state) = (String(columns[0]), String(columns[1]))
        zone = PlaceTable.zoneName(columns[3])
    }

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
