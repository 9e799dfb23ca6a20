internal import FieldModel

/// The zones that rules may use, generated from the tz database so that no host's files decide a verdict.
///
/// What counts for a branch are the records that it has activated (`ZoneDocuments`); what the program was built with is
/// the seed of them, and counts only where no rules are active.
package final class ZoneTable: Sendable {
    package let version: String
    private let rows: [String: Zone.Row]
    let places: PlaceTable

    /// The table this program was built with.
    package static let standard = ZoneTable(
        parsing: generatedText, version: generatedVersion, years: generatedYears, places: .standard)!

    /// A table that knows nothing, for a record that this program cannot read: acts need approval then.
    package static func unreadable(_ version: String) -> ZoneTable {
        ZoneTable(version: version, rows: [:], places: .none)
    }

    private init(version: String, rows: [String: Zone.Row], places: PlaceTable) {
        self.version = version
        self.rows = rows
        self.places = places
    }

    /// Nil for an unknown name: the caller makes that an error, never UTC.
    package func zone(_ name: some StringProtocol) -> Zone? { rows[String(name)].map { Zone(row: $0, table: self) } }

    /// The clock of the first of `names` that is known, else UTC's: for dates of what is not judged. It is of this table
    /// whatever the table knows, so that a debtor's places are looked up in it.
    package func clock(_ names: String...) -> Zone {
        for name in names where !name.isEmpty { if let zone = zone(name) { return zone } }
        guard let row = ZoneTable.standard.rows["Etc/UTC"] else { preconditionFailure("the zone table has no UTC") }
        return Zone(row: row, table: self)
    }

    /// All names, aliases included, in order.
    package var names: [String] { rows.keys.sorted() }
}

extension ZoneTable {
    /// Reads pairs of lines: the names, then the first offset and `minutes since the first year in base 36:offset`.
    /// Nil when the text is not that.
    convenience init?(parsing text: String, version: String, years: Range<Int>, places: PlaceTable) {
        guard let first = CalendarDate(year: years.lowerBound, month: 1, day: 1),
            let end = CalendarDate(year: years.upperBound, month: 1, day: 1)
        else { return nil }
        let origin = Int64(first.daysSince1970) * 86_400
        let covered = origin..<Int64(end.daysSince1970) * 86_400
        var rows: [String: Zone.Row] = [:]
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        guard lines.count.isMultiple(of: 2) else { return nil }
        for index in stride(from: 0, to: lines.count, by: 2) {
            guard let (changes, offsets) = ZoneTable.history(lines[index + 1], origin: origin) else { return nil }
            for name in lines[index].split(separator: UInt8(ascii: " ")) {
                let name = String(decoding: name, as: UTF8.self)
                rows[name] = Zone.Row(
                    name: name, version: version, changes: changes, offsets: offsets, covered: covered)
            }
        }
        self.init(version: version, rows: rows, places: places)
    }

    /// The same offsets with other places.
    func with(_ places: PlaceTable) -> ZoneTable { ZoneTable(version: version, rows: rows, places: places) }

    private static func history(
        _ line: Substring.UTF8View.SubSequence, origin: Int64
    ) -> (changes: [Int64], offsets: [Int32])? {
        var changes: [Int64] = []
        var offsets: [Int32] = []
        for word in line.split(separator: UInt8(ascii: " ")) {
            let parts = word.split(separator: UInt8(ascii: ":")).map { String(decoding: $0, as: UTF8.self) }
            guard let last = parts.last, let minutes = Int32(last), minutes.magnitude < 1560 else { return nil }
            if parts.count == 2 {
                guard !offsets.isEmpty, let at = Int64(parts[0], radix: 36), at >= 0, at < 1 << 40 else { return nil }
                guard changes.last.map({ $0 < origin + at * 60 }) ?? true else { return nil }
                changes.append(origin + at * 60)
            } else if parts.count != 1 || !offsets.isEmpty {
                return nil
            }
            offsets.append(minutes * 60)
        }
        return offsets.isEmpty ? nil : (changes, offsets)
    }
}
