/// A file is one idea and a function fits a screen.
enum Shape {
    static let mostLines = 500
    static let mostFunctionLines = 70

    /// Hand-kept tables that are longer for a reason.
    static let longTables: Set<String> = []

    static func fileLength(of file: SourceFile) -> [Finding] {
        let endsWithBreak = file.bytes.last == UInt8(ascii: "\n")
        let count = file.lines.count - (endsWithBreak ? 1 : 0)
        if count <= mostLines || file.isGenerated || longTables.contains(file.path) { return [] }
        return [Finding(path: file.path, line: count, message: "\(count) lines; split by concept at \(mostLines)")]
    }

    /// The file's comments and literals are blanked already.
    static func functionLengths(in file: SourceFile) -> [Finding] {
        let lines = file.lines
        return lines.indices.compactMap { index in
            guard let keyword = declares(lines[index]) else { return nil }
            guard let end = endOfBody(lines, from: index, at: keyword) else { return nil }
            let count = end - index + 1
            guard count > mostFunctionLines else { return nil }
            return Finding(
                path: file.path, line: index + 1,
                message: "a function of \(count) lines; it should fit a screen: \(mostFunctionLines)")
        }
    }

    private static let keywords = [Needle("func"), Needle("init("), Needle("init?("), Needle("subscript(")]
    private static let calls = [Needle(".init("), Needle(".init?(")]

    private static func declares(_ line: ArraySlice<UInt8>) -> Int? {
        if calls.contains(where: { $0.occurs(in: line) }) { return nil }
        return keywords.compactMap { $0.first(in: line) }.min()
    }

    /// The line of the brace that closes the body which begins after `start`; nil for a declaration without a body.
    private static func endOfBody(_ lines: [ArraySlice<UInt8>], from first: Int, at start: Int) -> Int? {
        var brackets = 0
        var braces = 0
        for index in first..<lines.count {
            if index > first, braces == 0, brackets == 0, begins(lines[index]) { return nil }
            for position in (index == first ? start : lines[index].startIndex)..<lines[index].endIndex {
                switch lines[index][position] {
                case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
                case UInt8(ascii: "{") where braces > 0 || brackets == 0: braces += 1
                case UInt8(ascii: "}") where braces == 0 && brackets == 0: return nil
                case UInt8(ascii: "}") where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                default: break
                }
                if brackets < 0 { return nil }
            }
        }
        return nil
    }

    /// Whether a line begins another declaration, so that what came before had no body (a protocol's requirement).
    private static func begins(_ line: ArraySlice<UInt8>) -> Bool {
        let starts: Set<String> = [
            "func", "var", "let", "init", "subscript", "static", "mutating", "associatedtype", "case", "struct", "enum",
            "class", "actor", "protocol", "extension", "typealias", "private", "package", "fileprivate", "import",
        ]
        guard let word = words(of: line).first else { return false }
        return starts.contains(word) || word.hasPrefix("@")
    }
}
