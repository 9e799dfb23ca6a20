import SyncClient

/// All that the program says, in English and Spanish. Codes, keys and commands are the same in both.
enum Texts {
    /// A key's name; of `key=value`, the value's.
    static func word(_ key: String, _ language: GlobalOptions.Language) -> String {
        guard let mark = key.firstIndex(of: "=") else { return text(WordTable.words[key], key, language) }
        if key.hasPrefix("because=") || key.hasPrefix("facts=") {
            let fact = String(key[mark...].dropFirst())
            return language == .es ? FactText.spanish(fact) { WordTable.words["=\($0)"]?.es ?? $0 } : fact
        }
        let value = key[mark...]
        return text(WordTable.words[key] ?? WordTable.words[String(value)], String(value.dropFirst()), language)
    }

    private static func text(_ word: Word?, _ code: String, _ language: GlobalOptions.Language) -> String {
        let translated = language == .es ? word?.es : word?.en
        return translated ?? String(code.map { $0 == "_" ? " " : $0 })
    }

    /// `%1`, `%2` stand for the values. A sentence that speaks of one only stands beside the other, as `key.one`.
    static func sentence(_ key: String, _ values: [String], _ language: GlobalOptions.Language) -> String {
        let single = values.first == "1" ? SentenceTable.texts["\(key).one"] : nil
        let texts = single ?? SentenceTable.texts[key]
        var text = (language == .es ? texts?.es : texts?.en) ?? key
        for (index, value) in values.enumerated() { text = text.replacing("%\(index + 1)", with: value) }
        return text
    }

    static func message(of failure: ClientFailure, _ language: GlobalOptions.Language) -> String {
        guard language == .es, let words = FailureTable.words[failure.code], !words.message.isEmpty else {
            return failure.message
        }
        let detail = quoted(failure.message)
        return words.message.replacing(detail.isEmpty ? " “%1”" : "%1", with: detail)
            .replacing("%2", with: failure.message)
    }

    /// English is what the failure says, else the table's.
    static func hint(of failure: ClientFailure, _ language: GlobalOptions.Language) -> String {
        guard let words = FailureTable.words[failure.code] else { return failure.hint }
        if language == .en { return failure.hint.isEmpty ? words.hint.en : failure.hint }
        return words.hint.es.replacing("%1", with: listed(failure.hint))
    }

    /// What a message quotes, else the number in it.
    private static func quoted(_ message: String) -> String {
        if let start = message.firstIndex(of: "“"), let end = message[start...].firstIndex(of: "”") {
            return String(message[message.index(after: start)..<end])
        }
        return String(message.drop { !$0.isNumber }.prefix { $0.isNumber })
    }

    /// What a hint enumerates after its colon.
    private static func listed(_ hint: String) -> String {
        guard let colon = hint.firstIndex(of: ":") else { return "" }
        var list = hint[hint.index(after: colon)...].drop { $0 == " " }
        if list.last == "." { list.removeLast() }
        return String(list)
    }
}
