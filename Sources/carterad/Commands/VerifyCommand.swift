import ArgumentParser
import Logging

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the store: its file, digests, chains and audit logs.",
        discussion: """
            Exit status 1 when something is wrong. Works while the server serves.

            EXAMPLES
              carterad verify --data /var/lib/cartera
            """)

    @OptionGroup var options: DataOptions

    func run() async throws {
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let problems = try await ControlAct.ask(
            ControlRequest(command: "verify"), of: options.folder, logger: logger)
        if options.json {
            print(Console.json(VerifyReport(sound: problems.isEmpty, problems: problems)))
        } else if problems.isEmpty {
            print("The store is sound.")
        } else {
            for problem in problems { print(problem) }
        }
        if !problems.isEmpty { throw ExitCode(ProgramFailure.Status.no.rawValue) }
    }
}

private struct VerifyReport: Encodable {
    var sound: Bool
    var problems: [String]
}
