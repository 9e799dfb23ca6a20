import ArgumentParser
import FieldModel
import SyncClient

struct VisitAmend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amend", abstract: "Correct a visit of one's own; what stood before is kept.",
        discussion: "example:\n  cartera visit amend 3a5b6c7d --note 'Era la vecina'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var visit: VisitOptions
    @Argument(help: "The visit's id or ending.") var id: String
    @Option(help: "What came of it.") var outcome: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let record = try scope.record(id, .visit)
            var words = try visit.words(scope, try scope.account(of: record, .visit))
            words.outcome = outcome
            return try scope.acting.amendVisit(record, words)
        }
    }
}
