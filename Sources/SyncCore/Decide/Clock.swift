package import FieldModel
internal import FieldRules

/// How moments that a device claims become moments that count.
extension DecisionContext {
    /// The device's wall clock when the person acted, as it stood, within what a record can hold.
    var writtenAt: Instant { header.wallClock.clamped }

    /// When the person acted: what records say of the time at which they were written.
    package var actedAt: Instant { effective(header.wallClock) }

    package var actedDay: CalendarDate { day(of: actedAt) }

    /// The day it is now, in the account's zone.
    package var today: CalendarDate { day(of: now.clamped) }

    package func day(of moment: Instant) -> CalendarDate { zone.localDate(at: moment) }

    /// A claimed moment corrected by the device's offset, not before its previous contact and not after this one.
    package func effective(_ claimed: Instant) -> Instant {
        let latest = now.clamped
        let corrected = min(corrected(claimed), latest)
        guard let previousContact else { return corrected }
        return max(corrected, min(previousContact.clamped, latest))
    }

    /// Whether a claimed moment lies further ahead than clocks may differ.
    func isInFuture(_ claimed: Instant) -> Bool {
        let skew = settings.clockSkewMs > 0 ? settings.clockSkewMs : Limits.clockSkewMilliseconds
        return corrected(claimed).milliseconds > saturatingSum(now.milliseconds, skew)
    }

    func corrected(_ claimed: Instant) -> Instant {
        Instant(milliseconds: saturatingSum(claimed.milliseconds, clockOffset)).clamped
    }
}

extension Instant {
    /// 0 means absent on the wire, and days end with the year 9999.
    static let first = Instant(milliseconds: 1)
    static let last = Instant(milliseconds: 253_402_300_799_999)

    var clamped: Instant { max(.first, min(self, .last)) }
}

extension CalendarDate {
    /// The years 1 to 9999: what the wire can say.
    static let first = CalendarDate(daysSince1970: -719_162)
    static let last = CalendarDate(daysSince1970: 2_932_896)

    /// A day later by `days`, the last day there is at most.
    func later(by days: Int) -> CalendarDate {
        CalendarDate(daysSince1970: Int32(clamping: saturatingSum(Int64(daysSince1970), Int64(days))))
    }
}

package func saturatingSum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? (b < 0 ? .min : .max) : sum
}

package func saturatingDifference(_ a: Int64, _ b: Int64) -> Int64 {
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return overflow ? (b < 0 ? .max : .min) : difference
}
