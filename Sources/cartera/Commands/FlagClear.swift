import ArgumentParser
import SyncClient

struct FlagClear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "End a flag (supervisor or compliance).",
        discussion: "example:\n  cartera flag clear 4711 dispute --evidence 'Se resolvió el 4 de marzo'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: "The flag, or its id or ending.") var flag: String
    @Option(help: "On what evidence.") var evidence: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.clearFlag(
                try scope.account(account), flag, evidence: try textArgument(evidence) ?? "")
        }
    }
}
