/// A day of the proleptic Gregorian calendar, without a zone: due dates and holidays are dates, not moments.
package struct CalendarDate: Hashable, Sendable, Comparable, Codable {
    package var daysSince1970: Int32

    package init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    package static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSince1970 < b.daysSince1970 }
    package static func + (a: CalendarDate, days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: a.daysSince1970 &+ Int32(clamping: days))
    }
    package static func - (a: CalendarDate, days: Int) -> CalendarDate { a + -days }
    /// Days from `b` to `a`.
    package static func - (a: CalendarDate, b: CalendarDate) -> Int { Int(a.daysSince1970) - Int(b.daysSince1970) }
}

extension CalendarDate {
    /// Nil when there is no such day. Years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(inMonth: month, ofYear: year)
        else { return nil }
        // Days from civil: eras of 400 years that start in March.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    package var components: (year: Int, month: Int, day: Int) {
        let z = Int64(daysSince1970) + 719_468
        let era = floorDivide(z, 146_097)
        let dayOfEra = Int(z - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = Int(era) * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    package var year: Int { components.year }
    package var month: Int { components.month }
    package var day: Int { components.day }

    /// ISO 8601: Monday is 1, Sunday 7.
    package var weekday: Int {
        let w = (Int(daysSince1970) + 3) % 7
        return (w < 0 ? w + 7 : w) + 1
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func days(inMonth month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = components
        let digits = String(year)
        return
            "\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimalNumber(bytes[0..<4]), let month = decimalNumber(bytes[5..<7]),
            let day = decimalNumber(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
