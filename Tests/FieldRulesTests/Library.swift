import FieldModel
import Foundation
import Testing

@testable import FieldRules

/// The committed packs, calendars and scenarios, read once.
enum Library {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Rules")

    static func files(_ name: String, _ ending: String) -> [(name: String, text: String)] {
        let folder = folder.appendingPathComponent(name)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        return names.filter { $0.hasSuffix(ending) }.map {
            let text = (try? String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)) ?? ""
            return (String($0.dropLast(ending.count)), text)
        }
    }

    static let calendars: Result<[HolidayCalendar], RuleFailure> = Result { () throws(RuleFailure) in
        var out: [HolidayCalendar] = []
        for file in files("Calendars", ".yaml") {
            out.append(try CalendarLoader.calendar(YAMLSubset.read(file.text), file: "\(file.name).yaml"))
        }
        return out
    }

    static let rules: Result<RuleSet, RuleFailure> = Result { () throws(RuleFailure) in
        let calendars = try Library.calendars.get()
        var packs: [RulePack] = []
        for file in files("Packs", ".yaml") {
            packs.append(
                try PackLoader.pack(YAMLSubset.read(file.text), file: "\(file.name).yaml", calendars: calendars))
        }
        return try RuleSet(packs)
    }

    static func calendar(_ name: String) throws -> HolidayCalendar {
        try #require(try calendars.get().first { $0.name == name })
    }

    /// Scenarios of JSON text.
    static func scenarios(_ text: String, file: String = "test.json") throws(RuleFailure) -> [Scenario] {
        try ScenarioLoader.scenarios(try JSONReader.read(text), file: file)
    }

    /// One scenario's result.
    static func check(_ text: String) throws -> ScenarioResult {
        let scenario = try #require(try scenarios("[\(text)]").first)
        return try scenario.check(try rules.get())
    }
}
