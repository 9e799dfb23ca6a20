import ArgumentParser
import SyncClient

extension ExportKind: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}

struct AdminExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write accounts, operations, contacts or payments as CSV or JSON lines.",
        discussion: """
            Goes to standard output, or to a file that only its owner can read. Amounts in CSV are decimals in the row's
            currency.

            examples:
              cartera admin export payments --format csv --out payments.csv
              cartera admin export accounts --format jsonl | jq .balance
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption
    @Argument(help: "accounts, operations, contacts or payments.") var kind: ExportKind
    @Option(help: "csv or jsonl.") var format: ExportFormat
    @Option(help: "Where to; standard output where none is given.", completion: .file()) var out: String?

    func run() async throws {
        let program = Program(global)
        let (kind, format, branch) = (kind, format, scope.branch)
        let sink = try out.map { try FileSink(creating: $0) } ?? FileSink.standardOutput
        let count = try await program.administer { server in
            try await server.export(kind, as: format, branch: branch) { try sink.write($0) }
        }
        try sink.finish()
        guard let out else { return }
        program.printer.show([
            "kind": .string(kind.rawValue), "format": .string(format.rawValue), "items": JSONValue(count),
            "file": .string(out),
        ])
    }
}
