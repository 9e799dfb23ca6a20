import ArgumentParser
import SyncCore

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the program's version.")

    @Flag(help: "One JSON document on stdout.")
    var json = false

    func run() {
        if json {
            print(Console.json(["version": programVersion, "protocol": "\(protocolVersion)"]))
        } else {
            print("carterad \(programVersion), protocol \(protocolVersion)")
        }
    }
}
