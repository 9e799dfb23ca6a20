import ArgumentParser
import SyncClient

struct AdminDeviceRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "End a device's quarantine; what was held is taken in.",
        discussion: """
            A revoked device stays revoked: its person enrols again.

            example:
              cartera admin device release 9f003a5b
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The device's code, name, id or ending.") var device: String
    @Option(help: "Why.") var reason: String?

    func run() async throws {
        let (device, reason) = (device, reason)
        try await Program(global).ask { try await $0.setDevice(device, to: "active", reason: reason ?? "") }
    }
}
