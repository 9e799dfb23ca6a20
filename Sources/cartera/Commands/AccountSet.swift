import ArgumentParser
import SyncClient
import SyncCore

struct AccountSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Write the account's registers: preferred_hour, landmark, summary, language.",
        discussion: "example:\n  cartera account set 4711 preferred_hour=18:00 landmark='Junto a la farmacia'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: "FIELD=VALUE; an empty value clears it.") var fields: [String]

    func run() async throws {
        let values = try readFields(fields, of: Vocabulary.registers)
        for (field, value) in values where field == "preferred_hour" && !value.isEmpty {
            guard MomentText.minutesOfDay(value) != nil else {
                throw ClientFailure.badInput(
                    "hour_malformed", "“\(printable(value))” is not an hour.", hint: "Type it like 18:00.")
            }
        }
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.setAccountFields(try scope.account(account), values)
        }
    }
}
