package import FieldModel

/// What came of an account after a day: the honest labels that a card is learned by.
///
/// The horizon begins the day after the facts' own and must have closed, with a margin for laptops that sync late;
/// a payment that was reversed by now is none.
package struct OutcomeWindow: Hashable, Sendable {
    package var first: CalendarDate
    package var days: Int

    package init(after factsDay: CalendarDate, days: Int) {
        first = factsDay + 1
        self.days = days
    }

    package var last: CalendarDate { first + (days - 1) }

    /// What laptops may be behind before a window counts as closed.
    package static let lateSyncDays = 3

    package func isClosed(on today: CalendarDate) -> Bool { last + OutcomeWindow.lateSyncDays < today }

    package func holds(_ day: CalendarDate) -> Bool { first <= day && day <= last }
}

extension FactDerivation {
    /// What was paid in the window, in minor units.
    package func paid(in window: OutcomeWindow) -> Int64 {
        payments.reduce(0) { window.holds($1.day) ? saturatingSum($0, $1.amount) : $0 }
    }
}
