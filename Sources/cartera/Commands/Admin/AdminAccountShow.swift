import ArgumentParser
import SyncClient

struct AdminAccountShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One account with all that hangs under it.",
        discussion: "example:\n  cartera admin account show 4711-0815")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or the last 6 or more characters of the id.") var account: String

    func run() async throws {
        let account = account
        try await Program(global).ask { try await $0.account(account) }
    }
}
