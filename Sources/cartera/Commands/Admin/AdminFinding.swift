import ArgumentParser
import SyncClient

struct AdminFindingGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finding", abstract: "What was kept and broke a rule.",
        subcommands: [AdminFindingList.self, AdminFindingAssign.self, AdminFindingClose.self])
}

struct AdminFindingList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open findings; with --all, also closed and superseded ones.",
        discussion: "example:\n  cartera admin finding list --where 'rule ~ us-regf'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Flag(name: .customLong("all"), help: "Also those that are closed or superseded.") var isAll = false

    func run() async throws {
        let (branch, isAll) = (scope.branch, isAll)
        let columns = ["id", "number", "debtor", "code", "rule", "status", "assignee", "opened_at"]
        try await Program(global).askList(columns, list) { try await $0.findings(all: isAll, branch: branch) }
    }
}

struct AdminFindingAssign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a finding to somebody.",
        discussion: "example:\n  cartera admin finding assign 3a5b6c7d --to 'Eva Soto'")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The finding's id or ending.") var finding: String
    @Option(help: "The person's name or id.") var to: String

    func run() async throws {
        let (finding, to) = (finding, to)
        try await Program(global).ask { try await $0.reviewFinding(finding, assignee: to) }
    }
}

struct AdminFindingClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a finding with a reason; what it says stays.",
        discussion: "example:\n  cartera admin finding close 3a5b6c7d --reason 'the debtor had asked for the call'")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The finding's id or ending.") var finding: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        let (finding, reason) = (finding, reason)
        try await Program(global).ask { try await $0.reviewFinding(finding, close: true, note: reason) }
    }
}
