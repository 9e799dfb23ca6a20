import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct ComplaintOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Write down a complaint.",
        discussion: "example:\n  cartera complaint open 4711 --text 'Llaman de noche' --due 2026-12-10")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "What is complained of; `-` reads it from standard input.") var text: String
    @Option(help: help("How it came", Vocabulary.channels)) var channel: String?
    @Option(help: "By when it must be answered, YYYY-MM-DD.") var due: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let complaint = OpenComplaint(
                complaint: .nil_, channel: try word(channel, of: Vocabulary.channels, "--channel"),
                text: try textArgument(text) ?? "",
                dueDay: try due.map { try MomentText.day($0) })
            return try scope.acting.openComplaint(try scope.account(account), complaint)
        }
    }
}
