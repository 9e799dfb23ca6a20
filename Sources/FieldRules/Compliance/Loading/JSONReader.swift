/// Reads RFC 8259 JSON into a `RuleNode`, with line numbers and without floating point: numbers stay text.
///
/// Here and not from a library because scenario files need the line of each mistake, and because laptop, server and
/// tests must read the same bytes alike. Nesting is limited, duplicate keys are an error.
package struct JSONReader {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var depth = 0

    private static let mostDepth = 64

    package static func read(_ text: String) throws(RuleFailure) -> RuleNode {
        var reader = JSONReader(bytes: Array(text.utf8))
        let node = try reader.value()
        reader.skipSpace()
        guard reader.index == reader.bytes.count else { throw reader.failure("something follows the document") }
        return node
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func failure(_ message: String) -> RuleFailure { RuleFailure(.badSyntax, message, line: line) }
    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 32 || byte == 9 || byte == 10 || byte == 13 {
            if byte == 10 { line += 1 }
            index += 1
        }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard current == byte.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func value() throws(RuleFailure) -> RuleNode {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSONReader.mostDepth else { throw failure("nested deeper than \(JSONReader.mostDepth)") }
        let start = line
        switch current {
        case UInt8(ascii: "{"): return .map(try entries(), line: start)
        case UInt8(ascii: "["): return .list(try items(), line: start)
        case UInt8(ascii: "\""): return .scalar(try string(), quoted: true, line: start)
        case nil: throw failure("the document ends too early")
        default: return .scalar(try bare(), quoted: false, line: start)
        }
    }

    private mutating func entries() throws(RuleFailure) -> [RuleNode.Entry] {
        index += 1
        var entries: [RuleNode.Entry] = []
        if take("}") { return entries }
        repeat {
            skipSpace()
            let start = line
            guard current == UInt8(ascii: "\"") else { throw failure("a key in quotes is missing") }
            let key = try string()
            guard take(":") else { throw failure("a colon is missing after \(key)") }
            guard !entries.contains(where: { $0.key == key }) else { throw failure("the key \(key) stands twice") }
            entries.append(RuleNode.Entry(key: key, value: try value(), line: start))
        } while take(",")
        guard take("}") else { throw failure("a comma or } is missing") }
        return entries
    }

    private mutating func items() throws(RuleFailure) -> [RuleNode] {
        index += 1
        var items: [RuleNode] = []
        if take("]") { return items }
        repeat { items.append(try value()) } while take(",")
        guard take("]") else { throw failure("a comma or ] is missing") }
        return items
    }

    private mutating func bare() throws(RuleFailure) -> String {
        let start = index
        while let byte = current, byte > 32, ![UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte) {
            index += 1
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        guard ["true", "false", "null"].contains(word) || isNumber(bytes[start..<index]) else {
            throw failure("neither a value nor a text in quotes: \(word)")
        }
        return word
    }

    private func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        return digits.first.map { $0 >= 48 && $0 <= 57 } == true
            && digits.allSatisfy { ($0 >= 48 && $0 <= 57) || "+-.eE".utf8.contains($0) }
    }

    private mutating func string() throws(RuleFailure) -> String {
        index += 1
        var out: [UInt8] = []
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw failure("not UTF-8") }
                return text
            case UInt8(ascii: "\\"): out += try escape()
            case 0..<32: throw failure("a control character in a text")
            default: out.append(byte)
            }
        }
        throw failure("a text is not closed")
    }

    private mutating func escape() throws(RuleFailure) -> [UInt8] {
        guard let byte = current else { throw failure("a text is not closed") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return Array(String(try unicode()).utf8)
        default: throw failure("no such escape")
        }
    }

    private mutating func unicode() throws(RuleFailure) -> Character {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard current == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
                throw failure("half of a surrogate pair")
            }
            index += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair") }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(RuleFailure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw failure("a text is not closed") }
        let digits = bytes[index..<index + 4]
        let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard isHexadecimal, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw failure("no such escape")
        }
        index += 4
        return code
    }
}
