import ArgumentParser
internal import Glibc

/// On the command line a flag is a switch; a debtor's is `FieldModel.Flag`.
typealias Flag = ArgumentParser.Flag

/// What every command takes; also before the command's name.
struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("home"), help: "The laptop's folder (or CARTERA_HOME).", completion: .directory)
    var homePath: String?

    @Flag(name: .customLong("json"), help: "Print one JSON document.")
    var isJSON = false

    @Option(name: .customLong("lang"), help: "The language of texts: en or es.")
    var language: Language?

    @Flag(name: .customLong("no-color"), help: "No colours (also NO_COLOR).")
    var hasNoColor = false

    @Flag(name: .customLong("quiet"), help: "No progress, hints or warnings.")
    var isQuiet = false

    enum Language: String, ExpressibleByArgument, CaseIterable { case en, es }

    static let names = ["--home", "--lang", "--json", "--no-color", "--quiet"]
    static let namesWithValue = ["--home", "--lang"]

    static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    var home: String {
        if let homePath { return homePath }
        if let path = Self.environment("CARTERA_HOME") { return path }
        if let data = Self.environment("XDG_DATA_HOME") { return "\(data)/cartera" }
        return "\(Self.environment("HOME") ?? ".")/.local/share/cartera"
    }

    /// `--lang`, else the locale's.
    var chosenLanguage: Language {
        if let language { return language }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { Self.environment($0) }.first ?? ""
        return locale.hasPrefix("es") ? .es : .en
    }

    /// Options that stand before the command's name, and what follows them.
    private static func split(_ arguments: [String]) -> (front: [String], rest: ArraySlice<String>) {
        var front: [String] = []
        var rest = arguments[...]
        while let first = rest.first, names.contains(String(first.prefix { $0 != "=" })) {
            front.append(rest.removeFirst())
            if namesWithValue.contains(first), let value = rest.first { front.append(value); rest.removeFirst() }
        }
        return (front, rest)
    }

    static func without(_ arguments: [String]) -> [String] { Array(split(arguments).rest) }

    /// Options that stand before the command's name go to its end, where it reads them.
    static func moved(_ arguments: [String]) -> [String] {
        let (front, rest) = split(arguments)
        guard let end = rest.firstIndex(of: "--") else { return rest + front }
        return rest[..<end] + front + rest[end...]
    }
}
