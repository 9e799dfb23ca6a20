internal import FieldModel
internal import FieldRules
internal import Logging
internal import ServiceLifecycle
internal import SyncCore

/// Keeps scores up: every minute those of accounts about which something was taken in, every night all of them,
/// because days pass also where nothing happens.
package struct ScoreKeeper: Service {
    static let pause: Duration = .seconds(60)
    /// The hour of the branch from which the night's run may begin.
    static let nightHour = 2
    static let operationsPerPage = 500

    private let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    static func reachedKey(_ branch: BranchID) -> String { "score_reached/\(branch)" }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await keep()
                } catch {
                    core.parts.logger.error(
                        "scores were not kept", metadata: ["code": "\(ServiceFailure.of(error).code)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// One pass over all branches; returns how many scores it wrote.
    @discardableResult
    package func keep() async throws -> Int {
        var count = 0
        for branch in try await core.readers.read({ try $0.branches() }).sorted(by: { $0.id < $1.id }) {
            let core = core
            guard try await !core.readers.read({ try core.scores.documents($0, branch.id).models.isEmpty }) else {
                continue
            }
            count += try await night(branch)
            count += try await news(branch)
        }
        return count
    }

    private func night(_ branch: BranchRecord) async throws -> Int {
        let local = Zones.zone(branch.timeZone).civil(at: core.now)
        let done = try await core.readers.read { try $0.setting(ScoreRun.doneKey(branch.id)) }
        guard done != "\(local.date)", local.hour >= Self.nightHour || done == nil else { return 0 }
        // Whatever comes in from here on is news once the run is through.
        let end = try await core.readers.read { try $0.historyEnd() }
        let run = ScoreRun(core: core, branch: branch, day: nil, dryRun: false)
        let progress = try await run.run { _ in }
        _ = try await core.admit { try $0.transaction.setSetting(Self.reachedKey(branch.id), "\(end)") }
        return progress.changed
    }

    private func news(_ branch: BranchRecord) async throws -> Int {
        var count = 0
        var reached = try await core.readers.read {
            try $0.setting(Self.reachedKey(branch.id)).flatMap { UInt64($0) } ?? 0
        }
        let run = ScoreRun(core: core, branch: branch, day: nil, dryRun: false)
        while !Task.isCancelled {
            let from = reached
            let page = try await core.readers.read {
                try $0.history(branch: branch.id, after: from, limit: Self.operationsPerPage)
            }
            if page.operations.isEmpty { return count }
            let touched = Set(page.operations.map(\.header.account)).filter { !$0.isNil }
            count += try await run.refresh(touched.sorted(), reaches: page.reaches)
            reached = page.reaches
        }
        return count
    }
}
