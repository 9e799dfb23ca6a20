package import FieldModel

/// The holidays of a country over the years that its source rules were written for.
///
/// Compiled once from rules into a sorted list, so that a look-up is a binary search. Outside `years` nothing is known:
/// whoever asks must treat that as an error.
package struct HolidayCalendar: Sendable {
    package let name: String
    package let title: String
    package let years: ClosedRange<Int>
    package let holidays: [Holiday]
    private let covered: ClosedRange<CalendarDate>

    package struct Holiday: Hashable, Sendable {
        package let date: CalendarDate
        package let name: String
        /// The date is computed ahead of the official list of its year.
        package let projected: Bool
    }

    init(name: String, title: String, years: ClosedRange<Int>, rules: [HolidayRule]) {
        self.name = name
        self.title = title
        self.years = years
        covered =
            CalendarDate(year: years.lowerBound, month: 1, day: 1)!...CalendarDate(
                year: years.upperBound, month: 12, day: 31)!
        var found: [Holiday] = []
        for rule in rules {
            for year in years.lowerBound - 1...years.upperBound + 1 {
                for (date, projected) in rule.dates(in: year) where covered.contains(date) {
                    found.append(Holiday(date: date, name: rule.name, projected: projected))
                }
            }
        }
        // Two holidays of one day stay two: the first in the order of the file names the day.
        holidays = found.enumerated()
            .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
            .map(\.element)
    }

    package func covers(_ date: CalendarDate) -> Bool { covered.contains(date) }

    package func holiday(on date: CalendarDate) -> Holiday? {
        var low = 0
        var high = holidays.count
        while low < high {
            let middle = (low + high) / 2
            if holidays[middle].date < date { low = middle + 1 } else { high = middle }
        }
        return low < holidays.count && holidays[low].date == date ? holidays[low] : nil
    }

    package func isBusinessDay(_ date: CalendarDate) -> Bool { date.weekday < 6 && holiday(on: date) == nil }
}
