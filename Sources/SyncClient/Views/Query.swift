internal import FieldModel

/// `--where` and `--sort` over the items of a list, by their JSON keys.
package struct Query: Sendable {
    private struct Condition: Sendable {
        var field: String
        var comparison: String
        var value: String
    }
    private var conditions: [Condition] = []

    private static let comparisons = ["!=", "<=", ">=", "=", "<", ">", "~"]

    /// `FIELD OP VALUE` joined by `and`; a value with spaces stands in quotes. Empty lets everything through.
    package init(_ text: String?) throws {
        guard let text, !text.allSatisfy(\.isWhitespace) else { return }
        var words = Self.words(text)[...]
        while !words.isEmpty {
            let condition = words.prefix { $0.isQuoted || $0.text.lowercased() != "and" }
            conditions.append(try Self.condition(Array(condition), in: text))
            words = words.dropFirst(condition.count)
            if !words.isEmpty {
                words = words.dropFirst()
                guard !words.isEmpty else { throw Self.failure("It ends with “and”.") }
            }
        }
    }

    private struct Word {
        var text: String
        var isQuoted = false
    }

    /// Words, quoted texts and operators, whether or not spaces stand around the operators.
    private static func words(_ text: String) -> [Word] {
        var words: [Word] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "'" || first == "\"" {
                let inner = rest.dropFirst().prefix { $0 != first }
                words.append(Word(text: String(inner), isQuoted: true))
                rest = rest.dropFirst(inner.count + 2)
            } else if let comparison = comparisons.first(where: { rest.hasPrefix($0) }) {
                words.append(Word(text: comparison))
                rest = rest.dropFirst(comparison.count)
            } else {
                let word = rest.prefix { !$0.isWhitespace && !"=!<>~".contains($0) }
                if word.isEmpty {
                    words.append(Word(text: String(first)))
                    rest.removeFirst()
                } else {
                    words.append(Word(text: String(word)))
                    rest = rest.dropFirst(word.count)
                }
            }
        }
        return words
    }

    private static func condition(_ words: [Word], in text: String) throws -> Condition {
        guard words.count >= 3, comparisons.contains(words[1].text), !words[1].isQuoted else {
            throw failure("Each part is FIELD OP VALUE, with OP one of = != < <= > >= ~.")
        }
        return Condition(
            field: words[0].text, comparison: words[1].text,
            value: words[2...].map(\.text).joined(separator: " "))
    }

    private static func failure(_ message: String) -> ClientFailure {
        ClientFailure("bad_expression", "The --where expression cannot be read. \(message)", status: .usage)
    }

    /// Throws for a field that the items do not have.
    package func filter(_ items: [JSONValue]) throws -> [JSONValue] {
        if conditions.isEmpty { return items }
        if let first = items.first {
            for condition in conditions where first[condition.field] == nil {
                throw Self.unknown(condition.field, first)
            }
        }
        return items.filter { item in conditions.allSatisfy { Self.holds($0, item) } }
    }

    /// By a key, descending with a `-` before it; items without a value come last.
    package static func sorted(_ items: [JSONValue], by key: String?) throws -> [JSONValue] {
        guard let key, !key.isEmpty else { return items }
        let isDescending = key.hasPrefix("-")
        let field = isDescending ? String(key.dropFirst()) : key
        if let first = items.first, first[field] == nil { throw unknown(field, first) }
        return items.enumerated().sorted { a, b in
            let (x, y) = (a.element[field] ?? .null, b.element[field] ?? .null)
            if x == .null || y == .null { return x != .null && y == .null || x == y && a.offset < b.offset }
            let order = compare(x, y)
            return order == 0 ? a.offset < b.offset : isDescending ? order > 0 : order < 0
        }.map(\.element)
    }

    private static func unknown(_ field: String, _ item: JSONValue) -> ClientFailure {
        var keys = ""
        if case .object(let members) = item { keys = members.map(\.key).joined(separator: ", ") }
        return ClientFailure(
            "unknown_field", "There is no field “\(printable(field))” in this list.", hint: "Fields: \(keys).",
            status: .usage)
    }

    private static func compare(_ a: JSONValue, _ b: JSONValue) -> Int {
        if let x = number(a), let y = number(b) { return x < y ? -1 : x > y ? 1 : 0 }
        let (x, y) = (text(a), text(b))
        return x < y ? -1 : x > y ? 1 : 0
    }

    /// Amounts compare by their minor units.
    private static func number(_ value: JSONValue) -> Int64? {
        switch value {
        case .integer(let number): number
        case .object: value["minor"].flatMap(number)
        default: nil
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        default: ""
        }
    }

    private static func holds(_ condition: Condition, _ item: JSONValue) -> Bool {
        let value = item[condition.field] ?? .null
        let order: Int
        if condition.comparison == "~" {
            return AccountViews.folded(text(value)).contains(AccountViews.folded(condition.value))
        }
        if value == .null {
            let isEmpty = condition.value.isEmpty || condition.value == "null"
            return condition.comparison == "=" ? isEmpty : condition.comparison == "!=" ? !isEmpty : false
        }
        if let number = number(value) {
            guard let wanted = wantedNumber(condition.value, value) else { return condition.comparison == "!=" }
            order = number < wanted ? -1 : number > wanted ? 1 : 0
        } else {
            let (own, wanted) = (text(value).lowercased(), condition.value.lowercased())
            order = own < wanted ? -1 : own > wanted ? 1 : 0
        }
        switch condition.comparison {
        case "=": return order == 0
        case "!=": return order != 0
        case "<": return order < 0
        case "<=": return order <= 0
        case ">": return order > 0
        default: return order >= 0
        }
    }

    /// Amounts are written as decimals in their currency.
    private static func wantedNumber(_ text: String, _ value: JSONValue) -> Int64? {
        guard case .string(let code)? = value["currency"], let currency = Currency(code) else { return Int64(text) }
        guard case .success(let money) = Money.parse(text, in: currency) else { return nil }
        return money.minor
    }
}
