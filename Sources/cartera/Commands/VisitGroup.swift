import ArgumentParser

struct VisitGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit", abstract: "What happened at the door.",
        subcommands: [VisitRecord.self, VisitAmend.self])
}
