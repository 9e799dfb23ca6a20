import ArgumentParser
import SyncClient

struct AdminConflictResolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Say which value stands.",
        discussion: """
            examples:
              cartera admin conflict resolve 9f003a5b --keep first
              cartera admin conflict resolve 9f003a5b --value 17:30
            """)

    enum Keep: String, ExpressibleByArgument, CaseIterable { case first, last }

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The conflict's id or ending.") var conflict: String
    @Option(help: "first or last (in order of admission).") var keep: Keep?
    @Option(help: "Another value.") var value: String?

    func validate() throws {
        guard (keep == nil) != (value == nil) else { throw ValidationError("Give --keep or --value.") }
    }

    func run() async throws {
        let program = Program(global)
        let (conflict, keep, value) = (conflict, keep?.rawValue, value)
        let receipt = try await program.administer {
            try await $0.resolveConflict(conflict, keep: keep, value: value)
        }
        program.printer.show(receipt)
        let status: ExitStatus =
            switch receipt["outcome"] {
            case "refused": .notPermitted
            case "held": .held
            case "conflicted": .inConflict
            default: .done
            }
        if status != .done { throw ExitCode(status.rawValue) }
    }
}
