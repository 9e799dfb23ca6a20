import ArgumentParser
import SyncClient

struct AdminHoldGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Legal holds: while one stands nothing of the account is erased.",
        subcommands: [AdminHoldSet.self, AdminHoldClear.self, AdminHoldList.self])
}

struct AdminHoldSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Hold an account for the law.",
        discussion: "example:\n  cartera admin hold set 4711 --reason 'suit 33/2026'")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        let (account, reason) = (account, reason)
        try await Program(global).ask { try await $0.setHold(account, reason: reason, lift: false) }
    }
}

struct AdminHoldClear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Lift the hold that stands.",
        discussion: "example:\n  cartera admin hold clear 4711 --reason 'suit ended'")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        let (account, reason) = (account, reason)
        try await Program(global).ask { try await $0.setHold(account, reason: reason, lift: true) }
    }
}

struct AdminHoldList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Holds that stand; with --all, also lifted ones.",
        discussion: "example:\n  cartera admin hold list")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption
    @Flag(name: .customLong("all"), help: "Also those that were lifted.") var isAll = false

    func run() async throws {
        let (branch, isAll) = (scope.branch, isAll)
        let columns = ["id", "number", "debtor", "reason", "since", "by", "lifted_at"]
        try await Program(global).askList(columns, list) { try await $0.holds(all: isAll, branch: branch) }
    }
}
