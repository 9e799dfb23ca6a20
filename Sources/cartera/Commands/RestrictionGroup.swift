import ArgumentParser

struct RestrictionGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restriction", abstract: "What the debtor asked not to be done.",
        subcommands: [RestrictionAdd.self, RestrictionWithdraw.self])
}
