internal import FieldModel
internal import Logging
internal import ServiceLifecycle
package import SyncCore

/// Lets go of tombstones, evictions and confirmed erasures older than the horizon: at start, and then every hour.
package struct FeedCompactor: Service {
    static let pause: Duration = .seconds(3_600)

    private let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    for (branch, done) in try await compact() where done.rows > 0 {
                        core.parts.logger.info(
                            "feed compacted", metadata: ["branch": "\(branch.id)", "rows": "\(done.rows)"])
                    }
                } catch {
                    core.parts.logger.error(
                        "the feed was not compacted", metadata: ["code": "\(ServiceFailure.of(error).code)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// Every branch to its end; `horizonDays` nil takes the server's setting.
    @discardableResult
    package func compact(horizonDays: Int? = nil) async throws -> [(branch: BranchRecord, done: Compacted)] {
        let days = Int64(horizonDays ?? core.parts.policy.feedHorizonDays)
        let work = FeedCompaction(horizonMilliseconds: days * 86_400_000, now: core.now)
        var result: [(branch: BranchRecord, done: Compacted)] = []
        for branch in try await core.readers.read({ try $0.branches() }) {
            var sum = Compacted()
            while true {
                let step = try await core.writer.perform { try work.step(branch.id, in: $0) }
                sum.fence = max(sum.fence, step.fence)
                sum.tombstones += step.tombstones
                sum.evictions += step.evictions
                sum.erasures += step.erasures
                if step.rows == 0 { break }
            }
            result.append((branch, sum))
        }
        return result
    }
}
