/// Writes a document as simple YAML: block maps and lists, lists of plain values on one line, texts in quotes where
/// they could be read as something else.
package enum YAMLText {
    package static func write(_ node: RuleNode) -> String {
        var out = ""
        write(node, indent: 0, into: &out)
        return out
    }

    private static func write(_ node: RuleNode, indent: Int, into out: inout String) {
        let margin = String(repeating: " ", count: indent)
        switch node {
        case .scalar: out += margin + flow(node) + "\n"
        case .map(let entries, _):
            for entry in entries {
                out += margin + plain(entry.key) + ":"
                value(entry.value, indent: indent, into: &out)
            }
        case .list(let nodes, _):
            for node in nodes {
                if isFlow(node) {
                    out += margin + "- " + flow(node) + "\n"
                } else {
                    var block = ""
                    write(node, indent: indent + 2, into: &block)
                    out += margin + "- " + block.dropFirst(indent + 2)
                }
            }
        }
    }

    private static func value(_ node: RuleNode, indent: Int, into out: inout String) {
        if isFlow(node) {
            out += " " + flow(node) + "\n"
        } else {
            out += "\n"
            write(node, indent: indent + 2, into: &out)
        }
    }

    private static func isFlow(_ node: RuleNode) -> Bool {
        switch node {
        case .scalar: true
        case .list(let nodes, _): nodes.allSatisfy { if case .scalar = $0 { true } else { false } }
        case .map(let entries, _): entries.isEmpty
        }
    }

    private static func flow(_ node: RuleNode) -> String {
        switch node {
        case .scalar(let text, let quoted, _): quoted ? plain(text) : text
        case .list(let nodes, _): "[" + nodes.map(flow).joined(separator: ", ") + "]"
        case .map: "{}"
        }
    }

    /// The text without quotes only where no reader of YAML takes it for anything else.
    private static func plain(_ text: String) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            (byte | 32 >= 97 && byte | 32 <= 122) || (byte >= 48 && byte <= 57) || byte == 95 || byte == 45
        }
        let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        if let first = text.utf8.first, first | 32 >= 97, first | 32 <= 122, isWord,
            !reserved.contains(text.lowercased())
        {
            return text
        }
        return quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case _ where scalar.value < 32 || (127..<160).contains(scalar.value) || isBreak(scalar):
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// What YAML takes for a line break or does not print.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
    }
}
