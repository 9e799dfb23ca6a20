import ArgumentParser
import FieldRules
import SyncClient

struct RulesExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "One rule in full: what it says, where it comes from, an example.",
        discussion: """
            The example is a scenario of the rule's own tests. With --all, the handbook: every rule of every pack.

            examples:
              cartera rules explain us-regf/call-frequency
              cartera rules explain mx-condusef
              cartera rules explain --all > handbook.md
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "pack/rule, or a pack.") var name: String?
    @Flag(name: .customLong("all"), help: "Every rule, as one document.") var isAll = false
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func validate() throws {
        guard isAll != (name != nil) else { throw ValidationError("Name a rule or a pack, or give --all.") }
    }

    func run() throws {
        let folder = try explainingRules { try RulesFolder(self.folder) }
        let rules = try explainingRules { try folder.rules() }
        let chosen = rules.packs.flatMap(\.rules).filter { isAll || $0.id == name || $0.pack.name == name }
        guard !chosen.isEmpty else {
            throw ClientFailure.badInput(
                "unknown_rule", "There is no pack or rule “\(printable(name ?? ""))”.",
                hint: "`cartera rules list` shows the packs.")
        }
        let examples = try explainingRules { try folder.examples(rules) }
        let printer = Printer(global)
        if global.isJSON {
            return printer.show(items: chosen.map { RulePage($0, examples).json }, columns: [])
        }
        for (index, rule) in chosen.enumerated() {
            if isAll, index == 0 || chosen[index - 1].pack != rule.pack, let pack = rules.pack(of: rule) {
                printer.out(RulePage.heading(pack))
            }
            printer.out(RulePage(rule, examples).text)
        }
    }
}

extension RuleSet {
    fileprivate func pack(of rule: Rule) -> RulePack? {
        packs.first { $0.name == rule.pack.name && $0.version == rule.pack.version }
    }
}

extension RulePage {
    fileprivate var json: JSONValue {
        var value: JSONValue = ["rule": .string(rule.id), "title": .string(rule.about.title)]
        for fact in facts { value = value.adding(fact.key, .string(fact.value)) }
        let terms = JSONValue.object(terms.map { JSONMember($0.key, .string($0.value)) })
        return value.adding("terms", terms).adding("examples", JSONValue(examples.map(\.name)))
    }
}
