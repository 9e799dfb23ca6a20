import ArgumentParser
import SyncClient

struct AccountList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All accounts of the scope.",
        discussion: "example:\n  cartera account list --where 'days_past_due > 60 and state = pending' --sort -balance")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(help: "Only this aging bucket: current, 1-30, 31-60, …") var bucket: String?

    func run() async throws {
        try Program(global).list(AccountGroup.columns, list) { context in
            let items = try AccountViews.list(context)
            guard let bucket else { return items }
            return items.filter { $0["bucket"] == .string(bucket) }
        }
    }
}
