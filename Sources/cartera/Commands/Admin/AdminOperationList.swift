import ArgumentParser
import SyncClient

struct AdminOperationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The latest operations, the last first.",
        discussion: """
            Shows 100 where --limit says nothing, 10,000 at most.

            examples:
              cartera admin operation list --account 4711 --json
              cartera admin operation list --where 'outcome = refused'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Option(help: "Only of this account.") var account: String?
    @Option(help: "Only of this device.") var device: String?

    func run() async throws {
        var query = OperationQuery()
        query.account = account ?? ""
        query.device = device ?? ""
        query.branch = scope.branch ?? ""
        let isWhole = list.condition == nil && list.sortKey == nil
        query.limit = isWhole ? list.limit ?? query.limit : OperationQuery.most
        let asked = query
        let columns = ["operation", "kind", "account", "author", "outcome", "reason", "rule", "commit", "received_at"]
        try await Program(global).askList(columns, list) { try await $0.operations(asked) }
    }
}
