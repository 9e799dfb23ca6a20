package import FieldModel

/// What one rule said, with the facts that it used.
package struct RuleVerdict: Hashable, Sendable {
    /// `us-regf/call-frequency`.
    package var rule: String
    package var packVersion: Int
    package var word: VerdictWord
    package var citation: String
    package var overridable: Bool
    /// The earliest moment at which this rule alone would say warning or allowed; nil when none within the search.
    package var allowedFrom: Instant?
    package var reason: Reason
}

/// The judgement of one act: the strictest word, and all that spoke.
package struct Verdict: Hashable, Sendable {
    package var word: VerdictWord
    /// Nil for an allowed act.
    package var rule: String?
    package var rules: [RuleVerdict]
    /// The earliest moment at which nothing blocks; the act's own time when nothing does now.
    package var allowedFrom: Instant?
    /// Why `allowedFrom` is nil: `never` within the days searched, or the calendar ends before.
    package var noDate: NoDate?
    /// The tz database that decided.
    package var zoneVersion: String

    package enum NoDate: String, Sendable {
        case never
        case calendarEnd = "calendar_end"
    }
}

/// Why a rule spoke, as a value: it is rendered only where a person or a record needs it.
package enum Reason: Hashable, Sendable {
    case outsideHours(CivilTime, zone: String, open: [HourRange])
    case closedDay(CalendarDate, name: String, projected: Bool)
    case counted(Int, most: Int, since: CalendarDate, until: CalendarDate)
    case tooSoon(last: CalendarDate, daysApart: Int)
    case quietSince(CalendarDate, days: Int)
    case otherChannel(Channel, on: CalendarDate)
    case noConsent(Channel)
    case person(PersonKind)
    case place(Channel, ContactPlace?)
    case flag(FlagKind)
    case restriction
    case missingNotice(String)
    case actKind(ActKind)
    case noShows(Int, needed: Int)
    case heldElsewhere(String, until: Instant?)
    case allowanceSpent
    case unsupported(String)
    case calendarEnds(CalendarDate)
    case text(String)
}

extension Reason {
    /// The facts in words, for people and for the evidence; no debtor's data in it.
    package var facts: [String] {
        switch self {
        case .outsideHours(let time, let zone, let open):
            let hours = open.isEmpty ? "no hours that day" : "hours " + open.map(\.description).joined(separator: " ")
            return ["local time \(time.date) \(HourRange.text(time.millisecondOfDay / 1000)) \(zone)", hours]
        case .closedDay(let date, let name, let projected):
            return ["\(date) is \(name)"] + (projected ? ["warning: the date is projected, not yet official"] : [])
        case .counted(let count, let most, let since, let until):
            return ["\(count) counted from \(since) to \(until)", "most \(most), the act included"]
        case .tooSoon(let last, let days): return ["last counted on \(last)", "dates must differ by \(days) or more"]
        case .quietSince(let date, let days): return ["conversation on \(date)", "\(days) days, that day as day 1"]
        case .otherChannel(let channel, let date): return ["contact by \(channel) on \(date) in the same week"]
        case .noConsent(let channel): return ["no consent in force for \(channel)"]
        case .person(let person): return ["person \(person)"]
        case .place(let channel, let place): return ["channel \(channel)"] + (place.map { ["place \($0)"] } ?? [])
        case .flag(let flag): return ["flag \(flag)"]
        case .restriction: return ["the debtor asked not to be contacted so"]
        case .missingNotice(let kind): return ["no notice \(kind) recorded"]
        case .actKind(let kind): return ["act \(kind)"]
        case .noShows(let count, let needed): return ["\(count) of \(needed) successive no-shows at the agreed place"]
        case .heldElsewhere(let holder, let until):
            return ["held by \(holder)"] + (until.map { ["until \($0.rfc3339(offsetSeconds: 0))"] } ?? [])
        case .allowanceSpent: return ["no unit of the allowance is left"]
        case .unsupported(let kind): return ["this program cannot judge rules of kind \(kind)"]
        case .calendarEnds(let date): return ["the calendar ends before \(date)"]
        case .text(let text): return [text]
        }
    }
}
