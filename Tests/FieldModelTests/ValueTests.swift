import FieldModel
import Testing

struct ValueTests {
    static let amounts: [(String, String, Int64?)] = [
        ("1500", "MXN", 150_000), ("1500.50", "MXN", 150_050), ("1500.500", "MXN", 150_050), ("0.01", "MXN", 1),
        ("-3.2", "MXN", -320), ("1500", "CLP", 1500), ("1.234", "KWD", 1234), ("1.239", "MXN", nil),
        ("1.5", "CLP", nil),
        ("", "MXN", nil), (".5", "MXN", nil), ("5.", "MXN", nil), ("1,500", "MXN", nil), ("1e3", "MXN", nil),
        ("+1", "MXN", nil), ("90000000000000.01", "MXN", nil), ("99999999999999999999999", "MXN", nil),
    ]

    @Test("amounts are read exactly or not at all", arguments: amounts)
    func amount(text: String, code: String, minor: Int64?) throws {
        let currency = try #require(Currency(code))
        #expect((try? Money.parse(text, in: currency).get())?.minor == minor)
    }

    @Test("what money prints, it reads")
    func moneyRoundTrip() throws {
        for code in ["MXN", "CLP", "KWD"] {
            let currency = try #require(Currency(code))
            for minor: Int64 in [0, 1, -1, 9, 99, 100, -12_345, Money.mostMinor] {
                let money = Money(minor: minor, currency: currency)
                #expect(try Money.parse(money.decimal, in: currency).get() == money)
            }
        }
    }

    @Test(
        "money is shown in groups of three, with its currency",
        arguments: [
            (0, "MXN", "0.00 MXN"), (-1, "MXN", "-0.01 MXN"), (99_999, "MXN", "999.99 MXN"),
            (100_000, "MXN", "1,000.00 MXN"), (-123_456_789, "MXN", "-1,234,567.89 MXN"), (1_000, "CLP", "1,000 CLP"),
            (Money.mostMinor, "MXN", "90,000,000,000,000.00 MXN"),
        ] as [(Int64, String, String)])
    func moneyText(minor: Int64, code: String, text: String) throws {
        #expect(Money(minor: minor, currency: try #require(Currency(code))).text == text)
    }

    @Test("every day of four centuries goes to its parts and back")
    func dates() throws {
        var date = try #require(CalendarDate(year: 1799, month: 12, day: 31))
        let last = try #require(CalendarDate(year: 2200, month: 1, day: 1))
        var weekday = date.weekday
        while date < last {
            let parts = date.components
            #expect(CalendarDate(year: parts.year, month: parts.month, day: parts.day) == date)
            #expect(CalendarDate(date.description) == date)
            date = date + 1
            weekday = weekday % 7 + 1
            #expect(date.weekday == weekday)
        }
        #expect(CalendarDate("1970-01-01")?.daysSince1970 == 0)
        #expect(CalendarDate("2026-11-24")?.weekday == 2)
        #expect(CalendarDate("2026-02-29") == nil)
        #expect(CalendarDate("2024-02-29") != nil)
    }

    @Test("RFC 3339 is read with its offset and printed with one")
    func moments() throws {
        let (instant, offset) = try #require(Instant.parsingRFC3339("2026-03-08T12:00:00-05:00"))
        #expect(offset == -18_000)
        #expect(instant.rfc3339(offsetSeconds: offset) == "2026-03-08T12:00:00-05:00")
        #expect(instant.rfc3339(offsetSeconds: 0) == "2026-03-08T17:00:00Z")
        #expect(
            Instant.parsingRFC3339("2026-03-08T12:00:00.250Z")?.instant.milliseconds == instant.milliseconds
                - 17_999_750)
        for bad in ["2026-03-08", "2026-03-08T12:00:00", "2026-03-08T24:00:00Z", "2026-13-08T12:00:00Z", "", "x"] {
            #expect(Instant.parsingRFC3339(bad) == nil)
        }
    }

    @Test("names are version 7, sort by time, and read what they print")
    func identifiers() throws {
        var generator = SystemRandomNumberGenerator()
        var last = Identifier.nil_
        for second: Int64 in 1...50 {
            let name = Identifier.version7(at: Instant(seconds: second * 1000), using: &generator)
            #expect(last < name)
            #expect(Identifier(name.description) == name)
            #expect(Identifier(bytes: name.bytes) == name)
            #expect(Array(name.description)[14] == "7")
            #expect(name.description.hasSuffix(name.ending))
            last = name
        }
        #expect(Identifier("xyz") == nil)
        #expect(Identifier(bytes: [1, 2, 3]) == nil)
    }
}
