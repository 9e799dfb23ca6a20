import ArgumentParser
import FieldModel
import SyncClient

struct PromiseRevise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revise", abstract: "New terms for an open promise.",
        discussion: "example:\n  cartera promise revise 9f003a5b --amount 900 --due 2026-12-05")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var terms: TermOptions
    @Argument(help: "The promise's id or ending.") var promise: String

    func run() async throws {
        let terms = try terms.read()
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.revisePromise(try scope.record(promise, .promise), terms)
        }
    }
}
