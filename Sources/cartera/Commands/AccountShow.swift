import ArgumentParser
import SyncClient

struct AccountShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One account with all that hangs under it.",
        discussion: "example:\n  cartera account show 4711-0815")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or the last 6 or more characters of the id.") var account: String

    func run() async throws {
        let program = Program(global)
        let value = try program.read { context in
            try AccountViews.show(try Naming.account(account, context.reading, context.parts), context)
        }
        program.printer.show(value)
    }
}
