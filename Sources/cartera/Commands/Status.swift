import ArgumentParser
import SyncClient

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What this laptop knows of itself and of its work.",
        discussion: "example:\n  cartera status --json")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let program = Program(global)
        program.printer.show(try program.read(StatusView.status))
    }
}
