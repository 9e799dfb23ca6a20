import ArgumentParser
import SyncClient

struct AdminAccountList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All accounts within reach.",
        discussion:
            "example:\n  cartera admin account list --where 'days_past_due > 90' --sort -balance")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let branch = scope.branch
        let columns = [
            "id", "number", "debtor", "balance", "days_past_due", "bucket", "assignee", "stop_states", "state",
        ]
        try await Program(global).askList(columns, list) { try await $0.accounts(branch: branch) }
    }
}
