import ArgumentParser
import SyncClient

struct ReceiptShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One receipt with its audit leaf.",
        discussion: "example:\n  cartera receipt show 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The operation's id or ending.") var operation: String

    func run() async throws {
        let program = Program(global)
        program.printer.show(
            try program.read { try OutboxViews.receipt(try Naming.operation(operation, $0.reading), $0) })
    }
}
