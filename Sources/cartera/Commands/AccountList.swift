import ArgumentParser
import SyncClient

struct AccountList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All accounts of the scope.",
        discussion: "example:\n  cartera account list --where 'days_past_due > 60' --sort -balance")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(help: "Only this aging bucket: current, 1-30, 31-60, …") var bucket: String?

    func run() async throws {
        try Program(global).list(AccountGroup.columns, list) { context in
            let items = try AccountViews.list(context)
            guard let bucket else { return items }
            let known = AccountViews.buckets(context)
            guard known.contains(bucket) else {
                throw ClientFailure.badInput(
                    "unknown_bucket", "“\(printable(bucket))” is not an aging bucket.",
                    hint: "Buckets: \(known.joined(separator: ", ")).")
            }
            return items.filter { $0["bucket"] == .string(bucket) }
        }
    }
}
