import ArgumentParser
import FieldRules
import SyncClient

struct RulesList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The packs of the folder.")

    @OptionGroup var global: GlobalOptions
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func run() throws {
        let rules = try explainingRules { try RulesFolder(folder).rules() }
        let items = rules.packs.map { pack -> JSONValue in
            [
                "pack": .string(pack.name), "version": .integer(Int64(pack.version)), "title": .string(pack.title),
                "jurisdictions": .array(pack.jurisdictions.map { .string($0) }),
                "rules": .integer(Int64(pack.rules.count)), "source": .string(pack.source),
            ]
        }
        Printer(global).show(items: items, columns: ["pack", "version", "rules", "title"])
    }
}
