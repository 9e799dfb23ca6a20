import ArgumentParser
import FieldModel
import Foundation
import Logging
import SyncCore
import SyncServer

struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Let the feed forget deletions and evictions older than the horizon.",
        discussion: """
            A server that serves does it every hour. Laptops that have been away for longer compare their rows when they
            come back, and drop what is not theirs any more; their own work is kept. Works while the server serves.

            The horizon is `feed_horizon_days` in carterad.yaml (120 when it is not there). Heads are noted once a day:
            a first run finds nothing older than itself.

            EXAMPLES
              carterad compact --data /var/lib/cartera
              carterad compact --data /var/lib/cartera --horizon-days 200 --json
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "Days after which they are forgotten; 0 forgets all that there is now.")
    var horizonDays: Int?

    func run() async throws {
        if let horizonDays, !(0...Limits.mostFeedHorizonDays).contains(horizonDays) {
            throw ProgramFailure(
                .usage, code: "usage", "The horizon is 0 to \(Limits.mostFeedHorizonDays) days.")
        }
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let request = ControlRequest(command: "compact", argument: horizonDays.map(String.init) ?? "")
        let lines = try await ControlAct.ask(request, of: options.folder, logger: logger)
        let branches = try lines.map { try JSONDecoder().decode(CompactedBranch.self, from: Data($0.utf8)) }
        if options.json { return print(Console.json(CompactReport(branches: branches))) }
        for branch in branches {
            print(
                "\(branch.name): fence at commit \(branch.fence); removed \(branch.tombstones) tombstones, "
                    + "\(branch.evictions) evictions, \(branch.erasures) confirmed erasures")
        }
    }
}

/// What compaction did in a branch, as it travels over the control socket.
struct CompactedBranch: Codable, Sendable {
    var branch: String
    var name: String
    var fence: UInt64
    var tombstones: Int
    var evictions: Int
    var erasures: Int

    static func run(_ core: ServerCore, horizon: String) async throws -> [String] {
        let compacted = try await FeedCompactor(core: core).compact(horizonDays: Int(horizon))
        return try compacted.map { branch, done in
            let line = CompactedBranch(
                branch: branch.id.description, name: branch.name, fence: done.fence, tombstones: done.tombstones,
                evictions: done.evictions, erasures: done.erasures)
            return String(decoding: try JSONEncoder().encode(line), as: UTF8.self)
        }
    }
}

private struct CompactReport: Encodable {
    var branches: [CompactedBranch]
}
