/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
package struct Instant: Hashable, Sendable, Comparable, Codable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { milliseconds = seconds &* 1000 }

    /// False for the moment that records hold where nobody gave one.
    package var isGiven: Bool { milliseconds != 0 }

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Instant, milliseconds: Int64) -> Instant {
        Instant(milliseconds: a.milliseconds &+ milliseconds)
    }
    package static func - (a: Instant, milliseconds: Int64) -> Instant {
        Instant(milliseconds: a.milliseconds &- milliseconds)
    }
    /// Milliseconds from `b` to `a`.
    package static func - (a: Instant, b: Instant) -> Int64 { a.milliseconds &- b.milliseconds }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { floorDivide(milliseconds, 1000) }
}

/// A date and a time of day as clocks on a wall show them, without a zone.
package struct CivilTime: Hashable, Sendable, Comparable, Codable {
    package var date: CalendarDate
    /// 0 ..< 86,400,000.
    package var millisecondOfDay: Int32

    package init(date: CalendarDate, millisecondOfDay: Int32) {
        self.date = date
        self.millisecondOfDay = millisecondOfDay
    }

    package static func < (a: CivilTime, b: CivilTime) -> Bool {
        a.date != b.date ? a.date < b.date : a.millisecondOfDay < b.millisecondOfDay
    }

    /// What a wall clock `offsetSeconds` east of UTC shows at `instant`.
    package init(_ instant: Instant, offsetSeconds: Int32) {
        let local = instant.milliseconds &+ Int64(offsetSeconds) &* 1000
        let day = floorDivide(local, 86_400_000)
        self.init(
            date: CalendarDate(daysSince1970: Int32(clamping: day)),
            millisecondOfDay: Int32(local &- day &* 86_400_000))
    }

    /// The moment when a clock `offsetSeconds` east of UTC shows this.
    package func instant(offsetSeconds: Int32) -> Instant {
        Instant(
            milliseconds: Int64(date.daysSince1970) * 86_400_000 + Int64(millisecondOfDay)
                - Int64(offsetSeconds) * 1000)
    }

    package var hour: Int { Int(millisecondOfDay) / 3_600_000 }
    package var minute: Int { Int(millisecondOfDay) / 60_000 % 60 }
    package var second: Int { Int(millisecondOfDay) / 1000 % 60 }
}

extension Instant {
    /// RFC 3339 with a numeric offset, whole seconds: `2026-03-08T12:00:00-05:00`; offset 0 prints `Z`.
    package func rfc3339(offsetSeconds: Int32) -> String {
        let civil = CivilTime(self, offsetSeconds: offsetSeconds)
        let time = "\(twoDigits(civil.hour)):\(twoDigits(civil.minute)):\(twoDigits(civil.second))"
        if offsetSeconds == 0 { return "\(civil.date)T\(time)Z" }
        let size = Int(offsetSeconds.magnitude)
        let sign = offsetSeconds < 0 ? "-" : "+"
        return "\(civil.date)T\(time)\(sign)\(twoDigits(size / 3600)):\(twoDigits(size / 60 % 60))"
    }

    /// Reads RFC 3339 and the offset that was written. Nil for anything else; fractions are kept to the millisecond.
    package static func parsingRFC3339(_ text: String) -> (instant: Instant, offsetSeconds: Int32)? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let date = CalendarDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = decimalNumber(bytes[11..<13]), let minute = decimalNumber(bytes[14..<16]),
            let second = decimalNumber(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        var index = 19
        var milliseconds = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            var scale = 100
            let start = index
            while index < bytes.count, let digit = decimalNumber(bytes[index...index]) {
                milliseconds += digit * scale
                scale /= 10
                index += 1
            }
            guard index > start, index < bytes.count else { return nil }
        }
        guard let offset = parseOffset(bytes[index...]) else { return nil }
        let ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
        return (CivilTime(date: date, millisecondOfDay: Int32(ofDay)).instant(offsetSeconds: offset), offset)
    }

    private static func parseOffset(_ bytes: ArraySlice<UInt8>) -> Int32? {
        if bytes.elementsEqual([UInt8(ascii: "Z")]) || bytes.elementsEqual([UInt8(ascii: "z")]) { return 0 }
        let part = Array(bytes)
        guard part.count == 6, part[3] == UInt8(ascii: ":"),
            part[0] == UInt8(ascii: "+") || part[0] == UInt8(ascii: "-"),
            let hours = decimalNumber(part[1..<3]), let minutes = decimalNumber(part[4..<6]), hours < 24, minutes < 60
        else { return nil }
        let size = Int32(hours * 3600 + minutes * 60)
        return part[0] == UInt8(ascii: "-") ? -size : size
    }
}

func decimalNumber(_ bytes: some Sequence<UInt8>) -> Int? {
    var value = 0
    var any = false
    for byte in bytes {
        guard byte >= 48, byte <= 57, value < 100_000_000 else { return nil }
        value = value * 10 + Int(byte - 48)
        any = true
    }
    return any ? value : nil
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

package func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}
