import ArgumentParser

struct AdminAccountGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts on the server.",
        subcommands: [AdminAccountList.self, AdminAccountShow.self])
}
