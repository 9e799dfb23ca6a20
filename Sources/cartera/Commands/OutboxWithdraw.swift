import ArgumentParser
import SyncClient

struct OutboxWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take back one's own operation, sent or not.",
        discussion: "example:\n  cartera outbox withdraw 9f003a5b --reason 'Cuenta equivocada'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The operation's id or ending.") var operation: String
    @Option(help: "Why.") var reason: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.withdrawOperation(try scope.operation(operation), reason: reason ?? "")
        }
    }
}
