import ArgumentParser
import SyncClient

struct ConflictList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open conflicts; with --all, also resolved ones.",
        discussion: "example:\n  cartera conflict list")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Flag(name: .customLong("all"), help: "Also those that are resolved.") var isAll = false

    func run() async throws {
        try Program(global).list(
            ["id", "account", "field", "base", "mine", "theirs", "status", "state", "opened_at"], list
        ) { try ConflictViews.list($0, all: isAll) }
    }
}
