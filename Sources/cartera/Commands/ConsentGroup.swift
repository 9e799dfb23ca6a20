import ArgumentParser

struct ConsentGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent", abstract: "What the debtor agreed to.",
        subcommands: [ConsentRecord.self, ConsentRevoke.self])
}
