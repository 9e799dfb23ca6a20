import FieldModel
import Testing

@testable import FieldRules

struct HolidayTests {
    /// Days on which this list and the independent one differ, with the reason.
    private let known: [String: Set<String>] = [
        // Ecuador's law moves the 3rd of November from a Saturday; the independent list leaves it.
        "ec": ["2029-11-01", "2029-11-03", "2035-11-01", "2035-11-03"]
    ]

    @Test func everyHolidayOfTheIndependentListIsFoundAndNoOther() throws {
        for line in holidayVectors.split(separator: "\n") {
            let words = line.split(separator: " ")
            let name = String(words[0])
            let expected = Set(words.dropFirst(2).map { "\(words[1])-\($0.prefix(2))-\($0.suffix(2))" })
            let found = Set(
                try Library.calendar(name).holidays.map(\.date)
                    .filter { String($0.year) == words[1] && $0.weekday != 7 }.map(\.description))
            let different = expected.symmetricDifference(found).subtracting(known[name] ?? [])
            #expect(different.isEmpty, "\(name) \(words[1]): \(different.sorted())")
        }
    }

    @Test func easterIsRight() {
        for text in ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2035-03-25", "2038-04-25"] {
            let date = CalendarDate(text)!
            #expect(HolidayRule.easter(date.year) == date)
        }
    }

    @Test func colombiaMovesToMonday() throws {
        let calendar = try Library.calendar("co")
        #expect(calendar.holiday(on: CalendarDate("2026-01-12")!)?.name == "Epifanía")
        #expect(calendar.holiday(on: CalendarDate("2026-01-06")!) == nil)
    }

    @Test func datesByTheMoonAreProjectedAfterTheOfficialYear() throws {
        let calendar = try Library.calendar("id")
        #expect(calendar.holiday(on: CalendarDate("2026-03-21")!)?.projected == false)
        #expect(calendar.holiday(on: CalendarDate("2027-03-10")!)?.projected == true)
    }

    @Test func outsideItsYearsACalendarKnowsNothing() throws {
        let calendar = try Library.calendar("mx")
        #expect(!calendar.covers(CalendarDate("2036-01-01")!))
        #expect(!calendar.covers(CalendarDate("2023-12-31")!))
        #expect(calendar.covers(CalendarDate("2035-12-31")!))
    }
}
