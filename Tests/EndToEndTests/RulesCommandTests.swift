import Foundation
import Testing

/// `rules check` with packs and scenarios as people get them wrong: 65, the file and line, and never a verdict.
@Suite(.enabled(if: Programs.available))
struct RulesCommandTests {
    private let folder: URL
    private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Rules")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["Packs", "Calendars"] {
            try FileManager.default.copyItem(
                at: Self.shipped.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func rules(_ arguments: String...) throws -> Finished {
        try run(
            Programs.path("cartera"), ["rules"] + arguments + ["--rules", folder.path], environment: ["LC_ALL": "C"])
    }

    private func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    private static let sound = """
        [
         {"name": "one", "packs": ["us-regf"], "debtor": {"time_zone": "America/Chicago"},
          "act": {"at": "2026-03-10T12:00:00-05:00", "channel": "call"}, "expect": {"verdict": "allowed"}},
         {"name": "two", "packs": ["co-2300"],
          "debtor": {"time_zone": "America/Bogota",
           "consents": [{"channel": "call", "given_at": "2026-01-01T00:00:00-05:00"}]},
          "act": {"at": "2026-03-10T12:00:00-05:00", "channel": "call"}, "expect": {"verdict": "allowed"}}
        ]
        """

    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var file: String
        var old: String
        var new: String
        /// The text of the line that the failure must name, in the file as it is after the mistake; empty for the first.
        var line: String
        var code: String

        init(_ name: String, _ file: String, _ old: String, _ new: String, at line: String? = nil, _ code: String) {
            (testDescription, self.file, self.old, self.new, self.code) = (name, file, old, new, code)
            self.line = line ?? new
        }
    }

    static let mistakes = [
        Mistake("unknown key", "Packs/us-regf.yaml", "jurisdictions:", "jurisdicshuns:", "unknown_key"),
        Mistake("no citation", "Packs/us-ma.yaml", "    citation: ", "    verify: ", at: "- id:", "missing_key"),
        Mistake("an hour of 25:00", "Packs/us-regf.yaml", "08:00-21:00", "08:00-25:00", "bad_value"),
        Mistake(
            "a window of 0 days", "Packs/us-regf.yaml", "window: days 7", "window: days 0", at: "window: days 0",
            "bad_value"),
        Mistake("unknown channel", "Packs/us-regf.yaml", "channels: [call]", "channels: [fax]", "unknown_word"),
        Mistake("unknown flag", "Packs/stop-states.yaml", "flag: dispute", "flag: angry", "unknown_word"),
        Mistake(
            "unknown calendar", "Packs/co-2300.yaml", "calendar: co\n", "calendar: xx\n", at: "- id: holidays",
            "unknown_calendar"),
        Mistake(
            "a calendar that ends before it begins", "Calendars/co.yaml", "last_year: 2035", "last_year: 2023",
            "bad_value"),
        Mistake(
            "a program that is no version", "Packs/us-regf.yaml", "jurisdictions:", "program: new\njurisdictions:",
            at: "program: new", "bad_value"),
        Mistake(
            "no channel at all", "Packs/us-regf.yaml", "channels: [call]", "channels: []", "bad_value"),
        Mistake(
            "days that end before they begin", "Packs/us-regf.yaml", "jurisdictions:",
            "valid_to: 2020-01-01\njurisdictions:", at: "valid_to: 2020-01-01", "bad_value"),
        Mistake(
            "a confidence that there is not", "Packs/us-regf.yaml", "confidence: A", "confidence: D", "unknown_word"),
        Mistake(
            "a key that stands twice", "Packs/us-regf.yaml", "jurisdictions:", "title: again\njurisdictions:",
            at: "", "bad_syntax"),
        Mistake("no YAML", "Packs/us-wv.yaml", "pack: us-wv", "pack: [", at: "", "bad_syntax"),
        Mistake(
            "bad date", "s.json",
            "2026-03-10T12:00:00-05:00\", \"channel\": \"call\"}, \"expect\": {\"verdict\": \"allowed\"}},",
            "2026-13-10T12:00:00-05:00\", \"channel\": \"call\"}},", "bad_value"),
        Mistake("an offset that does not fit", "s.json", "12:00:00-05:00", "12:00:00-06:00", "offset_mismatch"),
        Mistake("unknown zone", "s.json", "America/Chicago", "America/Atlantis", "unknown_zone"),
        Mistake("unknown pack", "s.json", "us-regf", "us-none", "unknown_pack"),
        Mistake(
            "unknown flag of a scenario", "s.json", "{\"time_zone\": \"America/Chicago\"",
            "{\"time_zone\": \"America/Chicago\", \"flags\": [\"angry\"]", "unknown_word"),
        Mistake(
            "unknown key of a scenario", "s.json", "\"name\": \"one\"", "\"name\": \"one\", \"debt\": 1", "unknown_key"),
        Mistake(
            "a day that the calendar does not reach", "s.json",
            "2026-03-10T12:00:00-05:00\", \"channel\": \"call\"}, \"expect\": {\"verdict\": \"allowed\"}}\n]",
            "2036-03-10T12:00:00-05:00\", \"channel\": \"call\"}}\n]", at: "\"name\": \"two\"", "outside_calendar"),
        Mistake("half a file", "s.json", "\"expect\": {\"verdict\": \"allowed\"}}\n]", "", at: "", "bad_syntax"),
    ]

    @Test("a mistake is told with file, line and hint", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        try write(Self.sound, to: "s.json")
        #expect(try rules("check", path("s.json")).status == 0)
        let before = try text(mistake.file)
        let range = try #require(before.range(of: mistake.old))
        let after = before.replacingCharacters(in: range, with: mistake.new)
        try write(after, to: mistake.file)
        let found = try rules("check", path("s.json"), "--json")
        #expect(found.status == 65 && found.errorCode == mistake.code && found.output.isEmpty, "\(found)")
        let place = "\(path(mistake.file)):"
        let message = found.error["message"] ?? ""
        #expect(message.hasPrefix(place), "\(message)")
        let number = Int(message.dropFirst(place.count).prefix { $0.isNumber })
        let lines = after.components(separatedBy: "\n")
        let marked = mistake.line.components(separatedBy: "\n")[0]
        let expected = marked.isEmpty ? nil : lines.firstIndex { $0.contains(marked) }.map { $0 + 1 }
        #expect(expected == nil || number == expected, "\(message)")
        #expect(number != nil && found.error["hint"]?.isEmpty == false)
    }

    @Test("one pack twice, or a rule twice on the same days, is told with the place")
    func overlaps() throws {
        try write(Self.sound, to: "s.json")
        let pack = try text("Packs/us-wv.yaml")
        try write(pack, to: "Packs/us-wv-copy.yaml")
        let twice = try rules("check", path("s.json"), "--json")
        #expect(twice.status == 65 && twice.errorCode == "overlap")
        #expect(twice.error["message"]?.contains("/Packs/us-wv") == true)
        try FileManager.default.removeItem(atPath: path("Packs/us-wv-copy.yaml"))
        let start = try #require(pack.range(of: "  - id:"))
        let next = pack.range(of: "  - id:", range: start.upperBound..<pack.endIndex)
        let end = next?.lowerBound ?? pack.endIndex
        let rule = String(pack[start.lowerBound..<end])
        try write(pack.replacingCharacters(in: start.lowerBound..<start.lowerBound, with: rule), to: "Packs/us-wv.yaml")
        let same = try rules("check", path("s.json"), "--json")
        #expect(same.status == 65 && same.errorCode == "overlap")
        #expect(same.error["message"]?.contains("$.rules[1]") == true)
    }

    @Test("a difference exits 1, and a pack of the command line that is unknown 65")
    func results() throws {
        try write(
            Self.sound.replacingOccurrences(
                of: "T12:00:00-05:00\", \"channel\": \"call\"}, \"expect\": {\"verdict\": \"allowed\"}},",
                with: "T12:00:00-05:00\", \"channel\": \"call\"}, \"expect\": {\"verdict\": \"denied\"}},"),
            to: "s.json")
        let differs = try rules("check", path("s.json"))
        #expect(differs.status == 1 && differs.output.hasSuffix("1 passed, 1 failed\n"))
        let unknown = try rules("check", path("s.json"), "--pack", "nothing", "--json")
        #expect(unknown.status == 65 && unknown.errorCode == "unknown_pack")
        #expect(try rules("check", path("none.json"), "--json").errorCode == "unreadable_file")
    }

    @Test("a thousand events in any order, with duplicates, count once each")
    func manyEvents() throws {
        let events = (0..<1_000).map { index in
            "{\"id\": \"e\(index)\", \"at\": \"2026-03-0\(1 + index % 7)T1\(index % 8):00:00-06:00\", \"channel\": \"call\", "
                + "\"result\": \"no_answer\", \"person\": \"nobody\"}"
        }
        func answer(_ events: [String]) throws -> String {
            try write(
                "[{\"name\": \"many\", \"packs\": [\"us-regf\"], \"debtor\": {\"time_zone\": \"America/Chicago\"}, "
                    + "\"history\": [\(events.joined(separator: ","))], "
                    + "\"act\": {\"at\": \"2026-03-08T12:00:00-05:00\", \"channel\": \"call\"}}]", to: "m.json")
            let found = try rules("check", path("m.json"), "--json")
            #expect(found.status == 0, "\(found.errors)")
            return found.output
        }
        let inOrder = try answer(events)
        #expect(inOrder.contains("\"verdict\":\"presumed_violation\""))
        #expect(try answer(events.reversed() + events.prefix(300)) == inOrder)
        #expect(try answer(events.sorted { $0.suffix(60) + $0 < $1.suffix(60) + $1 }) == inOrder)
    }

    @Test("the handbook has a page for every rule, and says what each pack holds beside its rules")
    func handbook() throws {
        let out = path("handbook")
        let made = try rules("handbook", "--out", out, "--json")
        #expect(made.status == 0, "\(made.errors)")
        #expect(try text("handbook/us-regf.md").contains("What must follow:"))
        let page = try text("handbook/us-regf/call-frequency.md")
        #expect(page.hasPrefix("# us-regf/call-frequency\n") && page.contains("- verdict: presumed violation\n"))
        #expect(page.components(separatedBy: "- verdict:").count == 2)
    }
}
