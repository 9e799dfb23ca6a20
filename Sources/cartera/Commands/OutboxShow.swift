import ArgumentParser
import SyncClient

struct OutboxShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One operation with its text.",
        discussion: "example:\n  cartera outbox show 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The operation's id or ending.") var operation: String

    func run() async throws {
        let program = Program(global)
        program.printer.show(
            try program.read { try OutboxViews.show(try Naming.operation(operation, $0.reading), $0) })
    }
}
