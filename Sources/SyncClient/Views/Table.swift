internal import FieldModel

/// Lists and records as text for people. `word` gives the name of a key or of a known value in the reader's language.
package struct TextRendering {
    package var word: (String) -> String
    package var isBold: Bool
    /// Columns of the terminal; longer cells are cut.
    package var width: Int

    package init(word: @escaping (String) -> String, bold: Bool = false, width: Int = 160) {
        self.word = word
        isBold = bold
        self.width = width
    }

    private static let mostCellCharacters = 40
    /// Keys whose values are codes of ours, and so have words.
    private static let coded: Set<String> = [
        "state", "reason", "outcome", "status", "promise_state", "digest", "kind", "role", "flag", "result", "channel",
        "bucket", "device_state", "record_kind", "place", "method", "direction", "scope", "purpose",
    ]
    private static let idKeys: Set<String> = [
        "id", "account", "operation", "record", "device", "branch_id", "person_id", "conflict", "withdrawn_by",
        "reversed_by", "contact_point", "point", "related_person",
    ]

    /// Columns that exist in no item are left out.
    package func table(_ items: [JSONValue], columns: [String]) -> String {
        let shown = columns.filter { column in items.contains { $0[column] != nil } }
        if items.isEmpty || shown.isEmpty { return word("none") }
        var rows = [shown.map { word($0) }]
        rows += items.map { item in shown.map { cell($0, item[$0] ?? .null) } }
        let widths = shown.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let isNumber = shown.map { key in items.allSatisfy { Self.isNumeric($0[key] ?? .null) } }
        let lines = rows.enumerated().map { index, row in
            let line = row.enumerated().map { column, text in
                let pad = String(repeating: " ", count: widths[column] - text.count)
                return isNumber[column] ? pad + text : text + pad
            }.joined(separator: "  ").trimmedEnd
            return index == 0 && isBold ? "\u{1B}[1m\(line)\u{1B}[0m" : line
        }
        return lines.joined(separator: "\n")
    }

    private static func isNumeric(_ value: JSONValue) -> Bool {
        switch value {
        case .integer, .null: true
        case .object: value["minor"] != nil
        default: false
        }
    }

    private func cell(_ key: String, _ value: JSONValue) -> String {
        let text = scalar(key, value, short: true)
        return text.count > Self.mostCellCharacters ? text.prefix(Self.mostCellCharacters - 1) + "…" : text
    }

    /// One line a key; lists and groups below, indented.
    package func record(_ value: JSONValue, indent: Int = 0) -> String {
        guard case .object(let members) = value else { return scalar("", value, short: false) }
        let margin = String(repeating: " ", count: indent)
        let plain = members.filter { !isGroup($0.value) && $0.value != .null }
        let width = plain.map { word($0.key).count }.max() ?? 0
        var lines: [String] = []
        for member in members where member.value != .null {
            let name = word(member.key)
            if !isGroup(member.value) {
                let pad = String(repeating: " ", count: max(0, width - name.count))
                lines.append("\(margin)\(name)\(pad)  \(scalar(member.key, member.value, short: false))".trimmedEnd)
                continue
            }
            guard let group = group(member.value, indent: indent + 2) else { continue }
            lines.append("\(margin)\(isBold ? "\u{1B}[1m\(name)\u{1B}[0m" : name)")
            lines.append(group)
        }
        return lines.joined(separator: "\n")
    }

    private func isGroup(_ value: JSONValue) -> Bool {
        switch value {
        case .array: true
        case .object: value["minor"] == nil
        default: false
        }
    }

    private func group(_ value: JSONValue, indent: Int) -> String? {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .object(let members) where !members.isEmpty: return record(value, indent: indent)
        case .array(let items) where !items.isEmpty:
            return items.map { item in
                guard case .object = item else { return "\(margin)- \(scalar("", item, short: false))" }
                let text = record(item, indent: indent + 2)
                return "\(margin)-\(text.dropFirst(indent + 1))"
            }.joined(separator: "\n")
        default: return nil
        }
    }

    private func scalar(_ key: String, _ value: JSONValue, short: Bool) -> String {
        switch value {
        case .null: return short ? "" : "-"
        case .bool(let flag): return word(flag ? "yes" : "no")
        case .integer(let number): return String(number)
        case .string(let text):
            if short, Self.idKeys.contains(key), text.utf8.count == 36 { return String(text.suffix(8)) }
            if Self.coded.contains(key) { return word("=\(text)") }
            return printable(text)
        case .array(let items): return items.map { scalar(key, $0, short: short) }.joined(separator: ", ")
        case .object(let members):
            if case .integer(let minor)? = value["minor"], case .string(let code)? = value["currency"] {
                return Self.money(minor, code)
            }
            return members.map { "\($0.key) \(scalar($0.key, $0.value, short: short))" }.joined(separator: ", ")
        }
    }

    private static func money(_ minor: Int64, _ code: String) -> String {
        guard let currency = Currency(code) else { return "\(minor) \(code)" }
        let decimal = Money(minor: minor, currency: currency).decimal
        let parts = decimal.split(separator: ".", omittingEmptySubsequences: false)
        var whole = Substring(parts[0])
        let sign = whole.hasPrefix("-") ? String(whole.removeFirst()) : ""
        var groups: [String] = []
        while whole.count > 3 {
            groups.insert(String(whole.suffix(3)), at: 0)
            whole = whole.dropLast(3)
        }
        groups.insert(String(whole), at: 0)
        let fraction = parts.count == 2 ? ".\(parts[1])" : ""
        return "\(sign)\(groups.joined(separator: ","))\(fraction) \(code)"
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
