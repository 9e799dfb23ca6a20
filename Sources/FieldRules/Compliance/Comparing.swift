internal import FieldModel

// What the standard library derives from `<` is called through witness tables across modules, which was a tenth of a
// verdict's time; these are single instructions.

extension Instant {
    static func > (a: Instant, b: Instant) -> Bool { a.milliseconds > b.milliseconds }
    static func <= (a: Instant, b: Instant) -> Bool { a.milliseconds <= b.milliseconds }
    static func >= (a: Instant, b: Instant) -> Bool { a.milliseconds >= b.milliseconds }
}

extension CalendarDate {
    static func > (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSince1970 > b.daysSince1970 }
    static func <= (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSince1970 <= b.daysSince1970 }
    static func >= (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSince1970 >= b.daysSince1970 }
}
