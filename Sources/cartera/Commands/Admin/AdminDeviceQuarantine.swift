import ArgumentParser
import SyncClient

struct AdminDeviceQuarantine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Hold what a device sends until somebody decides.",
        discussion: """
            Nothing that it holds is lost: `device release` takes it in.

            example:
              cartera admin device quarantine 9f003a5b --reason 'clock jumped'
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The device's code, name, id or ending.") var device: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        let (device, reason) = (device, reason)
        try await Program(global).ask { try await $0.setDevice(device, to: "quarantined", reason: reason) }
    }
}
