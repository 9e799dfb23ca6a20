import ArgumentParser
import SyncClient

struct OutboxResend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Do a refused operation again, as a new one with the same text.",
        discussion: "example:\n  cartera outbox resend 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The operation's id or ending.") var operation: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.resendOperation(try scope.operation(operation))
        }
    }
}
