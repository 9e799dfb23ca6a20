import ArgumentParser
import FieldModel
import SyncClient

struct ConflictResolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Say which value stands.",
        discussion: """
            examples:
              cartera conflict resolve 9f003a5b --keep mine
              cartera conflict resolve 9f003a5b --value 17:30
            """)

    enum Keep: String, ExpressibleByArgument, CaseIterable { case mine, theirs, first, last }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The conflict's id or ending.") var conflict: String
    @Option(help: "mine, theirs, first or last (in order of admission).") var keep: Keep?
    @Option(help: "Another value.") var value: String?

    func validate() throws {
        guard (keep == nil) != (value == nil) else { throw ValidationError("Give --keep or --value.") }
    }

    func run() async throws {
        let choice: ConflictChoice =
            switch keep {
            case .mine: .mine
            case .theirs: .theirs
            case .first: .first
            case .last: .last
            case nil: .value(value ?? "")
            }
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.resolveConflict(try scope.record(conflict, .conflict), keep: choice)
        }
    }
}
