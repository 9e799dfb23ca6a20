import ArgumentParser
import SyncClient

struct AdminDeviceRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "End a device's quarantine; what was held is taken in.",
        discussion: """
            A revoked device stays revoked: its person enrols again. Of a device that is sound already it decides what is
            still held. A device that a restored server does not know needs its person named.

            examples:
              cartera admin device release 9f003a5b
              cartera admin device release 9f003a5b --person 'Ana Ruiz'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The device's code, name, id or ending.") var device: String
    @Option(help: "Why.") var reason: String?
    @Option(help: "Whose device it is, when the backup did not know it.") var person: String?

    func run() async throws {
        let (device, reason, person) = (device, reason ?? "", person ?? "")
        try await Program(global).ask {
            try await $0.setDevice(device, to: "active", reason: reason, person: person)
        }
    }
}
