import ArgumentParser
import SyncClient
import SyncCore

struct ContactGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Calls, messages and letters.",
        subcommands: [ContactLog.self, ContactCheck.self])
}
