internal import FieldModel

/// No contact on certain weekdays and on the holidays of a calendar.
///
/// Example: `weekdays: [sunday]`, `calendar: co` forbids a call on the Monday to which Epiphany was moved. A date
/// that the calendar does not reach is an error for the act and ends the search; it is never "no holiday".
struct ClosedDaysRule: RuleBody {
    static let kind = "closed_days"

    private let weekdays: [Bool]
    let calendar: HolidayCalendar?

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        weekdays = try fields.weekdays("weekdays") ?? Array(repeating: false, count: 7)
        calendar = try fields.optionalText("calendar").map { (name) throws(RuleFailure) in
            guard let calendar = context.calendars[name] else {
                throw fields.failure(.unknownCalendar, "no calendar \(name) was loaded")
            }
            return calendar
        }
        guard calendar != nil || weekdays.contains(true) else {
            throw fields.failure(.missingKey, "closed_days needs weekdays or a calendar")
        }
    }

    func speak(_ moment: Moment) -> Speech? {
        let date = moment.date
        if let calendar {
            guard calendar.covers(date) else { return Speech(.calendarEnds(date)) }
            if let holiday = calendar.holiday(on: date) {
                return Speech(.closedDay(date, name: holiday.name, projected: holiday.projected))
            }
        }
        guard weekdays[date.weekday - 1] else { return nil }
        return Speech(.closedDay(date, name: Weekday.names[date.weekday - 1], projected: false))
    }

    /// Nil at the end of the calendar, where nothing more is known.
    func nextBoundary(_ moment: Moment) -> Instant? {
        if let calendar, !calendar.covers(moment.date) { return nil }
        return moment.sooner(moment.nextDay, moment.nextOffset)
    }
}
