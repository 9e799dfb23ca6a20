import ArgumentParser

struct RelatedPersonGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "related-person", abstract: "Others whom a collector may meet.",
        subcommands: [RelatedPersonAdd.self, RelatedPersonUpdate.self])
}
