import ArgumentParser
import Foundation
import Logging

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent backup to a new file, also while the server serves.",
        discussion: """
            The file holds the keys of the server: keep it like them. The root's key is not in it.

            EXAMPLES
              carterad backup --data /var/lib/cartera /backups/cartera-monday.tar
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The file to make; it must not exist.")
    var out: String

    func run() async throws {
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let path = URL(filePath: out).standardizedFileURL.path(percentEncoded: false)
        if FileManager.default.fileExists(atPath: path) {
            throw ProgramFailure(.cannotCreate, code: "exists", "\(out) exists.", hint: "Choose another file.")
        }
        let request = ControlRequest(command: "backup", argument: path)
        _ = try await ControlAct.ask(request, of: options.folder, logger: logger)
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        print(options.json ? Console.json(BackupReport(file: path, bytes: size)) : "\(path): \(size) bytes")
    }
}

private struct BackupReport: Encodable {
    var file: String
    var bytes: Int
}
