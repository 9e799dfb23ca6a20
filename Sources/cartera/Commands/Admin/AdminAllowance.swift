import ArgumentParser
import SyncClient

struct AdminAllowanceGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allowance", abstract: "Who may contact whom without a network, and how often.",
        subcommands: [AdminAllowanceList.self])
}

struct AdminAllowanceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open allowances; with --all, also those that were given back or have ended.",
        discussion: "example:\n  cartera admin allowance list --where 'holder = Ana Ruiz'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Flag(name: .customLong("all"), help: "Also those that were given back or have ended.") var isAll = false

    func run() async throws {
        let (branch, isAll) = (scope.branch, isAll)
        let columns = ["id", "number", "debtor", "rule", "holder", "units", "spent", "valid_until", "allowance_state"]
        try await Program(global).askList(columns, list) { try await $0.allowances(all: isAll, branch: branch) }
    }
}
