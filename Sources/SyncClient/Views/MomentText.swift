package import FieldModel
package import FieldRules

/// Moments and days as a person types them.
package enum MomentText {
    /// `now`, `HH:MM` today in `zone`, or RFC 3339.
    package static func read(_ text: String, now: Instant, zone: Zone) throws -> Instant {
        if text == "now" { return now }
        if let minutes = minutesOfDay(text) {
            let civil = CivilTime(date: zone.localDate(at: now), millisecondOfDay: Int32(minutes * 60_000))
            return zone.firstInstant(ofOrAfter: civil)
        }
        if let (instant, _) = Instant.parsingRFC3339(text) { return instant }
        throw ClientFailure.badInput(
            "moment_malformed", "“\(printable(text))” is not a moment.",
            hint: "Type `now`, HH:MM for today, or 2026-03-08T12:00:00-06:00.")
    }

    /// RFC 3339 alone.
    package static func moment(_ text: String) throws -> Instant {
        guard let (instant, _) = Instant.parsingRFC3339(text) else {
            throw ClientFailure.badInput(
                "moment_malformed", "“\(printable(text))” is not a moment.",
                hint: "Type it like 2026-03-08T12:00:00-06:00.")
        }
        return instant
    }

    package static func day(_ text: String) throws -> CalendarDate {
        guard let day = CalendarDate(text) else {
            throw ClientFailure.badInput(
                "date_malformed", "“\(printable(text))” is not a date.", hint: "Type it like 2026-03-08.")
        }
        return day
    }

    /// Minutes since midnight of `HH:MM`; `24:00` is the day's end.
    package static func minutesOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = UInt8(parts[0]), let minute = UInt8(parts[1]), hour <= 24, minute < 60
        else { return nil }
        let minutes = Int(hour) * 60 + Int(minute)
        return minutes <= 1440 ? minutes : nil
    }

    /// `LAT,LON` or `LAT,LON,ACCURACY` in degrees and metres.
    package static func place(_ text: String) throws -> GeoPoint {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { !$0.isWhitespace } }
        let malformed = ClientFailure.badInput(
            "location_malformed", "“\(printable(text))” is not a place.",
            hint: "Type latitude,longitude,accuracy like 19.4326,-99.1332,12.")
        guard (2...3).contains(parts.count), let latitude = degrees(parts[0], most: 90),
            let longitude = degrees(parts[1], most: 180)
        else { throw malformed }
        guard parts.count == 3 else { return GeoPoint(latitudeE7: latitude, longitudeE7: longitude) }
        guard let accuracy = UInt32(parts[2].prefix { $0 != "." }) else { throw malformed }
        return GeoPoint(latitudeE7: latitude, longitudeE7: longitude, accuracyM: Int(accuracy))
    }

    /// Degrees × 10^7 from a decimal, without floating point; digits beyond the seventh are cut.
    package static func degrees(_ text: some StringProtocol, most: Int32) -> Int32? {
        var digits = Substring(String(text))
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }), whole >= 0 else { return nil }
        let fraction = parts.count == 2 ? String(parts[1].prefix(7)) : ""
        guard parts.count == 1 || (!fraction.isEmpty && parts[1].allSatisfy(\.isNumber)) else { return nil }
        let padded = fraction + String(repeating: "0", count: 7 - fraction.count)
        guard let part = Int64(padded), whole <= Int64(most) else { return nil }
        let value = whole * 10_000_000 + part
        guard value <= Int64(most) * 10_000_000 else { return nil }
        return Int32(isNegative ? -value : value)
    }
}
