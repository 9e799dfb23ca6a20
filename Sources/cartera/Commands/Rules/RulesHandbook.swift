import ArgumentParser
import FieldRules
internal import Foundation
import SyncClient

struct RulesHandbook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handbook", abstract: "The handbook: a page for each rule, made from the packs themselves.",
        discussion: """
            Writes DIR/PACK/RULE.md for every rule, DIR/PACK.md for every pack and DIR/README.md as the way in.

            example:
              cartera rules handbook --out handbook
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "The folder to write; made when missing.", completion: .directory) var out: String
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func run() throws {
        let source = try explainingRules { try RulesFolder(folder) }
        let rules = try explainingRules { try source.rules() }
        let examples = try explainingRules { try source.examples(rules) }
        var contents = ["# Rules", ""]
        for pack in rules.packs {
            contents.append("- [\(pack.name)](\(pack.name).md): \(pack.title)")
            var page = [RulePage.heading(pack, level: 1), "Rules:", ""]
            for (id, sheets) in Self.pages(of: pack, examples) {
                let name = String(id.dropFirst(pack.name.count + 1))
                page.append("- [\(id)](\(pack.name)/\(name).md): \(sheets[0].rule.about.title)")
                try write(
                    sheets.enumerated().map { $1.text(level: $0 == 0 ? 1 : 2) }.joined(separator: "\n"),
                    to: "\(pack.name)/\(name).md")
            }
            try write(page.joined(separator: "\n") + "\n", to: "\(pack.name).md")
        }
        try write(contents.joined(separator: "\n") + "\n", to: "README.md")
        let count = rules.packs.reduce(0) { $0 + Self.pages(of: $1, examples).count }
        Printer(global).show(["packs": JSONValue(rules.packs.count), "rules": JSONValue(count), "out": .string(out)])
    }

    /// By id: a rule may stand several times, under other readings or on other days.
    private static func pages(of pack: RulePack, _ examples: [ScenarioResult]) -> [(id: String, sheets: [RulePage])] {
        var pages: [(id: String, sheets: [RulePage])] = []
        for rule in pack.rules {
            let sheet = RulePage(rule, examples)
            if let index = pages.firstIndex(where: { $0.id == rule.id }) {
                pages[index].sheets.append(sheet)
            } else {
                pages.append((rule.id, [sheet]))
            }
        }
        return pages
    }

    private func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: out).appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        } catch {
            throw ClientFailure(
                "cannot_create", "The handbook cannot be written to “\(printable(out))”.",
                hint: "Check the folder and its permissions.", status: .cannotCreate)
        }
    }
}
