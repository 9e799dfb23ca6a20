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
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(name: .customLong("live"), help: "Stay connected and receive others' commits as they happen.") var isLive =
        false
    @Option(help: "Seconds to wait when the server asks for patience.") var timeout = 60
    @Option(help: "Where to connect, HOST:PORT; remembered.") var server: String?

    func validate() throws {
        guard (0...86_400).contains(timeout) else { throw ValidationError("--timeout is seconds, up to a day.") }
    }

    func run() async throws {
        let program = Program(global)
        let parts = try program.parts()
        if let server {
            let address = try readServer(server)
            try parts.store.write { try $0.set(.server, address.description) }
        }
        _ = try parts.store.read { try $0.identity() }
        let lock = FileLock.exchange(of: program.home.path)
        var holding = try lock.tryHold()
        if holding == nil {
            if !isLive, let line = LiveSocket.round(program.home, timeoutSeconds: max(timeout, 1)) {
                return try answered(line, program)
            }
            // Another single exchange: it ends by itself.
            do { holding = try lock.hold(timeoutMilliseconds: max(timeout, 1) * 1000) } catch {
                throw ClientFailure(
                    "exchange_busy", "Another sync is running on this home.", hint: "Try again later.",
                    status: .tryLater)
            }
        }
        defer { holding?.release() }
        let synchronising = program.synchronising(parts, program.enrolling(parts))
        if isLive { return try await LiveSync(program: program, synchronising: synchronising).run() }
        let report = try await synchronising.once(timeoutMilliseconds: Int64(timeout) * 1000)
        program.printer.show(StatusView.sync(report))
        if report.digest == "mismatch" {
            program.printer.warn("digest_mismatch")
            throw ExitCode(ExitStatus.no.rawValue)
        }
    }

    /// The report of the live sync that holds the home, as it came.
    private func answered(_ line: String, _ program: Program) throws {
        program.printer.out(line)
        if line.contains("\"digest\":\"mismatch\"") { throw ExitCode(ExitStatus.no.rawValue) }
    }
}
