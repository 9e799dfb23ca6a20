import ArgumentParser
import SyncClient
import SyncCore
import SyncStorage

struct SyncNow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Exchange with the server once, or stay connected.",
        discussion: """
            Exit 0 when the exchange completed, whatever the receipts; 1 for a digest mismatch; 69 when the server was not
            reached (local work is safe); 75 when told to wait beyond the timeout. TERM ends a live session with 0.

            examples:
              cartera sync
              cartera sync --live --json
              cartera sync --with-documents
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(name: .customLong("live"), help: "Stay connected and receive others' commits as they happen.") var isLive =
        false
    @Flag(
        name: .customLong("with-documents"),
        help: "Take the attachments of tomorrow's worklist along, after the records.")
    var withDocuments = false
    @Option(help: "Seconds to wait when the server asks for patience.") var timeout = 60
    @Option(help: "Where to connect, HOST:PORT[,HOST:PORT…] in the order to try; remembered.") var server: String?

    func validate() throws {
        guard (0...86_400).contains(timeout) else { throw ValidationError("--timeout is seconds, up to a day.") }
    }

    func run() async throws {
        let program = Program(global)
        let parts = try program.parts()
        if let server {
            let addresses = ServerAddress.text(of: try readServers(server))
            try parts.store.write { try $0.set(.server, addresses) }
        }
        _ = try parts.store.read { try $0.identity() }
        let lock = FileLock.exchange(of: program.home.path)
        var holding = try lock.tryHold()
        if holding == nil, isLive, LiveSocket.isAnswered(program.home) { throw Self.busy }
        if holding == nil {
            if !isLive, let line = LiveSocket.round(program.home, timeoutSeconds: max(timeout, 1)) {
                var report = try JSONValue(parsing: line)
                if withDocuments {
                    let fetched = try await program.synchronising(parts, program.enrolling(parts)).documents()
                    report = report.without("attachments").adding("attachments", StatusView.contents(fetched))
                }
                return try show(report, program.printer)
            }
            // Another single exchange: it ends by itself.
            do { holding = try lock.hold(timeoutMilliseconds: max(timeout, 1) * 1000) } catch {
                throw Self.busy
            }
        }
        defer { holding?.release() }
        var synchronising = program.synchronising(parts, program.enrolling(parts))
        synchronising.withDocuments = withDocuments
        if isLive { return try await LiveSync(program: program, synchronising: synchronising).run() }
        let report = try await synchronising.once(timeoutMilliseconds: Int64(timeout) * 1000)
        try show(StatusView.sync(report), program.printer)
    }

    private static let busy = ClientFailure(
        "exchange_busy", "Another sync is running on this home.", hint: "End it, or try again later.",
        status: .tryLater)

    /// One's own report, or that of the live sync that holds the home.
    private func show(_ report: JSONValue, _ printer: Printer) throws {
        printer.show(sync: report)
        if report["digest"] == "mismatch" {
            printer.warn("digest_mismatch")
            throw ExitCode(ExitStatus.no.rawValue)
        }
    }
}
