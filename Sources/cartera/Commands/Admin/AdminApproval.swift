import ArgumentParser
import SyncClient

struct AdminApprovalGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approval", abstract: "What waits for somebody's yes.",
        subcommands: [AdminApprovalList.self, AdminApprovalGrant.self, AdminApprovalDeny.self])
}

struct AdminApprovalList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Operations that a rule holds, and packs put forward.",
        discussion: "example:\n  cartera admin approval list --branch Centro")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let branch = scope.branch
        let columns = ["id", "kind", "subject", "rule", "author", "branch", "received_at"]
        try await Program(global).askList(columns, list) { try await $0.approvals(branch: branch) }
    }
}

struct AdminApprovalGrant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Say yes; nobody does to his own.",
        discussion: "example:\n  cartera admin approval grant 3a5b6c7d8e9f")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The approvals' ids or endings.") var approvals: [String]

    func run() async throws {
        let approvals = approvals
        try await Program(global).decide(approvals, granted: true, reason: "")
    }
}

struct AdminApprovalDeny: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Say no; the operation is refused.",
        discussion: "example:\n  cartera admin approval deny 3a5b6c7d8e9f --reason 'too far ahead'")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The approvals' ids or endings.") var approvals: [String]
    @Option(help: "Why.") var reason: String

    func run() async throws {
        let (approvals, reason) = (approvals, reason)
        try await Program(global).decide(approvals, granted: false, reason: reason)
    }
}

extension Program {
    fileprivate func decide(_ approvals: [String], granted: Bool, reason: String) async throws {
        let items = try await administer { server in
            var items: [JSONValue] = []
            for approval in approvals {
                items.append(try await server.decide(approval, granted: granted, reason: reason))
            }
            return items
        }
        printer.show(items: items, columns: ["id", "kind", "subject", "rule", "author", "outcome", "reason"])
    }
}
