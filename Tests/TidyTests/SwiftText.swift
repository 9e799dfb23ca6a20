// Enough of Swift's lexical rules to tell code from comments and string literals, and to find whole words.

/// The same bytes with blanks for comments and for the contents of string literals; line breaks stay.
func blankingText(_ bytes: [UInt8]) -> [UInt8] {
    var blanker = Blanker(bytes: bytes)
    return blanker.run()
}

private struct Blanker {
    let bytes: [UInt8]
    var result: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
        self.result = bytes
    }

    mutating func run() -> [UInt8] {
        while position < bytes.count {
            if starts("//") {
                blankLine()
            } else if starts("/*") {
                blankBlock()
            } else if let hashes = literalHashes() {
                blankLiteral(hashes: hashes)
            } else {
                position += 1
            }
        }
        return result
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
        return true
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] != UInt8(ascii: "\n") { result[position] = UInt8(ascii: " ") }
            position += 1
        }
    }

    private mutating func blankLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank() }
    }

    private mutating func blankBlock() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                blank(2)
            } else if starts("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < bytes.count
    }

    /// How many `#` open the string literal that starts here; nil when none does.
    private func literalHashes() -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
    }

    private mutating func blankLiteral(hashes: Int) {
        blank(hashes)
        let isLong = starts("\"\"\"")
        blank(isLong ? 3 : 1)
        while position < bytes.count {
            if isLong ? starts("\"\"\"") : starts("\"") {
                blank(isLong ? 3 : 1)
                if follow(hashes) { return blank(hashes) }
            } else if !isLong, bytes[position] == UInt8(ascii: "\n") {
                return
            } else if bytes[position] == UInt8(ascii: "\\") {
                blank()
                blankEscape(hashes: hashes)
            } else {
                blank()
            }
        }
    }

    private func follow(_ hashes: Int) -> Bool {
        position + hashes <= bytes.count && bytes[position..<position + hashes].allSatisfy { $0 == UInt8(ascii: "#") }
    }

    /// After a backslash: one character, or a whole interpolation with the literals in it.
    private mutating func blankEscape(hashes: Int) {
        guard follow(hashes) else { return }
        blank(hashes)
        guard position < bytes.count, bytes[position] == UInt8(ascii: "(") else { return blank() }
        var depth = 0
        repeat {
            if let inner = literalHashes() {
                blankLiteral(hashes: inner)
                continue
            }
            if bytes[position] == UInt8(ascii: "(") { depth += 1 }
            if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        } while depth > 0 && position < bytes.count
    }
}

func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...255:
        true
    default: false
    }
}

/// Text to look for. Where it begins or ends with a letter, it must begin or end a word.
struct Needle {
    var text: String
    private let bytes: [UInt8]

    init(_ text: String) {
        self.text = text
        self.bytes = Array(text.utf8)
    }

    func occurs(in line: ArraySlice<UInt8>) -> Bool { first(in: line) != nil }

    func first(in line: ArraySlice<UInt8>) -> Int? {
        guard let head = bytes.first, let tail = bytes.last, line.count >= bytes.count else { return nil }
        for start in line.startIndex...(line.endIndex - bytes.count) where line[start] == head {
            let end = start + bytes.count
            guard line[start..<end].elementsEqual(bytes) else { continue }
            if isWordByte(head), start > line.startIndex, isWordByte(line[start - 1]) { continue }
            if isWordByte(tail), end < line.endIndex, isWordByte(line[end]) { continue }
            return start
        }
        return nil
    }
}

/// The words and marks of a line; a dotted name is several words.
func words(of line: ArraySlice<UInt8>) -> [String] {
    line.split { !isWordByte($0) && $0 != UInt8(ascii: "@") }.map { String(decoding: $0, as: UTF8.self) }
}
