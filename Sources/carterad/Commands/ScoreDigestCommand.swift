import ArgumentParser
import Foundation
import Logging
import SyncServer

struct ScoreDigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score-digest", abstract: "What this server's cards make of drawn accounts, as one number each.",
        discussion: """
            `cartera score digest CARD.yaml` prints the same numbers when both programs score alike. Works while the
            server serves.

            EXAMPLES
              carterad score-digest --data /var/lib/cartera
              carterad score-digest --data /var/lib/cartera --accounts 1000000 --seed 7 --json
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "How many accounts are drawn.")
    var accounts = 100_000

    @Option(help: "Another seed draws other accounts.")
    var seed: UInt64 = 1

    func run() async throws {
        guard (1...ScoreDigests.mostAccounts).contains(accounts) else {
            throw ProgramFailure(.usage, code: "usage", "--accounts is 1 to \(ScoreDigests.mostAccounts).")
        }
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let request = ControlRequest(command: "score-digest", argument: "\(accounts) \(seed)")
        let lines = try await ControlAct.ask(request, of: options.folder, logger: logger)
        let items = try lines.map { try JSONDecoder().decode(ScoreDigests.self, from: Data($0.utf8)) }
        if options.json { return print(Console.json(DigestReport(items: items))) }
        for item in items { print("\(item.scorecard) \(item.version): \(item.digest) of \(item.accounts) accounts") }
    }

    static func lines(_ server: OpenServer, _ argument: String) async throws -> [String] {
        let words = argument.split(separator: " ")
        guard words.count == 2, let accounts = Int(words[0]), let seed = UInt64(words[1]),
            (1...ScoreDigests.mostAccounts).contains(accounts)
        else { throw ProgramFailure(.badInput, code: "bad_value", "The server does not know this request.") }
        return try await ScoreDigests.of(server.core, accounts: accounts, seed: seed).map {
            String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
        }
    }
}

private struct DigestReport: Encodable {
    var items: [ScoreDigests]
}
