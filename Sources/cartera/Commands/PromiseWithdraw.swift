import ArgumentParser
import FieldModel
import SyncClient

struct PromiseWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take an open promise back.",
        discussion: "example:\n  cartera promise withdraw 9f003a5b --reason 'Se anotó dos veces'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The promise's id or ending.") var promise: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.withdrawPromise(try scope.record(promise, .promise), reason: reason)
        }
    }
}
