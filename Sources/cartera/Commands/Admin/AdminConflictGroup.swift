import ArgumentParser

struct AdminConflictGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict", abstract: "Conflicts of all within reach.",
        subcommands: [AdminConflictList.self, AdminConflictResolve.self])
}
