import ArgumentParser

struct ComplaintGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complaint", abstract: "Complaints and their answers.",
        subcommands: [ComplaintOpen.self, ComplaintAnswer.self, ComplaintClose.self])
}
