internal import FieldModel

/// Weekdays as files spell them; ISO numbers inside.
enum Weekday {
    static let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// 1 to 7 for `monday` or `mon`.
    static func number(_ text: some StringProtocol) -> Int? {
        names.firstIndex { $0 == text || $0.prefix(3) == text }.map { $0 + 1 }
    }

    /// `monday`, `monday-friday`, `daily`.
    static func span(_ text: String) -> ClosedRange<Int>? {
        if text == "daily" { return 1...7 }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { number($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            return nil
        }
        return first...last
    }
}

extension FieldReader {
    /// A map from weekdays or spans of them to `07:00-19:00` or a list of such; index 0 is Monday.
    mutating func weekdayHours(_ key: String) throws(RuleFailure) -> [[HourRange]] {
        var fields = try FieldReader(try require(key), path: "\(path).\(key)")
        var open = [[HourRange]](repeating: [], count: 7)
        for entry in fields.rest() {
            guard let span = Weekday.span(entry.key) else {
                throw failure(.unknownWord, "no such weekday: \(entry.key)", line: entry.line, key: key)
            }
            let ranges = try hourRanges(entry.value, key)
            for day in span {
                guard open[day - 1].isEmpty else {
                    throw failure(.overlap, "\(Weekday.names[day - 1]) has hours twice", line: entry.line, key: key)
                }
                open[day - 1] = ranges
            }
        }
        return open
    }

    private func hourRanges(_ node: RuleNode, _ key: String) throws(RuleFailure) -> [HourRange] {
        if case .list(let nodes, _) = node {
            var ranges: [HourRange] = []
            for node in nodes { ranges += try hourRanges(node, key) }
            return ranges
        }
        if case .scalar(let text, _, _) = node {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            if ends.count == 2, let range = HourRange(from: ends[0], to: ends[1]), range.from < range.to {
                return [range]
            }
        }
        throw failure(
            .badValue, "hours must be written 07:00-19:00, from 00:00 to 24:00", line: node.line, key: key)
    }

    /// Whether each weekday is in the list, Monday first; nil when the key is missing.
    mutating func weekdays(_ key: String) throws(RuleFailure) -> [Bool]? {
        guard let texts = try texts(key) else { return nil }
        var out = Array(repeating: false, count: 7)
        for text in texts {
            guard let span = Weekday.span(text) else {
                throw failure(.unknownWord, "no such weekday: \(text)", key: key)
            }
            for day in span { out[day - 1] = true }
        }
        return out
    }
}
