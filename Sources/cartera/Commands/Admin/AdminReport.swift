import ArgumentParser
import FieldModel
import SyncClient

struct AdminReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "What managers look at: one page without network, CSV and JSON.",
        discussion: """
            roll-rates  from bucket to bucket in a month, and how many are cured
            promises    made and kept, by count and by amount
            contacts    from the attempt to the money, and the best hour and channel
            vintage     what was recovered of the accounts that came in a month
            collectors  who collects which segment well, with the same cases
            time        minutes an account, and accounts that get too much or too little

            examples:
              cartera admin report roll-rates --out roll.html
              cartera admin report collectors --from 2026-01-01 --out collectors.html --csv collectors.csv
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption
    @Argument(help: "Which report.") var name: String
    @Option(help: "Write the page here.", completion: .file(extensions: ["html"])) var out: String?
    @Option(help: "Write the tables here.", completion: .file(extensions: ["csv"])) var csv: String?
    @Option(help: "The day before the first, YYYY-MM-DD (default: twelve months of 30 days before the last).")
    var from: String?
    @Option(help: "The last day, YYYY-MM-DD (default: today).") var to: String?

    func validate() throws {
        guard out != nil || csv != nil || global.isJSON else {
            throw ValidationError("Say where to write it: --out FILE.html, --csv FILE.csv or --json.")
        }
    }

    func run() async throws {
        let program = Program(global)
        let (name, branch, language) = (name, scope.branch, "\(global.chosenLanguage)")
        let (from, to) = (try from.map(MomentText.day), try to.map(MomentText.day))
        let made = try await program.administer {
            try await $0.makeReport(name, from: from, to: to, branch: branch, language: language)
        }
        var files: [(text: String, path: String)] = []
        if let out { files.append((made.html, out)) }
        if let csv { files.append((made.csv, csv)) }
        try ScoreFiles.write(files)
        if global.isJSON { program.printer.out(made.json) }
    }
}
