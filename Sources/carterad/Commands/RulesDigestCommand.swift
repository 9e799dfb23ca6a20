import ArgumentParser
import Foundation
import Logging
import SyncServer

struct RulesDigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules-digest", abstract: "What this server's packs make of drawn acts, as one number.",
        discussion: """
            `cartera rules digest` prints the same number for the same packs when both programs judge alike, whatever the \
            language and time zone of their hosts. Works while the server serves.

            EXAMPLES
              carterad rules-digest --data /var/lib/cartera
              carterad rules-digest --data /var/lib/cartera --cases 1000000 --seed 7 --json
              carterad rules-digest --data /var/lib/cartera --scenarios Rules/Scenarios/us-regf.json
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "How many acts are drawn.")
    var cases = 20_000

    @Option(help: "Another seed draws other acts.")
    var seed: UInt64 = 1

    @Option(help: "Judge the scenarios of this file instead.", completion: .file(extensions: ["json"]))
    var scenarios: String?

    /// As a request they must fit into what the control socket reads.
    private static let mostScenarioBytes = ControlSocket.mostBytes / 4

    func run() async throws {
        guard (1...RuleDigests.mostCases).contains(cases) else {
            throw ProgramFailure(.usage, code: "usage", "--cases is 1 to \(RuleDigests.mostCases).")
        }
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let argument = try scenarios.map { try "scenarios\n\($0)\n" + Self.text(of: $0) } ?? "drawn \(cases) \(seed)"
        let request = ControlRequest(command: "rules-digest", argument: argument)
        let lines = try await ControlAct.ask(request, of: options.folder, logger: logger)
        let items = try lines.map { try JSONDecoder().decode(RuleDigests.self, from: Data($0.utf8)) }
        guard let item = items.first else { return }
        if options.json { return print(Console.json(item)) }
        let outcome = item.passed.map { ", \($0) passed, \(item.failed ?? 0) failed" } ?? ""
        print("\(item.digest) of \(item.cases) cases\(outcome)\n\(item.packs.joined(separator: " "))")
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else {
            throw ProgramFailure(
                .badInput, code: "unreadable_file", "The file \(path) cannot be read.", hint: "Check its name.")
        }
        guard data.count <= mostScenarioBytes else {
            throw ProgramFailure(
                .badInput, code: "too_large", "The file \(path) has more than \(mostScenarioBytes) bytes.",
                hint: "Split it.")
        }
        return text
    }

    static func lines(_ server: OpenServer, _ argument: String) async throws -> [String] {
        let found: RuleDigests
        let lines = argument.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        if lines.count == 3, lines[0] == "scenarios" {
            found = try await RuleDigests.scenarios(String(lines[2]), file: String(lines[1]), server.core)
        } else {
            let words = argument.split(separator: " ")
            guard words.count == 3, let cases = Int(words[1]), let seed = UInt64(words[2]),
                (1...RuleDigests.mostCases).contains(cases)
            else { throw ProgramFailure(.badInput, code: "bad_value", "The server does not know this request.") }
            found = try await RuleDigests.drawn(server.core, cases: cases, seed: seed)
        }
        return [String(decoding: try JSONEncoder().encode(found), as: UTF8.self)]
    }
}
