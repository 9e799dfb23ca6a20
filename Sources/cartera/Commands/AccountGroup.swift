import ArgumentParser

struct AccountGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts on this laptop.",
        subcommands: [
            AccountList.self, AccountSearch.self, AccountShow.self, AccountSet.self,
            AccountAttach.self, AccountAttachments.self, AccountFetch.self,
        ])

    static let columns = ["id", "number", "debtor", "balance", "past_due", "days_past_due", "bucket", "state"]
}
