package import FieldModel

/// Times of a local day, `from` included and `to` not, in seconds since midnight; 24:00 is 86400.
package struct HourRange: Hashable, Sendable {
    package let from: Int32
    package let to: Int32

    /// Nil outside 00:00 … 24:00 or when both are the same.
    package init?(from: Int32, to: Int32) {
        guard (0..<86_400).contains(from), (0...86_400).contains(to), from != to else { return nil }
        self.from = from
        self.to = to
    }

    /// Reads `07:00` and `19:00`.
    package init?(from: String, to: String) {
        guard let first = HourRange.seconds(from), let last = HourRange.seconds(to) else { return nil }
        self.init(from: first, to: last)
    }

    package func contains(_ time: CivilTime) -> Bool {
        let second = time.millisecondOfDay / 1000
        return from < to ? second >= from && second < to : second >= from || second < to
    }

    /// `HH:MM`, 00:00 to 24:00.
    package static func seconds(_ text: String) -> Int32? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }),
            let hours = Int32(parts[0]), let minutes = Int32(parts[1]), hours <= 24, minutes < 60,
            hours < 24 || minutes == 0
        else { return nil }
        return (hours * 60 + minutes) * 60
    }

    package static func text(_ seconds: Int32) -> String {
        let hours = seconds / 3600
        let minutes = seconds / 60 % 60
        return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }
}

extension HourRange: CustomStringConvertible {
    package var description: String { "[\(HourRange.text(from)), \(HourRange.text(to)))" }
}
