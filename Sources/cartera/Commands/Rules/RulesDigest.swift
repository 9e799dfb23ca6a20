import ArgumentParser
import FieldRules
import SyncClient

struct RulesDigest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "What packs make of drawn acts, as one number.",
        discussion: """
            A server in which the same packs are active prints the same with `carterad rules-digest` when both judge \
            alike, whatever the language and time zone of their hosts.

            examples:
              cartera rules digest --cases 1000000
              cartera rules digest --pack us-regf --pack us-ma --seed 7
              cartera rules digest --scenarios Rules/Scenarios/us-regf.json
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "How many acts are drawn.") var cases = 20_000
    @Option(help: "Another seed draws other acts.") var seed: UInt64 = 1
    @Option(name: .customLong("pack"), help: "Only these packs, beside those that are always on.") var packs: [String] =
        []
    @Option(help: "Judge the scenarios of this file instead.", completion: .file(extensions: ["json"])) var scenarios:
        String?
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func validate() throws {
        guard (1...RuleMeasure.mostCases).contains(cases) else {
            throw ValidationError("--cases is 1 to \(RuleMeasure.mostCases).")
        }
    }

    func run() throws {
        let answer = try explainingRules { () -> JSONValue in
            let files = try RulesFolder(folder)
            let (rules, zones) = (try files.rules().only(packs), try files.zones())
            let versions = JSONValue.array(RuleMeasure.versions(rules, zones: zones).map { .string($0) })
            guard let scenarios else {
                return [
                    "cases": JSONValue(cases),
                    "digest": .string(try RuleMeasure.digest(cases: cases, seed: seed, rules, zones: zones)),
                    "packs": versions,
                ]
            }
            let found = try RulesFolder.scenarios(try RulesFolder.text(of: scenarios), file: scenarios, zones)
            let results = try Scenario.check(found, rules)
            return [
                "cases": JSONValue(results.count), "digest": .string(RuleMeasure.digest(of: results)),
                "packs": versions, "passed": JSONValue(results.count { $0.passed == true }),
                "failed": JSONValue(results.count { $0.passed == false }),
            ]
        }
        Printer(global).show(answer)
    }
}
