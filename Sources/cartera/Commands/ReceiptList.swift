import ArgumentParser
import SyncClient

struct ReceiptList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All receipts, the last first.",
        discussion: "example:\n  cartera receipt list --where 'outcome != applied'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions

    func run() async throws {
        try Program(global).list(
            ["operation", "kind", "account", "outcome", "reason", "rule", "commit", "received_at"], list
        ) { try OutboxViews.receipts($0) }
    }
}
