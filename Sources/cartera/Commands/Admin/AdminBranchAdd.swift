import ArgumentParser
import SyncClient

struct AdminBranchAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a branch.",
        discussion: "example:\n  cartera admin branch add Centro --time-zone America/Mexico_City")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name, unique.") var name: String
    @Option(name: .customLong("time-zone"), help: "IANA name; the organisation's where none is given.")
    var timeZone: String?

    func run() async throws {
        let (name, timeZone) = (name, timeZone)
        try await Program(global).ask { try await $0.addBranch(name, timeZone: timeZone) }
    }
}
