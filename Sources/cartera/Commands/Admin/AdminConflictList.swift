import ArgumentParser
import SyncClient

struct AdminConflictList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open conflicts; with --all, also resolved ones.",
        discussion: "example:\n  cartera admin conflict list --branch Centro")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Flag(name: .customLong("all"), help: "Also those that are resolved.") var isAll = false

    func run() async throws {
        let (branch, isAll) = (scope.branch, isAll)
        let columns = ["id", "number", "debtor", "field", "base", "values", "status", "opened_at"]
        try await Program(global).askList(columns, list) { try await $0.conflicts(resolved: isAll, branch: branch) }
    }
}
