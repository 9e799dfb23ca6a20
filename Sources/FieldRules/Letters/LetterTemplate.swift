package import FieldModel

/// A letter or message with its fixed wording: paragraphs, some of which are clauses that a law demands, and fields
/// that are filled from the account.
///
/// The wording cannot be changed when a letter is sent: what is sent is the rendering of these paragraphs, and whoever
/// decides the operation renders it again and compares.
package struct LetterTemplate: Sendable, Hashable {
    package let name: String
    package let version: Int
    package let title: String
    /// en, es.
    package let language: String
    package let purpose: Purpose
    /// How it may be sent.
    package let methods: WordSet<Channel>
    /// The notice that the debtor has been given once it is posted or handed over; nil when it is none.
    package let notice: String?
    package let days: ValidDays
    package let paragraphs: [Paragraph]
    /// The hours of each weekday, Monday first, at which it may be sent; nil is any.
    let window: [[HourRange]]?

    package struct Paragraph: Sendable, Hashable {
        /// The clause that it is, by the name that packs ask for.
        package let clause: String?
        package let text: String
    }

    package func isInForce(on date: CalendarDate) -> Bool {
        (days.from.map { $0 <= date } ?? true) && (days.to.map { date <= $0 } ?? true)
    }

    /// Whether it may be sent at an hour of the debtor's clock.
    package func isOpen(at moment: Instant, in zone: Zone) -> Bool {
        guard let window else { return true }
        let local = zone.civil(at: moment)
        return window[local.date.weekday - 1].contains { $0.contains(local) }
    }

    /// The window by weekday: `monday 08:00-18:00`; empty when it may be sent at any hour.
    package var windowWords: [String] {
        (window ?? []).enumerated().flatMap { day, ranges in
            ranges.map { "\(Weekday.names[day]) \(HourRange.text($0.from))-\(HourRange.text($0.to))" }
        }
    }

    /// The fields to fill, in the order in which they first stand.
    package var fields: [String] {
        var found: [String] = []
        for paragraph in paragraphs {
            for case .field(let name) in LetterText.parts(paragraph.text) ?? [] where !found.contains(name) {
                found.append(name)
            }
        }
        return found
    }

    /// By letter where it may be, else by the first of its methods.
    package var usualMethod: Channel {
        methods.contains(.letter) ? .letter : methods.words.first ?? .letter
    }

    package var clauses: [String] { paragraphs.compactMap(\.clause) }

    /// The canonical text: title and paragraphs with an empty line between them. Throws when a field has no value.
    package func render(_ values: [String: String]) throws(RuleFailure) -> String {
        var texts = [title]
        for paragraph in paragraphs {
            var text = ""
            for part in LetterText.parts(paragraph.text) ?? [] {
                switch part {
                case .words(let words): text += words
                case .field(let name):
                    guard let value = values[name], !value.isEmpty else {
                        throw RuleFailure(.missingKey, "the letter needs a value for \(name)")
                    }
                    text += value
                }
            }
            texts.append(text)
        }
        return texts.joined(separator: "\n\n")
    }
}

/// Text with fields in double braces: `{{debtor_name}}`.
enum LetterText {
    enum Part { case words(String), field(String) }

    /// Nil when braces do not match or a field's name is none.
    static func parts(_ text: String) -> [Part]? {
        var parts: [Part] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            guard let end = rest[start.upperBound...].firstRange(of: "}}") else { return nil }
            let name = String(rest[start.upperBound..<end.lowerBound])
            let isName = name.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
            guard !name.isEmpty, isName else { return nil }
            parts += [.words(String(rest[..<start.lowerBound])), .field(name)]
            rest = rest[end.upperBound...]
        }
        return parts + [.words(String(rest))]
    }
}
