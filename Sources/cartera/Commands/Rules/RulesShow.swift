import ArgumentParser
import FieldRules
import SyncClient

struct RulesShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A pack's rules with their citations, or one rule.",
        discussion: "example:\n  cartera rules show mx-condusef")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A pack, or pack/rule.") var name: String
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func run() throws {
        let rules = try explainingRules { try RulesFolder(folder).rules() }
        let matching = rules.packs.flatMap { pack in pack.rules.filter { pack.name == name || $0.about.id == name } }
        guard !matching.isEmpty else {
            throw ClientFailure.badInput(
                "unknown_pack", "There is no pack or rule \(name).", hint: "`cartera rules list` shows the packs.")
        }
        let items = matching.map { rule -> JSONValue in
            [
                "rule": .string(rule.about.id), "title": .string(rule.about.title),
                "citation": .string(rule.about.citation), "confidence": .string(rule.about.confidence),
                "enabled": .bool(rule.about.enabled), "reviewed_by": .string(rule.about.reviewedBy),
            ]
        }
        Printer(global).show(items: items, columns: ["rule", "title", "citation"])
    }
}
