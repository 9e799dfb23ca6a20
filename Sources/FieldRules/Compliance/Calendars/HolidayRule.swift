internal import FieldModel

/// How one holiday's date is found in any year, before and after it is moved.
struct HolidayRule: Sendable {
    var name: String
    var source: Source
    /// Years in which the holiday exists, and every how many of them.
    var years: ClosedRange<Int>
    var everyYears = 1
    /// Only when the date falls on these ISO weekdays; empty means any.
    var onlyOn: [Int] = []
    /// By ISO weekday, how many days later the holiday is kept: Colombia's move to Monday is `[0, 6, 5, 4, 3, 2, 1]`.
    var moves: [Int] = Array(repeating: 0, count: 7)
    /// Listed dates after this year are projected.
    var officialTo: Int?

    enum Source: Sendable {
        case fixed(month: Int, day: Int)
        /// `n` from 1, or -1 for the month's last.
        case nth(Int, weekday: Int, month: Int)
        case easter(Int)
        /// The June solstice's date where clocks are so many hours from UTC.
        case juneSolstice(offsetHours: Int)
        case listed([CalendarDate])
    }

    /// The dates on which the holiday of `year` is kept; a move may carry it into the next year or the last.
    func dates(in year: Int) -> [(date: CalendarDate, projected: Bool)] {
        guard years.contains(year), (year - years.lowerBound).isMultiple(of: everyYears) else { return [] }
        let projected = officialTo.map { year > $0 } ?? false
        return days(in: year)
            .filter { onlyOn.isEmpty || onlyOn.contains($0.weekday) }
            .map { ($0 + moves[$0.weekday - 1], projected) }
    }

    private func days(in year: Int) -> [CalendarDate] {
        switch source {
        case .fixed(let month, let day):
            return [CalendarDate(year: year, month: month, day: day)].compactMap { $0 }
        case .nth(let n, let weekday, let month): return [HolidayRule.nth(n, weekday, month, year)].compactMap { $0 }
        case .easter(let offset): return [HolidayRule.easter(year) + offset]
        case .juneSolstice(let hours): return [HolidayRule.juneSolstice(year, offsetHours: hours)].compactMap { $0 }
        case .listed(let dates): return dates.filter { $0.year == year }
        }
    }
}

extension HolidayRule {
    /// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).
    static func easter(_ year: Int) -> CalendarDate {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (b - (b + 8) / 25 + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let n = h + l - 7 * m + 114
        return CalendarDate(year: year, month: n / 31, day: n % 31 + 1)!
    }

    private static func nth(_ n: Int, _ weekday: Int, _ month: Int, _ year: Int) -> CalendarDate? {
        if n > 0 {
            guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
            let date = first + ((weekday - first.weekday + 7) % 7 + (n - 1) * 7)
            return date.month == month ? date : nil
        }
        let length = CalendarDate.days(inMonth: month, ofYear: year)
        guard let last = CalendarDate(year: year, month: month, day: length) else { return nil }
        let date = last - ((last.weekday - weekday + 7) % 7 + (-n - 1) * 7)
        return date.month == month ? date : nil
    }

    /// Hours of June in UTC, rounded down, at which the solstice falls (astronomical tables), 2024 to 2035: day × 24
    /// + hour.
    private static let juneSolsticeHours = [
        20 * 24 + 20, 21 * 24 + 2, 21 * 24 + 8, 21 * 24 + 14, 20 * 24 + 20, 21 * 24 + 1, 21 * 24 + 7, 21 * 24 + 13,
        20 * 24 + 19, 21 * 24 + 1, 21 * 24 + 6, 21 * 24 + 12,
    ]

    private static func juneSolstice(_ year: Int, offsetHours: Int) -> CalendarDate? {
        guard juneSolsticeHours.indices.contains(year - 2024) else { return nil }
        return CalendarDate(year: year, month: 6, day: (juneSolsticeHours[year - 2024] + offsetHours) / 24)
    }
}
