import ArgumentParser
import FieldModel
import SyncClient

struct ConsentRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "The debtor takes a consent back.",
        discussion: "example:\n  cartera consent revoke 4711 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the account's id.") var account: String
    @Argument(help: "The consent's id or ending; not needed when the account has one channel's.") var consent: String?
    @Option(help: "Instead of the id: the channel.") var channel: String?
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?

    func validate() throws {
        guard (consent == nil) != (channel == nil) else { throw ValidationError("Give the consent or --channel.") }
    }

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            let record = try consent.map { try scope.record($0, .consent) } ?? scope.consent(account, channel ?? "")
            return try scope.acting.revokeConsent(record, at: try scope.moment(at, account))
        }
    }
}
