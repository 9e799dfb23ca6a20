import ArgumentParser
import SyncClient

struct AdminPersonDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Take a person's access away; what they wrote stays.",
        discussion: """
            Their devices are cut off at once. Accounts stay assigned: give them on with `cartera admin assign --from`.

            example:
              cartera admin person disable 'Ana Ruiz' --reason 'left the company'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Name or id.") var person: String
    @Option(help: "Why.") var reason: String?

    func run() async throws {
        let (person, reason) = (person, reason)
        try await Program(global).ask { try await $0.disablePerson(person, reason: reason) }
    }
}
