package import FieldModel

/// The days that a report looks at, and the ends of its months of thirty days, oldest first.
package struct ReportPeriod: Hashable, Sendable {
    package static let monthDays = 30
    package static let mostMonths = 36
    package static let monthsByDefault = 12

    package let from: CalendarDate
    package let to: CalendarDate
    /// Beginning with `from`; the last is `to` or less than a month before it.
    package let ends: [CalendarDate]

    /// Nil when it would not begin before it ends.
    package init?(from: CalendarDate?, to: CalendarDate) {
        let first = from ?? to - ReportPeriod.monthDays * ReportPeriod.monthsByDefault
        guard first < to, to - first <= ReportPeriod.monthDays * ReportPeriod.mostMonths + ReportPeriod.monthDays else {
            return nil
        }
        self.from = first
        self.to = to
        ends = stride(from: 0, through: to - first, by: ReportPeriod.monthDays).map { first + $0 }
    }

    package func holds(_ day: CalendarDate) -> Bool { from < day && day <= to }

    /// The month that a day within falls in, from 0.
    package func month(of day: CalendarDate) -> Int { max(0, day - from - 1) / ReportPeriod.monthDays }
    package var months: Int { month(of: to) + 1 }
    package func firstDay(ofMonth month: Int) -> CalendarDate { from + (month * ReportPeriod.monthDays + 1) }
}

/// One account as reports see it: what is known now, and what was known at the ends of months.
package struct ReportCase: Sendable {
    package let history: CommittedHistory
    package let now: FactDerivation

    package init(_ history: CommittedHistory, now cutoff: FactCutoff) {
        self.history = history
        var now = FactDerivation(cutoff: cutoff)
        now.take(history.events)
        self.now = now
    }

    package func known(at day: CalendarDate) -> FactDerivation {
        var then = FactDerivation(cutoff: .endOf(day, in: history.zone))
        then.take(history.events)
        return then
    }
}

/// A report that accounts stream through, in any order.
package protocol AccountReport: Sendable {
    mutating func take(_ one: ReportCase)
    /// Whether it holds as much as it may: then `keep` drops the accounts that are not kept, and no more of them come.
    var isFull: Bool { get }
    mutating func keep(_ isKept: (AccountID) -> Bool)
    func result(names: (PersonID) -> String) -> ReportResult
}

extension AccountReport {
    package var isFull: Bool { false }
    package mutating func keep(_ isKept: (AccountID) -> Bool) {}
}
