import ArgumentParser
import FieldRules
import SyncClient

struct RulesCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judge the scenarios of a file; 1 when one is not as it expects.",
        discussion: """
            examples:
              cartera rules check Rules/Scenarios/us-regf.json
              cartera rules check mine.json --pack mx-condusef --json
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scenario file, or - for standard input.", completion: .file(extensions: ["json"])) var file:
        String
    @Option(name: .customLong("pack"), help: "Judge by these packs instead of the scenarios' own.") var packs:
        [String] = []
    @Option(name: .customLong("rules"), help: "The folder of packs and calendars.", completion: .directory) var folder:
        String?

    func run() throws {
        let printer = Printer(global)
        let results = try explainingRules {
            let files = try RulesFolder(folder)
            let (rules, zones) = (try files.rules(), try files.zones())
            let scenarios = try RulesFolder.scenarios(try RulesFolder.text(of: file), file: file, zones)
            return try Scenario.check(scenarios, rules, replacing: packs.isEmpty ? nil : packs)
        }
        if global.isJSON {
            printer.out(ScenarioReport.json(results))
        } else {
            for result in results { printer.out(line(result)) }
            printer.out(ScenarioReport.summary(results))
        }
        if results.contains(where: { $0.passed == false }) { throw ExitCode(1) }
    }

    private func line(_ result: ScenarioResult) -> String {
        let rule = result.verdict.rule.map { " by \($0)" } ?? ""
        let from = result.verdict.allowedFrom.map { ", allowed from \(result.zone.rfc3339($0))" } ?? ""
        let mark = result.passed == false ? "FAILED " : ""
        let differences = result.differences.map { "\n    \($0)" }.joined()
        return "\(mark)\(result.name): \(result.verdict.word)\(rule)\(from)\(differences)"
    }
}
