import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct RestrictionAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Write down a restriction; without options nothing at all may be done.",
        discussion: "example:\n  cartera restriction add 4711 --channel call --weekdays 6,7 --from 08:00 --to 12:00")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: help("Only this channel", Vocabulary.channels)) var channel: String?
    @Option(help: help("Only this place", Vocabulary.places)) var place: String?
    @Option(help: "1 = Monday … 7 = Sunday, separated by commas.") var weekdays: String?
    @Option(help: "From this hour, HH:MM in the debtor's zone.") var from: String?
    @Option(help: "To this hour, HH:MM.") var to: String?
    @Option(help: "Only this contact point: id or ending.") var point: String?
    @Option(help: "A note; `-` reads it from standard input.") var note: String?
    @Option(help: "When it was asked for.") var at: String?

    func run() async throws {
        let days = try (weekdays ?? "").split(separator: ",").map { part in
            guard let day = Int(part) else { throw ValidationError("--weekdays are numbers from 1 to 7.") }
            return day
        }
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            let restriction = AddRestriction(
                restriction: .nil_, channel: try word(channel, of: Vocabulary.channels, "--channel"),
                place: try word(place, of: Vocabulary.places, "--place"), weekdays: days,
                fromMinute: try minutes(from, otherwise: 0),
                toMinute: try minutes(to, otherwise: from == nil ? 0 : 1440),
                contactPoint: try point.map { try scope.record($0, .contactPoint) },
                requestedAt: try scope.moment(at, account), note: try textArgument(note) ?? "")
            return try scope.acting.addRestriction(account, restriction)
        }
    }

    private func minutes(_ text: String?, otherwise: Int) throws -> Int {
        guard let text else { return otherwise }
        guard let minutes = MomentText.minutesOfDay(text) else { throw ValidationError("Hours are HH:MM.") }
        return minutes
    }
}
