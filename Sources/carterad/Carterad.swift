import ArgumentParser
import Foundation
import SyncCore
import SyncServer

/// The server's program: one file a command, each of which parses, calls the library and shows the result.
@main
struct Carterad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carterad",
        abstract: "Cartera's server: keeps the organisation's accounts and syncs its devices.",
        discussion: """
            EXAMPLES
              carterad init --data /var/lib/cartera --organisation "Crédito Ágil" --host cartera.example.org
              carterad serve --data /var/lib/cartera
              carterad backup --data /var/lib/cartera /backups/cartera-monday.tar
            """,
        version: programVersion,
        subcommands: [
            InitCommand.self, ServeCommand.self, InviteCommand.self, BackupCommand.self,
            RestoreCommand.self, VerifyCommand.self, CompactCommand.self, ScoreDigestCommand.self,
            RulesDigestCommand.self, VersionCommand.self,
        ])

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let isJSON = arguments.contains("--json")
        do {
            var command = try parseAsRoot(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            Foundation.exit(show(error, isJSON: isJSON))
        }
    }

    /// Help and version go to stdout with 0; everything else is an error on stderr.
    private static func show(_ error: any Error, isJSON: Bool) -> Int32 {
        if let failure = ProgramFailure.of(error) {
            failure.show(isJSON: isJSON)
            return failure.status.rawValue
        }
        let status = exitCode(for: error)
        let text = fullMessage(for: error)
        if status == .success {
            print(text)
            return 0
        }
        if let status = error as? ExitCode { return status.rawValue }
        guard status == .validationFailure else {
            ProgramFailure(.internalError, code: "internal", "The server could not go on.").show(isJSON: isJSON)
            return ProgramFailure.Status.internalError.rawValue
        }
        if isJSON {
            ProgramFailure(.usage, code: "usage", message(for: error), hint: "See `carterad --help`.").show(
                isJSON: true)
        } else {
            Console.error(text)
        }
        return ProgramFailure.Status.usage.rawValue
    }
}

let programVersion = "0.1.0"

/// `--data` and `--json`, which every command but `version` has.
struct DataOptions: ParsableArguments {
    @Option(help: "The folder that `carterad init` made.")
    var data: String

    @Flag(help: "One JSON document on stdout; errors as JSON on stderr.")
    var json = false

    var folder: DataFolder { DataFolder(path: data) }
}
