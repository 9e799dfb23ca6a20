package import FieldModel

/// What promises of a product and bucket are like: a row of a pack's `promises`. What a row leaves out is as the branch
/// has it.
///
/// The most specific row counts: one that names bucket and product before one that names either, and the bucket before
/// the product.
package struct PromiseTermsRow: Sendable {
    package let product: ProductKind?
    /// As buckets are labelled, `31-60`; nil is any.
    package let bucket: String?
    package let graceDays: Int?
    package let thresholdPercent: Int?
    package let horizonDays: Int?
    package let mostOpen: Int?
    /// Of each instalment, in minor units.
    package let leastAmount: Int64?
    package let mostInstalments: Int?
    /// A deadline on a day without business here moves to the next day with.
    package let calendar: HolidayCalendar?

    static func read(
        _ fields: inout FieldReader, _ calendars: [String: HolidayCalendar]
    ) throws(RuleFailure) -> PromiseTermsRow {
        PromiseTermsRow(
            product: try fields.optionalWord("product"), bucket: try fields.optionalText("bucket"),
            graceDays: try fields.optionalInteger("grace_days", 0...366),
            thresholdPercent: try fields.optionalInteger("threshold_percent", 1...100),
            horizonDays: try fields.optionalInteger("horizon_days", 1...36_600),
            mostOpen: try fields.optionalInteger("most_open", 1...1000),
            leastAmount: try fields.optionalInteger("least_amount", 1...9_000_000_000_000_000).map { Int64($0) },
            mostInstalments: try fields.optionalInteger("most_instalments", 1...60),
            calendar: try fields.optionalText("calendar").map { (name) throws(RuleFailure) in
                guard let calendar = calendars[name] else {
                    throw fields.failure(.unknownCalendar, "no calendar \(name) was loaded")
                }
                return calendar
            })
    }

    private var precision: Int { (bucket == nil ? 0 : 2) + (product == nil ? 0 : 1) }

    /// Of several that are as specific, the first.
    package static func deciding(
        _ rows: [PromiseTermsRow], bucket: String, product: ProductKind
    ) -> PromiseTermsRow? {
        let fitting = rows.filter { ($0.bucket ?? bucket) == bucket && ($0.product ?? product) == product }
        return fitting.enumerated().max {
            ($0.element.precision, -$0.offset) < ($1.element.precision, -$1.offset)
        }?.element
    }

    /// Nil where the deadline stays; a day that the calendar does not reach stays too.
    package func moved(_ deadline: CalendarDate) -> CalendarDate? {
        guard let calendar else { return nil }
        var day = deadline
        while calendar.covers(day), !calendar.isBusinessDay(day) { day = day + 1 }
        return day == deadline ? nil : day
    }
}

extension ActiveRules {
    /// The rows of the packs that are in force for a debtor on a day.
    package func promiseTerms(for jurisdictions: [String], on date: CalendarDate) -> [PromiseTermsRow] {
        packs(for: jurisdictions).filter { $0.isInForce(on: date) }.flatMap(\.promises)
    }
}
