import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct ConsentRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Write down a consent.",
        discussion: "example:\n  cartera consent record 4711 --channel sms --evidence 'Mensaje del 3 de marzo'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: help("For", Vocabulary.channels)) var channel: String
    @Option(help: "The contact point's id or ending.") var point: String?
    @Option(name: .customLong("scope"), help: "`hours` for contacts outside the hours; else to be contacted at all.")
    var extent: String?
    @Option(help: "When it was given.") var given: String?
    @Option(help: "When it ends.") var expires: String?
    @Option(help: "What proves it.") var evidence: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            let consent = RecordConsent(
                consent: .nil_, channel: try word(channel, of: Vocabulary.channels, "--channel"),
                contactPoint: try point.map { try scope.record($0, .contactPoint) },
                scope: try word(extent, of: Vocabulary.consentScopes, "--scope"),
                givenAt: try scope.moment(given, account),
                expiresAt: try scope.moment(expires, account), evidence: try textArgument(evidence) ?? "")
            return try scope.acting.recordConsent(account, consent)
        }
    }
}
