import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct ContactLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Write down a contact or an attempt.",
        discussion: "example:\n  cartera contact log 4711 --channel call --result no_answer")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: help("How", Vocabulary.channels)) var channel: String
    @Option(help: help("What came of it", Vocabulary.contactResults)) var result: String
    @Option(help: help("Who began", Vocabulary.directions)) var direction: String?
    @Option(help: help("Who was met", Vocabulary.persons)) var person: String?
    @Option(help: "The contact point's id or ending.") var point: String?
    @Option(help: help("Where", Vocabulary.places)) var place: String?
    @Option(help: help("Why", Vocabulary.purposes)) var purpose: String?
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?
    @Option(help: "The planned contact that this is the outcome of (default: the open one of that channel and day).")
    var planned: String?
    @Option(help: "A note; `-` reads it from standard input.") var note: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            let contact = LogContact(
                contact: .nil_, channel: try word(channel, of: Vocabulary.channels, "--channel"),
                direction: try word(direction, of: Vocabulary.directions, "--direction"),
                result: try word(result, of: Vocabulary.contactResults, "--result"),
                person: try word(person, of: Vocabulary.persons, "--person"),
                place: try word(place, of: Vocabulary.places, "--place"),
                purpose: try word(purpose, of: Vocabulary.purposes, "--purpose"),
                contactPoint: try point.map { try scope.record($0, .contactPoint) },
                at: try scope.moment(at, account), note: try textArgument(note) ?? "")
            return try scope.acting.logContact(account, contact, planned: planned)
        }
    }
}
