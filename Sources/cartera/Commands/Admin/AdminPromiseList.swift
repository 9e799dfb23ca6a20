import ArgumentParser
import SyncClient

struct AdminPromiseList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Promises of which an instalment is due on a day; all without --due.",
        discussion: "example:\n  cartera admin promise list --due 2026-03-31 --where 'promise_state = open'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Option(help: "YYYY-MM-DD.") var due: String?

    func run() async throws {
        let branch = scope.branch
        let day = try due.map { try MomentText.day($0) }
        let columns = ["id", "number", "debtor", "amount", "due", "promise_state", "paid", "unconfirmed", "author"]
        try await Program(global).askList(columns, list) { try await $0.promises(due: day, branch: branch) }
    }
}
