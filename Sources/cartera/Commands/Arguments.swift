import ArgumentParser
import FieldModel
import SyncClient

/// What commands that write have in common.
struct ActOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Show outcome and verdicts without writing.") var isDryRun = false
}

/// What lists have in common.
struct ListOptions: ParsableArguments {
    @Option(name: .customLong("where"), help: "FIELD OP VALUE joined by `and`; OP one of = != < <= > >= ~.")
    var condition: String?
    @Option(name: .customLong("sort"), parsing: .unconditional, help: "A field; `-` before it for descending.")
    var sortKey: String?
    @Option(name: .customLong("limit"), help: "Items at most.") var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
    }

    func apply(_ items: [JSONValue]) throws -> [JSONValue] {
        let shown = try Query.sorted(try Query(condition).filter(items), by: sortKey)
        return limit.map { Array(shown.prefix($0)) } ?? shown
    }
}

/// A coded word as it was typed; nothing when none was. Says which words there are when it is none of them.
func word(_ text: String?, of vocabulary: [String], _ option: String) throws -> String {
    guard let text else { return "" }
    guard vocabulary.contains(text) else {
        throw ClientFailure.badInput(
            "unknown_word", "“\(printable(text))” is not a word for \(option).",
            hint: "Known words: \(vocabulary.joined(separator: ", ")).")
    }
    return text
}

/// The words of a vocabulary, for an option's help.
func help(_ meaning: String, _ vocabulary: [String]) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: "\(meaning): \(vocabulary.joined(separator: ", ")).")
}

/// `FIELD=VALUE` arguments, where FIELD is one of those that can be edited.
func readFields(_ texts: [String], of fields: [String]? = nil) throws -> [(field: String, value: String)] {
    try texts.map { text in
        guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
            throw ValidationError("“\(printable(text))” is not FIELD=VALUE.")
        }
        let field = String(text[..<mark])
        return (
            try fields.map { try word(field, of: $0, "FIELD") } ?? field, String(text[text.index(after: mark)...])
        )
    }
}

/// A list of a kind of record, or one of them.
extension Program {
    func list(_ columns: [String], _ options: ListOptions, _ items: (ViewContext) throws -> [JSONValue]) throws {
        let shown = try options.apply(try read(items))
        printer.show(items: shown, columns: columns)
    }
}
