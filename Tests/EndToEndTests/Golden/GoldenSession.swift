import Foundation
import Testing

/// How the same session is run.
enum GoldenMode: String, CaseIterable, CustomTestStringConvertible {
    case english, spanish, json, jsonInSpanish

    var testDescription: String { rawValue }

    /// `--json` says the same in both languages: one set of files.
    var folder: String {
        switch self {
        case .english: "en"
        case .spanish: "es"
        case .json, .jsonInSpanish: "json"
        }
    }

    var options: [String] {
        switch self {
        case .english: ["--lang", "en"]
        case .spanish: ["--lang", "es"]
        case .json: ["--lang", "en", "--json"]
        case .jsonInSpanish: ["--lang", "es", "--json"]
        }
    }
}

/// Runs commands as people type them and keeps what they print, chapter by chapter.
final class GoldenSession {
    let site: Site
    let mode: GoldenMode
    private(set) var normaliser: Normaliser
    private(set) var chapters: [(name: String, text: String)] = []

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    init(_ mode: GoldenMode) throws {
        self.mode = mode
        site = try Site(isBare: true)
        normaliser = Normaliser(today: Date())
    }

    func chapter(_ name: String, _ body: () throws -> Void) rethrows {
        chapters.append((name, ""))
        try body()
    }

    func day(_ offset: Int) -> String { normaliser.day(offset) }

    /// One command with all that it prints: stderr behind `2>`, the exit status where it is not 0.
    @discardableResult
    func type(_ who: String, _ arguments: String...) throws -> Finished {
        let finished = try run(
            Programs.path("cartera"), ["--home", site.home(who)] + mode.options + arguments,
            environment: ["TZ": "UTC", "LC_ALL": "C.UTF-8"])
        var text = "\(who)$ cartera \(arguments.map(Self.quoted).joined(separator: " "))\n\(finished.output)"
        for line in finished.errors.split(separator: "\n") { text += "2> \(line)\n" }
        if finished.status != 0 { text += "[exit \(finished.status)]\n" }
        text = text.replacingOccurrences(of: site.folder.path + "/", with: "")
        chapters[chapters.count - 1].text += normaliser.normal(text) + "\n"
        return finished
    }

    private static func quoted(_ word: String) -> String {
        word.isEmpty || word.contains { " '<>|&".contains($0) } ? "'\(word)'" : word
    }

    /// A value that a later command names; asked in JSON, and not part of the session.
    func find(_ who: String, _ arguments: String..., at path: (Finished) -> Any?) throws -> String {
        let finished = try site.call(as: who, arguments)
        return try #require(path(finished) as? String, "\(arguments): \(finished.errors)\(finished.output)")
    }

    /// The id of the last record of a kind under an account.
    func last(_ who: String, _ account: String, _ kind: String) throws -> String {
        try find(who, "account", "show", account) { ($0.json[kind] as? [[String: Any]])?.last?["id"] }
    }

    /// The last of one's own operations of a kind.
    func operation(_ who: String, _ kind: String) throws -> String {
        try find(who, "outbox", "list", "--all", "--where", "kind = \(kind)") { $0.items.last?["operation"] }
    }

    /// Compares with the files, or writes them when `CARTERA_UPDATE_GOLDEN` is set; a recording run fails, so that nobody
    /// takes it for a test.
    func compare() throws {
        let isRecording = ProcessInfo.processInfo.environment["CARTERA_UPDATE_GOLDEN"] != nil
        let folder = Self.folder.appendingPathComponent("expected/\(mode.folder)")
        for (name, text) in chapters {
            let file = folder.appendingPathComponent("\(name).txt")
            if isRecording {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
                Issue.record("recorded \(file.lastPathComponent)")
                continue
            }
            let expected = try String(contentsOf: file, encoding: .utf8)
            if text != expected { Issue.record("\(mode.folder)/\(name): \(Self.difference(expected, text))") }
        }
    }

    /// The first lines that differ, with the command they belong to.
    private static func difference(_ expected: String, _ actual: String) -> String {
        let (expected, actual) = (expected.components(separatedBy: "\n"), actual.components(separatedBy: "\n"))
        let index =
            zip(expected, actual).enumerated().first { $1.0 != $1.1 }?.offset ?? min(expected.count, actual.count)
        let command = actual.prefix(index + 1).last { $0.contains("$ cartera ") } ?? ""
        func lines(_ all: [String]) -> String { all.dropFirst(index).prefix(3).joined(separator: "\n    ") }
        return "line \(index + 1), of \(command)\n  expected\n    \(lines(expected))\n  printed\n    \(lines(actual))"
    }
}
