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
    @Option(name: .customLong("sort"), help: "A field; `-` before it for descending.") var sortKey: String?
    @Option(name: .customLong("limit"), help: "Items at most.") var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
    }

    func apply(_ items: [JSONValue]) throws -> [JSONValue] {
        let shown = try Query.sorted(try Query(condition).filter(items), by: sortKey)
        return limit.map { Array(shown.prefix($0)) } ?? shown
    }
}

/// `FIELD=VALUE` arguments.
func readFields(_ texts: [String]) throws -> [(field: String, value: String)] {
    try texts.map { text in
        guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
            throw ValidationError("“\(printable(text))” is not FIELD=VALUE.")
        }
        return (String(text[..<mark]), String(text[text.index(after: mark)...]))
    }
}

/// A list of a kind of record, or one of them.
extension Program {
    func list(_ columns: [String], _ options: ListOptions, _ items: (ViewContext) throws -> [JSONValue]) throws {
        let shown = try options.apply(try read(items))
        printer.show(items: shown, columns: columns)
    }
}
