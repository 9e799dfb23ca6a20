internal import FieldModel
internal import Logging
internal import ServiceLifecycle
internal import SyncCore

/// Decides what a newer laptop had sent to an older server: operations held as `unsupported` whose kind this program
/// knows. Once, at start: an upgrade is a start.
package struct UpgradeJudge: Service {
    static let operationsPerTransaction = 200

    private let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    package func run() async throws {
        do {
            try await sowZones()
            let count = try await judge()
            if count > 0 {
                core.parts.logger.info("operations of newer laptops decided", metadata: ["count": "\(count)"])
            }
        } catch {
            core.parts.logger.error(
                "operations of newer laptops were not decided", metadata: ["code": "\(ServiceFailure.of(error).code)"])
        }
        try await gracefulShutdown()
    }

    /// Gives the branches of a store that had rules before zones were records the table of this program.
    package func sowZones() async throws {
        try await core.admit { admission in
            guard let first = try admission.transaction.branches().min(by: { $0.id < $1.id }) else { return }
            try ZoneSeed.sow(by: first.systemDevice, in: &admission)
        }
    }

    private struct Held: Sendable {
        var operation: OperationID
        var device: DeviceID
        var account: AccountID
    }

    /// Oldest first; returns how many were decided. What still cannot be read, or is held for another reason, stays.
    @discardableResult
    package func judge() async throws -> Int {
        let (coding, hash) = (core.parts.operations, core.parts.hash)
        let waiting = try await core.readers.read { reading in
            try reading.operations(OperationFilter(state: .held, limit: .max)).reversed()
                .filter { $0.receipt.outcome.reason == AdmissionReason.unsupported && $0.isReadable(coding, hash) }
                .map { Held(operation: $0.receipt.operation, device: $0.header.device, account: $0.header.account) }
        }
        var count = 0
        for start in stride(from: 0, to: waiting.count, by: Self.operationsPerTransaction) {
            let some = waiting[start..<min(start + Self.operationsPerTransaction, waiting.count)]
            count += try await core.admit { admission in
                var decided = 0
                for held in some {
                    guard let placement = try admission.transaction.placement(held.account),
                        let branch = try admission.transaction.branch(placement.branch)
                    else { continue }
                    let decision = DecideOperation(operation: held.operation, device: held.device, granted: true)
                    let result = try admission.submitIfChanging(
                        .decideOperation(decision), account: held.account, branch: branch, author: branch.systemDevice)
                    if result.changes { decided += 1 }
                }
                return decided
            }
        }
        return count
    }
}
