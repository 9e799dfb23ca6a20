import ArgumentParser
import SyncClient

struct AllowanceGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allowance", abstract: "Contacts that you may make without a network, as they were granted.",
        subcommands: [AllowanceList.self, AllowanceReturn.self])
}

struct AllowanceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What is granted to you, and what others have of your debtors.",
        discussion: "example:\n  cartera allowance list --where 'rule ~ call'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Flag(name: .customLong("all"), help: "Also those that were given back or have ended.") var isAll = false

    func run() async throws {
        let program = Program(global)
        let items = try program.read { try AllowanceViews.list(all: isAll, $0) }
        program.printer.show(
            items: try list.apply(items),
            columns: ["id", "number", "rule", "holder", "units", "spent", "valid_until", "allowance_state"])
    }
}

struct AllowanceReturn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Give back what is left on an account, so that another may contact the debtor.",
        discussion: "example:\n  cartera allowance return 4711")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let results = try scope.acting.returnAllowances(try scope.account(account))
            guard let last = results.last else { throw ExitCode.failure }
            return last
        }
    }
}
