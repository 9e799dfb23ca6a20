import ArgumentParser
import FieldModel
import SyncClient

struct RestrictionWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "The debtor lifts a restriction.",
        discussion: "example:\n  cartera restriction withdraw 4711 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the account's id.") var account: String
    @Argument(help: "The restriction's id or ending.") var restriction: String
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            return try scope.acting.withdrawRestriction(
                try scope.record(restriction, .restriction), at: try scope.moment(at, account))
        }
    }
}
