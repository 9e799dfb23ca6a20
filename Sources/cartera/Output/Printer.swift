internal import Glibc
import SyncClient

/// Results on stdout, everything else on stderr; one JSON document, or text in the reader's language.
struct Printer: Sendable {
    let isJSON: Bool
    let isQuiet: Bool
    let language: GlobalOptions.Language
    let hasColour: Bool

    init(_ options: GlobalOptions) {
        isJSON = options.isJSON
        isQuiet = options.isQuiet
        // What programs read is the same in every language.
        language = options.isJSON ? .en : options.chosenLanguage
        hasColour =
            !options.hasNoColor && GlobalOptions.environment("NO_COLOR") == nil && isatty(STDOUT_FILENO) == 1
            && GlobalOptions.environment("TERM") != "dumb"
    }

    private var rendering: TextRendering {
        let language = language
        return TextRendering(word: { Texts.word($0, language) }, bold: hasColour, width: Self.terminalWidth)
    }

    /// Nil when stdout is no terminal.
    private static var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    func text(_ key: String, _ values: [String] = []) -> String { Texts.sentence(key, values, language) }

    func show(_ value: JSONValue, title: String? = nil) {
        if isJSON { return out(value.text()) }
        if let title { out(text(title)) }
        out(rendering.record(value))
    }

    func show(items: [JSONValue], columns: [String]) {
        if isJSON { return out(JSONValue.items(items).text()) }
        out(table(items, columns: columns))
    }

    func table(_ items: [JSONValue], columns: [String]) -> String { rendering.table(items, columns: columns) }

    /// One object of a stream of them.
    func line(_ value: JSONValue, text: String) { out(isJSON ? value.text(indent: false) : text) }

    func out(_ text: String) {
        Self.write(text + "\n", to: STDOUT_FILENO)
    }

    func note(_ key: String, _ values: [String] = []) {
        if !isQuiet { Self.write(text(key, values) + "\n", to: STDERR_FILENO) }
    }

    func warn(_ key: String, _ values: [String] = []) { note(key, values) }

    func fail(_ failure: ClientFailure) {
        let message = Texts.message(of: failure, language)
        let hint = Texts.hint(of: failure, language)
        if isJSON {
            let value: JSONValue = [
                "error": ["code": .string(failure.code), "message": .string(message), "hint": .string(hint)]
            ]
            return Self.write(value.text(indent: false) + "\n", to: STDERR_FILENO)
        }
        Self.write("\(text("error")): \(message)\n", to: STDERR_FILENO)
        if !hint.isEmpty, !isQuiet { Self.write("\(text("hint")): \(hint)\n", to: STDERR_FILENO) }
    }

    /// A line that is drawn again in place; only on a terminal.
    func progress(_ text: String) {
        guard !isQuiet, !isJSON, isatty(STDERR_FILENO) == 1 else { return }
        Self.write("\r\u{1B}[K\(text)", to: STDERR_FILENO)
    }

    func endProgress() {
        guard !isQuiet, !isJSON, isatty(STDERR_FILENO) == 1 else { return }
        Self.write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}
