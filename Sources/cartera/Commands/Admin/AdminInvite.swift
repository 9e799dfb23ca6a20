import ArgumentParser
import SyncClient

struct AdminInvite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make an invitation with which a person enrols one device.",
        discussion: """
            It is for one use and shown once: hand it over by a way that you trust.

            example:
              cartera admin invite 'Ana Ruiz'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Name or id.") var person: String

    func run() async throws {
        let person = person
        try await Program(global).ask { try await $0.invite(person) }
    }
}
