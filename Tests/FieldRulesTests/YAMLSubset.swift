import FieldRules

/// Reads the YAML that packs and calendars are written in, and nothing more: block maps and lists, flow lists and maps
/// of plain texts, quotes, comments. The programs use a real YAML library; the tests of tier 0 have none.
struct YAMLSubset {
    private struct Line {
        var indent: Int
        var text: String
        var number: Int
    }

    private var lines: [Line] = []
    private var index = 0

    static func read(_ text: String) -> RuleNode {
        var reader = YAMLSubset()
        var pending: Line?
        for (offset, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var line = String(raw)
            if let comment = line.range(of: " #"), !line.contains("\"") { line = String(line[..<comment.lowerBound]) }
            let trimmed = line.drop { $0 == " " }
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            var current = pending ?? Line(indent: line.count - trimmed.count, text: "", number: offset + 1)
            current.text += (pending == nil ? "" : " ") + trimmed
            let isOpen = current.text.contains("[") && !current.text.contains("]") && !current.text.contains("\"")
            pending = isOpen ? current : nil
            if !isOpen { reader.lines.append(current) }
        }
        return reader.block(0)
    }

    private mutating func block(_ indent: Int) -> RuleNode {
        let start = lines[index]
        if start.text.hasPrefix("- ") {
            var items: [RuleNode] = []
            while index < lines.count, lines[index].indent == indent, lines[index].text.hasPrefix("- ") {
                // The dash becomes two blanks, and the item is a block of its own.
                lines[index].text = String(lines[index].text.dropFirst(2))
                lines[index].indent += 2
                items.append(
                    lines[index].text.contains(": ") || lines[index].text.hasSuffix(":") ? block(indent + 2) : scalar())
            }
            return .list(items, line: start.number)
        }
        var entries: [RuleNode.Entry] = []
        while index < lines.count, lines[index].indent == indent, !lines[index].text.hasPrefix("- ") {
            let line = lines[index]
            let colon = line.text.range(of: ": ")?.lowerBound ?? line.text.index(before: line.text.endIndex)
            let key = String(line.text[..<colon])
            let rest = String(line.text[colon...].dropFirst().drop { $0 == " " })
            index += 1
            let value =
                rest.isEmpty
                ? (index < lines.count && lines[index].indent > indent
                    ? block(lines[index].indent) : YAMLSubset.flow("", line.number))
                : YAMLSubset.flow(rest, line.number)
            entries.append(RuleNode.Entry(key: key, value: value, line: line.number))
        }
        return .map(entries, line: start.number)
    }

    private mutating func scalar() -> RuleNode {
        defer { index += 1 }
        return YAMLSubset.flow(lines[index].text, lines[index].number)
    }

    private static func flow(_ text: String, _ line: Int) -> RuleNode {
        if text.hasPrefix("["), text.hasSuffix("]") {
            return .list(parts(text).map { flow($0, line) }, line: line)
        }
        if text.hasPrefix("{"), text.hasSuffix("}") {
            let entries = parts(text).map { part in
                let sides = part.split(separator: ":", maxSplits: 1).map { trim($0) }
                return RuleNode.Entry(key: sides[0], value: flow(sides[1], line), line: line)
            }
            return .map(entries, line: line)
        }
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            return .scalar(String(text.dropFirst().dropLast()), quoted: true, line: line)
        }
        return .scalar(text, quoted: false, line: line)
    }

    private static func parts(_ text: String) -> [String] {
        text.dropFirst().dropLast().split(separator: ",").map { trim($0) }.filter { !$0.isEmpty }
    }

    private static func trim(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
