import ArgumentParser

struct FlagGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flag", abstract: "States of debtor or debt that rules read.",
        subcommands: [FlagSet.self, FlagClear.self])
}
