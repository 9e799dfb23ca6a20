import ArgumentParser

struct AdminOperationGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operation", abstract: "Operations that the server has taken in.",
        subcommands: [AdminOperationList.self, AdminOperationShow.self])
}
