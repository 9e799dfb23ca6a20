import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

/// What visits are described with; each command says which of them it needs.
struct VisitOptions: ParsableArguments {
    @Option(help: help("Whom the collector met", Vocabulary.persons)) var person: String?
    @Option(help: "A note; `-` reads it from standard input.") var note: String?
    @Option(help: "When it began: RFC 3339, HH:MM today, or now.") var started: String?
    @Option(help: "When it ended.") var ended: String?
    @Option(help: help("Where", Vocabulary.places)) var place: String?

    func words(_ scope: ActScope, _ account: AccountID) throws -> VisitWords {
        var words = VisitWords()
        words.person = try person.map { try word($0, of: Vocabulary.persons, "--person") }
        words.note = try textArgument(note)
        words.startedAt = try scope.moment(started, account)
        words.endedAt = try scope.moment(ended, account)
        words.place = try place.map { try word($0, of: Vocabulary.places, "--place") }
        return words
    }
}

struct VisitRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Write down a visit.",
        discussion: """
            examples:
              cartera visit record 4711 --outcome not_home --person nobody
              cartera visit record 4711 --outcome promised --started 10:05 --ended 10:20
              cartera visit record 4711 --outcome paid --location 19.4326,-99.1332,12
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var visit: VisitOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: help("What came of it", Vocabulary.visitOutcomes)) var outcome: String
    @Option(parsing: .unconditional, help: "LAT,LON,ACCURACY in degrees and metres.") var location: String?
    @Option(help: help("Why", Vocabulary.purposes)) var purpose: String?
    @Option(help: "The planned visit that this is the outcome of (default: the open one of that day).")
    var planned: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            var words = try visit.words(scope, account)
            words.outcome = try word(outcome, of: Vocabulary.visitOutcomes, "--outcome")
            words.location = try location.map { try MomentText.place($0) }
            words.purpose = try purpose.map { try word($0, of: Vocabulary.purposes, "--purpose") }
            words.planned = planned
            return try scope.acting.recordVisit(account, words)
        }
    }
}
