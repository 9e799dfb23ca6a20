import ArgumentParser
import SyncClient

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "What is wrong with network, clock, certificate, replica or disk, and what to do.",
        discussion: "Exit 1 when something is wrong.\n\nexample:\n  cartera doctor")

    @OptionGroup var global: GlobalOptions
    @Flag(name: .customLong("offline"), help: "Do not try the server.") var isOffline = false

    func run() async throws {
        let program = Program(global)
        let items = try await DoctorChecks(program: program, isOffline: isOffline).run()
        program.printer.show(items: items, columns: ["check", "state", "found", "advice"])
        if items.contains(where: { $0["state"] == .string("problem") }) { throw ExitCode(ExitStatus.no.rawValue) }
    }
}
