import FieldModel

/// The stretch of time in which a cap counts, as the caps table names it.
enum Window: Hashable, Sendable {
    /// N consecutive calendar days, the act's day counted.
    case days(Int)
    /// The last N hours; an event exactly N hours old is outside.
    case hours(Int)
    case day
    /// Monday to Sunday.
    case week
    case month

    /// `days 7`, `hours 168`, `day`, `week`, `month`.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        let count = parts.count == 2 ? Int(parts[1]) : nil
        switch (parts.first, count) {
        case ("days", let count?) where (1...400).contains(count): self = .days(count)
        case ("hours", let count?) where (1...9600).contains(count): self = .hours(count)
        case ("day", nil) where parts.count == 1: self = .day
        case ("week", nil) where parts.count == 1: self = .week
        case ("month", nil) where parts.count == 1: self = .month
        default: return nil
        }
    }

    /// The first and last local date of the window that holds `date`.
    func dates(around date: CalendarDate) -> (first: CalendarDate, last: CalendarDate) {
        switch self {
        case .days(let count): return (date - (count - 1), date)
        case .hours(let count): return (date - (count + 23) / 24, date)
        case .day: return (date, date)
        case .week:
            let monday = date - (date.weekday - 1)
            return (monday, monday + 6)
        case .month:
            let (year, month, day) = date.components
            let first = date - (day - 1)
            return (first, first + (CalendarDate.days(inMonth: month, ofYear: year) - 1))
        }
    }

    /// `dates` are those around the moment's own, which are the same for all entries.
    func holds(
        _ entry: LedgerEntry, at moment: Moment, _ dates: (first: CalendarDate, last: CalendarDate)
    ) -> Bool {
        if case .hours(let count) = self {
            return moment.at.milliseconds &- entry.fact.at.milliseconds < Int64(count) * 3_600_000
        }
        return entry.date >= dates.first && entry.date <= dates.last
    }

    /// How many days back an event may still be inside, the day of the act counted.
    var lookbackDays: Int {
        switch self {
        case .days(let count): count
        case .hours(let count): (count + 23) / 24 + 1
        case .day: 1
        case .week: 7
        case .month: 31
        }
    }

    /// When `entry` leaves the window.
    func end(of entry: LedgerEntry, _ moment: Moment) -> Instant {
        switch self {
        case .hours(let count): entry.fact.at + Int64(count) * 3_600_000
        case .days(let count): moment.startOfDay(entry.date + count)
        case .day, .week, .month: moment.startOfDay(dates(around: entry.date).last + 1)
        }
    }
}

/// The soonest of many ends that is after a moment; of days only the soonest is looked up.
struct SoonestEnd {
    private let moment: Moment
    private var date: CalendarDate?
    private(set) var found: Instant?

    init(_ moment: Moment) { self.moment = moment }

    /// The end of an entry's place in a window.
    mutating func add(_ window: Window, _ entry: LedgerEntry) {
        switch window {
        case .hours: found = moment.sooner(found, window.end(of: entry, moment))
        case .days(let count): add(entry.date + count)
        case .day, .week, .month: add(window.dates(around: entry.date).last + 1)
        }
    }

    /// The start of a day.
    mutating func add(_ date: CalendarDate) {
        if let soonest = self.date, date >= soonest { return }
        guard let start = moment.comingStart(of: date) else { return }
        self.date = date
        found = moment.sooner(found, start)
    }
}
