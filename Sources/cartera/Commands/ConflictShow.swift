import ArgumentParser
import FieldModel
import SyncClient

struct ConflictShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One conflict with all its values.",
        discussion: "example:\n  cartera conflict show 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The conflict's id or ending.") var conflict: String

    func run() async throws {
        let program = Program(global)
        program.printer.show(
            try program.read { context in
                try ConflictViews.show(try Naming.record(conflict, kind: .conflict, context.reading), context)
            })
    }
}
