/// A JSON document with decimals, which no other output of this program has.
package indirect enum ReportJSON: Sendable {
    case null
    case flag(Bool)
    case whole(Int)
    /// What is not finite is written as null.
    case decimal(Double)
    case string(String)
    case list([ReportJSON])
    case map([(key: String, value: ReportJSON)])

    /// One line for each entry of the outer maps and lists.
    package func text(depth: Int = 0) -> String {
        switch self {
        case .null: return "null"
        case .flag(let value): return value ? "true" : "false"
        case .whole(let value): return String(value)
        case .decimal(let value): return value.isFinite ? "\(value)" : "null"
        case .string(let text): return ReportJSON.quoted(text)
        case .list(let items): return ReportJSON.group("[", items.map { $0.text(depth: depth + 1) }, "]", depth)
        case .map(let entries):
            let lines = entries.map { "\(ReportJSON.quoted($0.key)): \($0.value.text(depth: depth + 1))" }
            return ReportJSON.group("{", lines, "}", depth)
        }
    }

    private static let mostBrokenDepth = 3

    private static func group(_ open: String, _ parts: [String], _ close: String, _ depth: Int) -> String {
        guard !parts.isEmpty else { return open + close }
        guard depth < mostBrokenDepth else { return open + parts.joined(separator: ", ") + close }
        let margin = String(repeating: " ", count: depth * 2)
        return "\(open)\n" + parts.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n\(margin)\(close)"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

extension ReportJSON {
    /// Percent with one decimal, of tenths.
    package static func percent(tenths: Int) -> ReportJSON { .decimal(Double(tenths) / 10) }
}
