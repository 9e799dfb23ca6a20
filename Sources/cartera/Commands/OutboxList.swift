import ArgumentParser
import SyncClient

struct OutboxList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Operations that wait, are held or were refused; with --all, every one.",
        discussion: "example:\n  cartera outbox list --where 'state = pending'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Flag(name: .customLong("all"), help: "Also those that are settled.") var isAll = false

    func run() async throws {
        try Program(global).list(
            ["operation", "kind", "account", "outcome", "reason", "state", "at"], list
        ) { try OutboxViews.list($0, all: isAll) }
    }
}
