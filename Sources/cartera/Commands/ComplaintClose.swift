import ArgumentParser
import FieldModel
import SyncClient

struct ComplaintClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "End a complaint.",
        discussion: "example:\n  cartera complaint close 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The complaint's id or ending.") var complaint: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.closeComplaint(try scope.record(complaint, .complaint))
        }
    }
}
