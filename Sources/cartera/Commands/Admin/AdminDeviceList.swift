import ArgumentParser
import SyncClient

struct AdminDeviceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Devices with what is known of each.",
        discussion: "example:\n  cartera admin device list --where 'pending > 0'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    static let columns = [
        "id", "code", "name", "person", "role", "state", "reason", "last_contact_at", "cursor_lag", "pending", "digest",
        "repairs", "version",
    ]

    func run() async throws {
        let branch = scope.branch
        try await Program(global).askList(Self.columns, list) { try await $0.devices(branch: branch) }
    }
}
