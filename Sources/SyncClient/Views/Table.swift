internal import FieldModel

/// Lists and records as text for people. `word` gives the name of a key, and of `key=value` that of a coded value, in the
/// reader's language.
package struct TextRendering {
    package var word: (String) -> String
    package var isBold: Bool
    /// Columns of the terminal, to which tables are fitted; nil where nobody looks at a screen.
    package var width: Int?

    package init(word: @escaping (String) -> String, bold: Bool = false, width: Int? = nil) {
        self.word = word
        isBold = bold
        self.width = width
    }

    private static let mostCellCharacters = 40
    /// Keys whose values are codes of ours, and so have words. A person's name under the same key stays as it is.
    static let coded: Set<String> = [
        "state", "reason", "copy", "outcome", "status", "promise_state", "digest", "kind", "role", "flag", "result",
        "channel",
        "bucket", "device_state", "record_kind", "place", "method", "direction", "scope", "purpose", "person", "field",
        "code", "product", "creditor_type", "check", "measured_on", "verdict", "stops", "duty", "stop_states",
        "lifted_by", "offer_state", "how", "favoured_by", "act", "part", "void_reason", "reversal_reason",
        "because", "facts",
    ]
    private static let idKeys: Set<String> = [
        "id", "account", "operation", "record", "device", "branch_id", "person_id", "conflict", "withdrawn_by",
        "reversed_by", "contact_point", "point", "related_person", "match", "started_by", "satisfied_by", "used_by",
        "override",
    ]

    /// Columns in which no item has a value are left out.
    package func table(_ items: [JSONValue], columns: [String]) -> String {
        let shown = columns.filter { column in items.contains { ![.null, []].contains($0[column] ?? .null) } }
        if items.isEmpty || shown.isEmpty { return word("none") }
        var table = shown.map { key in
            TableColumn(
                key: key, heading: word(key), cells: cells(key, items),
                isNumber: items.allSatisfy { Self.isNumeric($0[key] ?? .null) },
                isFixed: Self.idKeys.contains(key) || key.hasSuffix("_at"))
        }
        if let width { TableColumn.fit(&table, to: width) }
        return (-1..<items.count).map { row in
            let line = table.map { column in
                let text = column.text(row)
                return row >= 0 && column.key == StopStateView.key ? red(text) : text
            }.joined(separator: TableColumn.gap).trimmedEnd
            return row < 0 && isBold ? bold(line) : line
        }.joined(separator: "\n")
    }

    private func bold(_ text: String) -> String { isBold ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Line by line, so that a pager keeps the colour; `isBold` says whether there is colour at all.
    private func red(_ text: String) -> String {
        guard isBold, text.contains(where: { $0 != " " }) else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "\u{1B}[31;1m\($0.replacing("\u{1B}[0m", with: "\u{1B}[0m\u{1B}[31;1m"))\u{1B}[0m" }
            .joined(separator: "\n")
    }

    private static func isNumeric(_ value: JSONValue) -> Bool {
        switch value {
        case .integer, .null: true
        case .object: value["minor"] != nil
        default: false
        }
    }

    /// A code stands in many rows and is put into words once.
    private func cells(_ key: String, _ items: [JSONValue]) -> [String] {
        var words: [JSONValue: String] = [:]
        let isCoded = Self.coded.contains(key)
        return items.map { item in
            let value = item[key] ?? .null
            if isCoded, let known = words[value] { return known }
            let text = scalar(key, value, short: true).cut(to: Self.mostCellCharacters)
            if isCoded { words[value] = text }
            return text
        }
    }

    /// One line a key; lists and groups below, indented.
    package func record(_ value: JSONValue, indent: Int = 0) -> String {
        guard case .object(let members) = value else { return scalar("", value, short: false) }
        let margin = String(repeating: " ", count: indent)
        let shown = members.filter { $0.value != .null && $0.value != [] && $0.value != [:] }
        let width = shown.filter { !isGroup($0.value) }.map { word($0.key).count }.max() ?? 0
        return shown.map { member in
            let name = word(member.key)
            if isGroup(member.value) {
                let text = "\(margin)\(bold(name))\n\(group(member.value, indent: indent + 2))"
                return member.key == StopStateView.key ? red(text) : text
            }
            let pad = String(repeating: " ", count: width - name.count)
            return "\(margin)\(name)\(pad)  \(scalar(member.key, member.value, short: false))"
        }.joined(separator: "\n")
    }

    /// A list of plain values stands on its key's line.
    private func isGroup(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let items): items.contains { isGroup($0) }
        case .object: value["minor"] == nil
        default: false
        }
    }

    private func group(_ value: JSONValue, indent: Int) -> String {
        guard case .array(let items) = value else { return record(value, indent: indent) }
        let margin = String(repeating: " ", count: indent)
        return items.map { "\(margin)-\(record($0, indent: indent + 2).dropFirst(indent + 1))" }.joined(separator: "\n")
    }

    private func scalar(_ key: String, _ value: JSONValue, short: Bool) -> String {
        switch value {
        case .null: return short ? "" : "-"
        case .bool(let flag): return word(flag ? "yes" : "no")
        case .integer(let number): return String(number)
        case .string(let text):
            if text.isEmpty { return short ? "" : word("empty") }
            if short, Self.idKeys.contains(key), text.utf8.count == 36 { return String(text.suffix(8)) }
            return Self.coded.contains(key) ? word("\(key)=\(printable(text))") : printable(text)
        case .array(let items): return items.map { scalar(key, $0, short: short) }.joined(separator: ", ")
        case .object(let members):
            if case .integer(let minor)? = value["minor"], case .string(let code)? = value["currency"] {
                return Self.money(minor, code)
            }
            if let claimed = value["value"], let author = value["author"] {
                return "\(scalar("value", claimed, short: short)) (\(scalar("author", author, short: short)))"
            }
            return members.map { "\(word($0.key)) \(scalar($0.key, $0.value, short: short))" }.joined(separator: ", ")
        }
    }

    static func money(_ minor: Int64, _ code: String) -> String {
        Currency(code).map { Money(minor: minor, currency: $0).text } ?? "\(minor) \(code)"
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
