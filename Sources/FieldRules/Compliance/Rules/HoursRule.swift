internal import FieldModel

/// Contact only within the hours of the weekday, on the wall clock of the debtor's zone.
///
/// Example: `monday-friday: 07:00-19:00` forbids a call on a Tuesday at 19:00. A weekday that is not listed has no
/// hours. In a night when clocks change the wall clock decides, so an hour that is repeated is judged alike twice.
struct HoursRule: RuleBody {
    static let kind = "hours"

    /// Index 0 is Monday.
    private let open: [[HourRange]]

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        open = try fields.weekdayHours("hours")
    }

    func speak(_ moment: Moment) -> Speech? {
        let ranges = open[moment.date.weekday - 1]
        if ranges.contains(where: { $0.contains(moment.local) }) { return nil }
        return Speech(.outsideHours(moment.local, zone: moment.zone.name, open: ranges))
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        WallClock.nextEdge(moment) { date in open[date.weekday - 1] }
    }
}

/// Moments at which a wall clock passes the ends of ranges, jumps at a change of offset, or begins a day.
enum WallClock {
    static func nextEdge(_ moment: Moment, _ ranges: (CalendarDate) -> [HourRange]) -> Instant? {
        var best: Instant? = moment.nextOffset
        for ahead in 0...1 {
            let date = moment.date + ahead
            best = moment.sooner(best, edge(moment, date, 0))
            for range in ranges(date) {
                best = moment.sooner(best, edge(moment, date, range.from))
                best = moment.sooner(best, edge(moment, date, range.to))
            }
            if ahead == 0, let best, best.seconds < moment.startOfDay(date + 1).seconds { break }
        }
        return best ?? moment.nextOffset
    }

    /// When a wall clock next shows a second of a day, or the first thing after it in a gap.
    private static func edge(_ moment: Moment, _ date: CalendarDate, _ second: Int32) -> Instant? {
        if let only = moment.period.onlyInstant(date, second: second) { return only }
        let civil =
            second == 86_400
            ? CivilTime(date: date + 1, millisecondOfDay: 0)
            : CivilTime(date: date, millisecondOfDay: second * 1000)
        return moment.next([moment.zone.firstInstant(ofOrAfter: civil)] + moment.zone.instants(of: civil))
    }
}
