package import FieldModel

/// A time zone of a `ZoneTable`: a pointer to its row, so that copies cost nothing, and one to the table, so that whoever
/// has a debtor's zone looks other zones up in the same table.
///
/// Before the table's first year the first offset holds and after its last year the last one; `covers` says whether
/// a moment is inside, and the evaluator refuses to judge outside.
package struct Zone: Sendable {
    let row: Row
    package let table: ZoneTable

    /// One name of the table and the offsets that it shares with its aliases.
    final class Row: Sendable {
        let name: String
        let version: String
        /// Seconds since 1970 of each change; `offsets` has one entry more.
        let changes: [Int64]
        let offsets: [Int32]
        let covered: Range<Int64>

        init(name: String, version: String, changes: [Int64], offsets: [Int32], covered: Range<Int64>) {
            self.name = name
            self.version = version
            self.changes = changes
            self.offsets = offsets
            self.covered = covered
        }
    }

    package var name: String { row.name }
    /// The tz database's release, for the verdict.
    package var version: String { row.version }

    package func covers(_ instant: Instant) -> Bool { row.covered.contains(instant.seconds) }
}

extension Zone: Hashable, CustomStringConvertible {
    package static func == (a: Zone, b: Zone) -> Bool {
        a.row === b.row || (a.name == b.name && a.version == b.version)
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(row.name) }
    package var description: String { name }
}

/// A stretch of time in which a zone's offset does not change: `start..<end` in seconds since 1970.
package struct ZonePeriod: Sendable, Hashable {
    package let start: Int64
    package let end: Int64
    package let offsetSeconds: Int32

    /// The only moment at which a wall clock shows this second of a day, where no other period is near enough to have
    /// one too.
    func onlyInstant(_ date: CalendarDate, second: Int32) -> Instant? {
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(second) - Int64(offsetSeconds)
        let margin = 2 * Zone.widestOffset
        guard seconds >= start + margin, seconds < end - margin else { return nil }
        return Instant(milliseconds: seconds * 1000)
    }

    package func contains(_ instant: Instant) -> Bool {
        instant.milliseconds >= start * 1000 && instant.milliseconds < end * 1000
    }
}

extension Zone {
    package func period(at instant: Instant) -> ZonePeriod { period(index: index(at: instant.seconds)) }

    package func offsetSeconds(at instant: Instant) -> Int32 { row.offsets[index(at: instant.seconds)] }

    package func civil(at instant: Instant) -> CivilTime {
        CivilTime(instant, offsetSeconds: offsetSeconds(at: instant))
    }

    package func localDate(at instant: Instant) -> CalendarDate { civil(at: instant).date }

    /// The moments at which a wall clock shows `civil`: none in a gap, two in a repeat, in order.
    package func instants(of civil: CivilTime) -> [Instant] {
        let utc = civil.instant(offsetSeconds: 0).seconds
        var found: [Instant] = []
        for index in index(at: utc - Zone.widestOffset)...index(at: utc + Zone.widestOffset) {
            let candidate = civil.instant(offsetSeconds: row.offsets[index])
            if period(index: index).contains(candidate) { found.append(candidate) }
        }
        return found
    }

    /// The first moment at which a wall clock shows `civil` or, in a gap, the first thing after it.
    package func firstInstant(ofOrAfter civil: CivilTime) -> Instant {
        let utc = civil.instant(offsetSeconds: 0).seconds
        var index = index(at: utc - Zone.widestOffset)
        while true {
            let period = period(index: index)
            let candidate = max(civil.instant(offsetSeconds: period.offsetSeconds), Instant(lowerBoundOf: period))
            if period.contains(candidate) || index == row.changes.count { return candidate }
            index += 1
        }
    }

    /// The first moment of a day, which is not midnight where clocks go forward at midnight.
    package func startOfDay(_ date: CalendarDate) -> Instant {
        firstInstant(ofOrAfter: CivilTime(date: date, millisecondOfDay: 0))
    }

    /// Printed as people of the zone would write it.
    package func rfc3339(_ instant: Instant) -> String {
        instant.rfc3339(offsetSeconds: offsetSeconds(at: instant))
    }

    /// No zone is as far from UTC as 26 hours.
    fileprivate static let widestOffset: Int64 = 26 * 3600

    private func period(index: Int) -> ZonePeriod {
        ZonePeriod(
            start: index == 0 ? Int64.min / 1000 : row.changes[index - 1],
            end: index == row.changes.count ? Int64.max / 1000 : row.changes[index],
            offsetSeconds: row.offsets[index])
    }

    /// How many changes are at or before `seconds`.
    private func index(at seconds: Int64) -> Int {
        var low = 0
        var high = row.changes.count
        while low < high {
            let middle = (low + high) / 2
            if row.changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Instant {
    fileprivate init(lowerBoundOf period: ZonePeriod) { self.init(seconds: period.start) }
}
