import FieldRules
internal import Foundation
import SyncClient

/// Where packs and calendars lie as files: `--rules DIR`, CARTERA_RULES, beside the program, or here.
struct RulesFolder {
    let path: String

    init(_ chosen: String?) throws {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let prefix = URL(fileURLWithPath: program).deletingLastPathComponent().deletingLastPathComponent().path
        let named = chosen ?? GlobalOptions.environment("CARTERA_RULES")
        let places = named.map { [$0] } ?? ["\(prefix)/share/cartera/Rules", "Rules"]
        guard let found = places.first(where: { FileManager.default.fileExists(atPath: "\($0)/Packs") }) else {
            throw ClientFailure.badInput(
                "no_rules", "There are no rule packs in \(places.joined(separator: " nor in ")).",
                hint: "Name the folder that holds Packs and Calendars with --rules.")
        }
        path = found
    }

    /// Every pack of the folder, and the always-on ones with them.
    func rules() throws -> RuleSet {
        let calendars = try files("Calendars").map {
            try CalendarLoader.calendar(try YAMLReader.read($0.text, file: $0.path), file: $0.path)
        }
        let packs = try files("Packs").map {
            try PackLoader.pack(try YAMLReader.read($0.text, file: $0.path), file: $0.path, calendars: calendars)
        }
        return try RuleSet(packs)
    }

    /// The zone table of the folder; the program's own where it has none.
    func zones() throws -> ZoneTable {
        let parts = try zoneFiles().map { (file: $0.path, document: try document($0, .zones)) }
        try check(parts)
        return ZoneDocuments.table(parts.map(\.document))
    }

    /// The results of the packs' own scenarios; a folder without scenarios has none.
    func examples(_ rules: RuleSet) throws -> [ScenarioResult] {
        guard FileManager.default.fileExists(atPath: "\(path)/Scenarios") else { return [] }
        let zones = try zones()
        return try files("Scenarios", ending: ".json").flatMap { file in
            try Scenario.check(try Self.scenarios(file.text, file: file.path, zones), rules)
        }
    }

    /// The scenarios of a file's text; its failures name the file.
    static func scenarios(_ text: String, file: String, _ zones: ZoneTable) throws(RuleFailure) -> [Scenario] {
        do throws(RuleFailure) {
            return try ScenarioLoader.scenarios(try JSONReader.read(text), file: file, zones: zones)
        } catch {
            throw error.inFile(file)
        }
    }

    /// Packs, letter templates and parts of the zone table by name, with the calendars that the packs use and the packs that
    /// are always on, as documents to put forward. Zones come first: nothing is to be judged without them.
    func documents(_ names: [String], all: Bool) throws -> [RuleDocument] {
        let packs = try files("Packs").map { (file: $0.path, document: try document($0, .pack)) }
        let templates = try templateFiles().map { (file: $0.path, document: try document($0, .template)) }
        let zones = try zoneFiles().map { (file: $0.path, document: try document($0, .zones)) }
        let known = (packs + templates + zones).map(\.document.name)
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw RuleFailure(.unknownPack, "no pack, letter template or part of the zone table is called \(unknown)")
        }
        let wanted = all ? known : names + RuleSet.alwaysOn
        let chosen = (zones + packs + templates).filter { wanted.contains($0.document.name) }
        let calendars = try files("Calendars").map { (file: $0.path, document: try document($0, .calendar)) }
        let used = Set(chosen.flatMap { $0.document.content?.texts(under: "calendar") ?? [] })
        let needed = calendars.filter { used.contains($0.document.name) }
        try check(needed + chosen)
        return chosen.map(\.document).filter { $0.kind == .zones } + needed.map(\.document)
            + chosen.map(\.document).filter { $0.kind != .zones }
    }

    /// Reads each as the server will, which has no lines to tell of.
    private func check(_ chosen: [(file: String, document: RuleDocument)]) throws {
        var calendars: [HolidayCalendar] = []
        for (file, document) in chosen {
            guard let content = document.content else { continue }
            switch document.kind {
            case .zones: try ZoneDocuments.check(content, file: file)
            case .calendar: calendars.append(try CalendarLoader.calendar(content, file: file))
            case .pack: _ = try PackLoader.pack(content, file: file, calendars: calendars)
            case .template: _ = try TemplateLoader.template(content, file: file)
            }
        }
    }

    private func templateFiles() throws -> [(path: String, text: String)] {
        FileManager.default.fileExists(atPath: "\(path)/Templates") ? try files("Templates") : []
    }

    private func zoneFiles() throws -> [(path: String, text: String)] {
        FileManager.default.fileExists(atPath: "\(path)/Zones") ? try files("Zones") : []
    }

    private func document(_ file: (path: String, text: String), _ kind: RuleDocument.Kind) throws -> RuleDocument {
        let node = try YAMLReader.read(file.text, file: file.path)
        guard let (name, version) = RuleDocument.name(of: node, kind) else {
            throw RuleFailure(.missingKey, "the document does not say its name and version", file: file.path)
        }
        return RuleDocument(kind: kind, name: name, version: version, days: ValidDays(), content: node)
    }

    private func files(_ folder: String, ending: String = ".yaml") throws -> [(path: String, text: String)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")
        return try names.filter { $0.hasSuffix(ending) }.sorted().map {
            ("\(path)/\(folder)/\($0)", try Self.text(of: "\(path)/\(folder)/\($0)"))
        }
    }

    /// A file's text; `-` is standard input.
    static func text(of path: String) throws -> String {
        let data =
            path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        guard let data else {
            throw ClientFailure.badInput("unreadable_file", "The file \(path) cannot be read.", hint: "Check its name.")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw ClientFailure.badInput("not_utf8", "The file \(path) is not UTF-8.", hint: "Save it as UTF-8.")
        }
        return text
    }
}

/// Failures of rule files as the program's own: 65 with file and line.
func explainingRules<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let failure as RuleFailure {
        throw ClientFailure.badInput(failure.code.rawValue, failure.description, hint: "Mend the file and try again.")
    }
}
