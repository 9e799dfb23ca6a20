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
        let printer = program.printer
        printer.show(items: items, columns: ["check", "state", "found"])
        if !printer.isJSON { advise(items, printer) }
        if items.contains(where: { $0["state"] == .string("problem") }) { throw ExitCode(ExitStatus.no.rawValue) }
    }

    /// In full, below the table: what is wrong and what to do.
    private func advise(_ items: [JSONValue], _ printer: Printer) {
        for item in items {
            guard case .string(let check)? = item["check"], case .string(let found)? = item["found"],
                case .string(let advice)? = item["advice"]
            else { continue }
            let name = Texts.word("check=\(check)", printer.language)
            printer.out("\n\(name): \(printable(found))\n  \(printable(advice))")
        }
    }
}
