import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct AdminOverrideGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override", abstract: "Let one act pass a rule that may be overridden: never the law.",
        subcommands: [AdminOverrideRequest.self, AdminOverrideGrant.self, AdminOverrideList.self])
}

struct AdminOverrideRequest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for it, as a supervisor.",
        discussion: """
            Only a rule that its pack calls overridable can be. Another person, of role compliance, grants it; it is used \
            up by the one act.

            example:
              cartera admin override request 4711 --rule lender-policy/no-early-visits --act visit --reason 'agreed by phone'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "The rule, pack/rule.") var rule: String
    @Option(help: help("What is to pass", OverrideVerdict.acts)) var act: String
    @Option(help: "Why.") var reason: String
    @Option(help: "Until when, RFC 3339 (default: 30 days).") var until: String?

    func run() async throws {
        let program = Program(global)
        let act = try word(act, of: OverrideVerdict.acts, "--act")
        let until = try until.map { try MomentText.moment($0) }
        let (account, rule, reason) = (account, rule, reason)
        try await program.ask {
            try await $0.requestOverride(account, rule: rule, act: act, reason: reason, until: until)
        }
    }
}

struct AdminOverrideGrant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Say yes, as a person of role compliance who did not ask.",
        discussion: "example:\n  cartera admin override grant 3a5b6c7d8e9f")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The override's id or ending.") var override: String

    func run() async throws {
        let override = override
        try await Program(global).ask { try await $0.grantOverride(override) }
    }
}

struct AdminOverrideList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Overrides: asked for, granted, used, run out.",
        discussion: "example:\n  cartera admin override list --where 'status = granted'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let branch = scope.branch
        let columns = ["id", "number", "debtor", "rule", "act", "status", "requested_by", "granted_by", "until"]
        try await Program(global).askList(columns, list) { try await $0.overrides(branch: branch) }
    }
}
