import ArgumentParser

struct AdminPromiseGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise", abstract: "Promises to pay of all within reach.",
        subcommands: [AdminPromiseList.self])
}
