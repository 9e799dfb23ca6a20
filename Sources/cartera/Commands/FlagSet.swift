import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct FlagSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a flag.",
        discussion: "example:\n  cartera flag set 4711 dispute --written --evidence 'Carta del 2 de marzo'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: help("Which", Vocabulary.flags)) var flag: String
    @Option(help: "Since when, YYYY-MM-DD.") var since: String?
    @Flag(name: .customLong("written"), help: "The debtor said it in writing.") var isWritten = false
    @Option(help: "What proves it.") var evidence: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let flag = SetFlag(
                flag: .nil_, kind: try word(flag, of: Vocabulary.flags, "FLAG"),
                sinceDay: try since.map { try MomentText.day($0) }, written: isWritten,
                evidence: try textArgument(evidence) ?? "")
            return try scope.acting.setFlag(try scope.account(account), flag)
        }
    }
}
