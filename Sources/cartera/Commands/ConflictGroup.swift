import ArgumentParser

struct ConflictGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict", abstract: "Edits that met; all values are kept until somebody decides.",
        subcommands: [ConflictList.self, ConflictShow.self, ConflictResolve.self])
}
