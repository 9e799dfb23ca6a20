import ArgumentParser
import SyncClient

struct AdminDutyGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty", abstract: "What the law asks for by a day.", subcommands: [AdminDutyList.self])
}

struct AdminDutyList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Duties that wait, the next one first; with --all, also satisfied ones.",
        discussion: "example:\n  cartera admin duty list --where 'status = missed'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Flag(name: .customLong("all"), help: "Also those that are satisfied.") var isAll = false

    func run() async throws {
        let (branch, isAll) = (scope.branch, isAll)
        let columns = ["id", "number", "debtor", "duty", "status", "due_at", "satisfied_at", "rule"]
        try await Program(global).askList(columns, list) { try await $0.duties(all: isAll, branch: branch) }
    }
}
