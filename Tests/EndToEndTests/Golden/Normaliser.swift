import Foundation

/// Makes what a run prints equal to what another prints: each thing that no run can fix has a name of its own width where
/// it stands in tables. Everything else must be the same to the letter.
struct Normaliser {
    private let today: Date
    private var numbers: [String: Int] = [:]

    private static let zone = TimeZone(identifier: "America/Mexico_City")!
    private static let days = -1...100

    init(today: Date) { self.today = today }

    /// The day that lies `offset` days from today where the debtors live, as it is typed.
    func day(_ offset: Int) -> String { day(offset, in: Self.zone) }

    private func day(_ offset: Int, in zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents(
            [.year, .month, .day], from: calendar.date(byAdding: .day, value: offset, to: today)!)
        return String(format: "%04d-%02d-%02d", parts.year!, parts.month!, parts.day!)
    }

    mutating func normal(_ text: String) -> String {
        var text = text
        moments(&text)
        for offset in Self.days {
            text = text.replacingOccurrences(of: day(offset), with: "‹today\(String(format: "%+03d", offset))›")
        }
        ids(&text)
        for (pattern, replacement) in Self.patterns {
            text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        return text
    }

    /// Moments of the run, or of what it makes to end some day; the offset stays.
    private func moments(_ text: inout String) {
        let years = Set(Self.days.map { day($0, in: .gmt).prefix(8) }).sorted().joined(separator: "|")
        text = text.replacingOccurrences(
            of: #"(\#(years))\d\dT\d\d:\d\d:\d\d"#, with: "‹moment···········›", options: .regularExpression)
    }

    /// Ids are numbered in the order in which they first appear; lists show their last 8 characters.
    private mutating func ids(_ text: inout String) {
        let full = #"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{4}"#
        let expression = try! NSRegularExpression(pattern: #"(?<![\w-])(\#(full))?([0-9a-f]{8})(?![\w-])"#)
        let matches = expression.matches(in: text, range: NSRange(text.startIndex..., in: text))
        var named: [(Range<String.Index>, String)] = []
        for match in matches {
            let ending = String(text[Range(match.range(at: 2), in: text)!])
            let number = numbers[ending] ?? numbers.count + 1
            numbers[ending] = number
            let word = match.range(at: 1).location == NSNotFound ? "id" : "uuid"
            named.append((Range(match.range, in: text)!, "‹\(word) \(String(format: "%03d", number))›"))
        }
        for (range, name) in named.reversed() { text.replaceSubrange(range, with: name) }
    }

    private static let patterns: [(String, String)] = [
        (#"(?<!\w)[0-9a-f]{64}(?!\w)"#, "‹hash›"),
        (#"(?<!\w)[0-9a-f]{32}(?!\w)"#, "‹digest›"),
        (#"(?<!\w)1\d{12}(?!\w)"#, "‹epoch······›"),
        (#"cartera1-[\w-]+"#, "cartera1-‹invitation›"),
        (#"(?<=localhost:)\d+"#, "‹port›"),
        (#"(?<=(?<!\w)\d{3}-\d{1,3}-)[0-9a-f]{4}(?!\w)"#, "‹op›"),
        (#"(?<=(bytes_sent|bytes_received|duration_ms|clock_offset_ms)": )-?\d+"#, "‹number›"),
        (
            #"(bytes sent|bytes received|duration \(ms\)|clock offset \(ms\)|bytes enviados|bytes recibidos|duración \(ms\)|desfase del reloj \(ms\))( +)-?\d+"#,
            "$1$2‹number›"
        ),
        (#"\d+(?= MB (free|libres))"#, "‹number›"),
    ]
}
