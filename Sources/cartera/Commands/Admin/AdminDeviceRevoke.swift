import ArgumentParser
import SyncClient

struct AdminDeviceRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Cut a device off for good.",
        discussion: """
            Its open connection ends within seconds and its next call is refused.

            example:
              cartera admin device revoke 9f003a5b --reason 'laptop stolen'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The device's code, name, id or ending.") var device: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        let (device, reason) = (device, reason)
        try await Program(global).ask { try await $0.setDevice(device, to: "revoked", reason: reason) }
    }
}
