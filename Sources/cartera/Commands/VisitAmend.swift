import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct VisitAmend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amend", abstract: "Correct a visit of one's own; what stood before is kept.",
        discussion: "example:\n  cartera visit amend 3a5b6c7d --note 'Era la vecina'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var visit: VisitOptions
    @Argument(help: "The visit's id or ending.") var id: String
    @Option(help: help("What came of it", Vocabulary.visitOutcomes)) var outcome: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let record = try scope.record(id, .visit)
            var words = try visit.words(scope, try scope.account(of: record, .visit))
            words.outcome = try outcome.map { try word($0, of: Vocabulary.visitOutcomes, "--outcome") }
            return try scope.acting.amendVisit(record, words)
        }
    }
}
