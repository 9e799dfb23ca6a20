import ArgumentParser

struct AdminDeviceGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Enrolled devices.",
        subcommands: [
            AdminDeviceList.self, AdminDeviceRevoke.self, AdminDeviceQuarantine.self, AdminDeviceRelease.self,
        ])
}
