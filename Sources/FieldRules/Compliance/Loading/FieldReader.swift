package import FieldModel

/// Takes the keys of one map, each once, and refuses what is left over.
///
/// `finish()` is where an unknown key becomes an error with its line, its path and the key that was probably meant.
package struct FieldReader {
    private var entries: [RuleNode.Entry]
    private var asked: [String] = []
    /// Where the keys stood that were taken.
    private var lines: [String: Int] = [:]
    package let path: String
    package let line: Int

    package init(_ node: RuleNode, path: String) throws(RuleFailure) {
        guard case .map(let entries, let line) = node else {
            throw RuleFailure(.badValue, "a map of keys and values is needed here", line: node.line, path: path)
        }
        self.entries = entries
        self.path = path
        self.line = line
    }

    package func failure(_ code: RuleFailure.Code, _ message: String, line: Int? = nil, key: String? = nil)
        -> RuleFailure
    {
        let place = line ?? key.flatMap { lines[$0] } ?? self.line
        return RuleFailure(code, message, line: place, path: key.map { "\(path).\($0)" } ?? path)
    }

    /// Nil when the key is missing or null.
    package mutating func take(_ key: String) -> RuleNode? {
        asked.append(key)
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
        let entry = entries.remove(at: index)
        lines[key] = entry.line
        return entry.value.isNull ? nil : entry.value
    }

    package func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    package mutating func require(_ key: String) throws(RuleFailure) -> RuleNode {
        guard let node = take(key) else { throw missing(key) }
        return node
    }

    /// A key that is missing, or that was misspelt.
    package func missing(_ key: String) -> RuleFailure {
        if let entry = entries.first(where: { Spelling.nearest(to: $0.key, among: [key]) != nil }) {
            let message = "unknown key \(entry.key); did you mean \(key)?"
            return failure(.unknownKey, message, line: entry.line, key: entry.key)
        }
        return failure(.missingKey, "the key \(key) is missing")
    }

    package func finish() throws(RuleFailure) {
        guard let entry = entries.first else { return }
        let near = Spelling.nearest(to: entry.key, among: asked)
        let hint = near.map { "did you mean \($0)?" } ?? "known keys: \(asked.sorted().joined(separator: ", "))"
        throw failure(.unknownKey, "unknown key \(entry.key); \(hint)", line: entry.line, key: entry.key)
    }
}

extension FieldReader {
    package mutating func optionalText(_ key: String) throws(RuleFailure) -> String? {
        guard let node = take(key) else { return nil }
        return try text(node, key)
    }

    package mutating func text(_ key: String) throws(RuleFailure) -> String { try text(try require(key), key) }

    private func text(_ node: RuleNode, _ key: String) throws(RuleFailure) -> String {
        guard case .scalar(let text, _, let line) = node else {
            throw failure(.badValue, "\(key) must be a single value", line: node.line, key: key)
        }
        guard !text.isEmpty else { throw failure(.badValue, "\(key) is empty", line: line, key: key) }
        return text
    }

    package mutating func optionalInteger(_ key: String, _ range: ClosedRange<Int>) throws(RuleFailure) -> Int? {
        guard let node = take(key) else { return nil }
        guard case .scalar(let text, quoted: false, _) = node, let value = Int(text), range.contains(value) else {
            let message = "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw failure(.badValue, message, line: node.line, key: key)
        }
        return value
    }

    package mutating func integer(_ key: String, _ range: ClosedRange<Int>) throws(RuleFailure) -> Int {
        guard let value = try optionalInteger(key, range) else {
            throw missing(key)
        }
        return value
    }

    /// False when missing.
    package mutating func flag(_ key: String) throws(RuleFailure) -> Bool { try optionalFlag(key) ?? false }

    package mutating func optionalFlag(_ key: String) throws(RuleFailure) -> Bool? {
        guard let node = take(key) else { return nil }
        guard case .scalar(let text, quoted: false, _) = node, text == "true" || text == "false" else {
            throw failure(.badValue, "\(key) must be true or false", line: node.line, key: key)
        }
        return text == "true"
    }

    package mutating func optionalDate(_ key: String) throws(RuleFailure) -> CalendarDate? {
        guard let node = take(key) else { return nil }
        guard case .scalar(let text, _, _) = node, let date = CalendarDate(text) else {
            throw failure(.badValue, "\(key) must be a date, YYYY-MM-DD", line: node.line, key: key)
        }
        return date
    }

    /// The first and last day of something, `valid_from` and `valid_to`, both included.
    mutating func validDays() throws(RuleFailure) -> ValidDays {
        let days = ValidDays(from: try optionalDate("valid_from"), to: try optionalDate("valid_to"))
        guard !days.isEmpty else { throw failure(.badValue, "valid_to lies before valid_from", key: "valid_to") }
        return days
    }

    package mutating func optionalWord<Word: RuleWord>(_ key: String) throws(RuleFailure) -> Word? {
        guard let node = take(key) else { return nil }
        return try word(node, key)
    }

    package mutating func word<Word: RuleWord>(_ key: String) throws(RuleFailure) -> Word {
        try word(try require(key), key)
    }

    package mutating func words<Word: RuleWord>(_ key: String) throws(RuleFailure) -> WordSet<Word>? {
        guard let nodes = try optionalList(key) else { return nil }
        // A rule about nothing would let everything pass.
        guard !nodes.isEmpty else { throw failure(.badValue, "\(key) is empty; leave it out for all", key: key) }
        var out: [Word] = []
        for node in nodes { out.append(try word(node, key)) }
        return WordSet(out)
    }

    /// The index of the text among `choices`; the first when missing.
    package mutating func choice(_ key: String, _ choices: [String]) throws(RuleFailure) -> Int {
        guard let node = take(key) else { return 0 }
        guard case .scalar(let text, _, _) = node, let index = choices.firstIndex(of: text) else {
            let message = "\(key) must be one of: \(choices.joined(separator: ", "))"
            throw failure(.unknownWord, message, line: node.line, key: key)
        }
        return index
    }

    package func word<Word: RuleWord>(_ node: RuleNode, _ key: String) throws(RuleFailure) -> Word {
        guard case .scalar(let text, _, let line) = node else {
            throw failure(.badValue, "\(key) must be a word", line: node.line, key: key)
        }
        guard let word = Word(word: text) else {
            let near = Spelling.nearest(to: text, among: Word.words)
            let hint = near.map { "did you mean \($0)?" } ?? "known words: \(Word.words.joined(separator: ", "))"
            throw failure(.unknownWord, "unknown word \(text); \(hint)", line: line, key: key)
        }
        return word
    }
}

extension FieldReader {
    /// Nil when missing; a single value where a list is expected is an error.
    package mutating func optionalList(_ key: String) throws(RuleFailure) -> [RuleNode]? {
        guard let node = take(key) else { return nil }
        guard case .list(let nodes, _) = node else {
            throw failure(.badValue, "\(key) must be a list", line: node.line, key: key)
        }
        return nodes
    }

    /// Reads each map of a list, and refuses what `read` leaves over. Empty when missing.
    package mutating func list<Item>(
        _ key: String, _ read: (inout FieldReader) throws(RuleFailure) -> Item
    ) throws(RuleFailure) -> [Item] {
        var items: [Item] = []
        for (index, node) in (try optionalList(key) ?? []).enumerated() {
            var fields = try FieldReader(node, path: "\(path).\(key)[\(index)]")
            items.append(try read(&fields))
            try fields.finish()
        }
        return items
    }

    package mutating func texts(_ key: String) throws(RuleFailure) -> [String]? {
        guard let nodes = try optionalList(key) else { return nil }
        var out: [String] = []
        for node in nodes { out.append(try text(node, key)) }
        return out
    }

    /// All keys and values that are left, for maps whose keys are data.
    package mutating func rest() -> [RuleNode.Entry] {
        defer { entries = [] }
        return entries
    }
}
