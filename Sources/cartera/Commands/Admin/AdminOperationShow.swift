import ArgumentParser
import SyncClient

struct AdminOperationShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One operation with its text and its receipt.",
        discussion: "example:\n  cartera admin operation show 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The operation's id or ending.") var operation: String

    func run() async throws {
        let operation = operation
        try await Program(global).ask { try await $0.operation(operation) }
    }
}
