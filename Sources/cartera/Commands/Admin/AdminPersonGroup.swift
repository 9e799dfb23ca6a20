import ArgumentParser

struct AdminPersonGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "The organisation's people.",
        subcommands: [AdminPersonAdd.self, AdminPersonList.self, AdminPersonSet.self, AdminPersonDisable.self])
}
