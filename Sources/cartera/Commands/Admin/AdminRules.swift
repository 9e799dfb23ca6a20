import ArgumentParser
import FieldModel
import FieldRules
import SyncClient

struct AdminRulesGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Rule packs and calendars that the branches judge by.",
        subcommands: [AdminRulesActivate.self, AdminRulesList.self])
}

struct AdminRulesActivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Put packs forward, or make those active that another person put forward.",
        discussion: """
            Calendars that a pack uses, and the packs that are always on, go with it. Nothing counts until a second \
            person (an administrator or somebody of compliance) runs the same command or grants it. The first pack brings \
            the server's zone table with it; a newer one is activated like a pack, as iana and places.

            examples:
              cartera admin rules activate mx-condusef us-regf
              cartera admin rules activate --all --from 2026-12-01
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Packs, letter templates and parts of the zone table by name.") var packs: [String] = []
    @Flag(name: .customLong("all"), help: "Everything in the folder.") var isAll = false
    @Option(help: "The first day on which they count, YYYY-MM-DD (default: what each pack says).") var from: String?
    @Option(help: "The last day on which they count, YYYY-MM-DD.") var until: String?
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func validate() throws {
        guard isAll != !packs.isEmpty else { throw ValidationError("Name packs, or give --all.") }
    }

    func run() async throws {
        let program = Program(global)
        let days = ValidDays(from: try from.map(MomentText.day), to: try until.map(MomentText.day))
        var documents = try explainingRules { try RulesFolder(folder).documents(packs, all: isAll) }
        for index in documents.indices where documents[index].kind == .pack { documents[index].days = days }
        let chosen = documents
        let items = try await program.administer { try await $0.activate(chosen) }
        program.printer.show(items: items, columns: ["kind", "name", "version", "state", "valid_from", "valid_to"])
        if items.contains(where: { $0["state"] == "proposed" }) { program.printer.note("second_person") }
        for item in items {
            guard case .integer(let count)? = item["devices_too_old"], count > 0, case .string(let name)? = item["name"]
            else { continue }
            program.printer.warn("devices_too_old", ["\(count)", name])
        }
    }
}

struct AdminRulesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Packs, calendars, letters and scorecards of the branch, and how each stands.",
        discussion: """
            Proposed ones wait for a second person; active ones count today; coming ones from their first day; \
            superseded ones have a newer version, or plan, in their place; ended ones are past their last day. A \
            scorecard that no plan names is only imported.

            example:
              cartera admin rules list
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let branch = scope.branch
        let columns = ["id", "kind", "name", "version", "state", "valid_from", "valid_to", "by", "at"]
        try await Program(global).askList(columns, list) { try await $0.documents(branch: branch) }
    }
}
