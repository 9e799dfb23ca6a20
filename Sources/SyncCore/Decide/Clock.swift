package import FieldModel
package import FieldRules

/// How moments that a device claims become moments that count.
extension DecisionContext {
    /// Of a laptop: it knows of no moment but the one at which the person acted, by its own clock and what that clock is
    /// known to be behind the server's.
    package init(
        writing header: OperationHeader, clockOffset: Int64, actor: Actor, settings: BranchSettings, zone: Zone,
        hash: any Hashing
    ) {
        self.init(
            now: Instant(milliseconds: saturatingSum(header.wallClock.milliseconds, clockOffset)), actor: actor,
            header: header, settings: settings, zone: zone, hash: hash, side: .client)
        self.clockOffset = clockOffset
    }

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

    /// The moment by which rules count what somebody says he did at `claimed`.
    ///
    /// One clock says when it was and when that was written down. How long it took to write it down is believed, up to a
    /// day; when it was written is as the server knows it. What is older is bounded by the device's contacts.
    package func counted(_ claimed: Instant) -> Instant {
        let late = saturatingDifference(header.wallClock.milliseconds, claimed.milliseconds)
        if late > Limits.lateClaimMilliseconds { return effective(claimed) }
        let missing = saturatingDifference(actedAt.milliseconds, corrected(header.wallClock).milliseconds)
        let moved = Instant(milliseconds: saturatingSum(named(claimed).milliseconds, missing)).clamped
        return min(moved, actedAt)
    }

    /// What somebody says has happened at `claimed`, be it long ago: corrected, and not after it was written down. How far
    /// back it lies is not bounded.
    package func past(_ claimed: Instant) -> Instant { min(named(claimed), actedAt) }

    /// Whether a claimed moment lies further ahead than clocks may differ.
    func isInFuture(_ claimed: Instant) -> Bool {
        let skew = settings.clockSkewMs > 0 ? settings.clockSkewMs : Limits.clockSkewMilliseconds
        return corrected(claimed).milliseconds > saturatingSum(now.milliseconds, skew)
    }

    /// A moment that a person names: who reads it off a clock that is right means what he says, to the second.
    func named(_ claimed: Instant) -> Instant {
        claimed == header.wallClock ? corrected(claimed) : claimed.named(offset: clockOffset)
    }

    func corrected(_ claimed: Instant) -> Instant {
        Instant(milliseconds: saturatingSum(claimed.milliseconds, clockOffset)).clamped
    }
}

extension Instant {
    /// What a person names whose clock is behind the server's by so much: as he says it where clocks may differ so far.
    package func named(offset: Int64) -> Instant {
        if offset.magnitude <= UInt64(Limits.clockSkewMilliseconds) { return clamped }
        return Instant(milliseconds: saturatingSum(milliseconds, offset)).clamped
    }

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
