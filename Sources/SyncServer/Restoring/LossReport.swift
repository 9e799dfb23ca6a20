internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// What restores have cost, as far as it can be known: commits that laptops remember, operations that could not be
/// taken again, devices that have not been heard since.
struct LossReport: Sendable {
    let core: ServerCore
    let caller: Principal

    func make(_ request: Cartera_V1_ListRequest) async throws -> Cartera_V1_LossReply {
        let caller = caller
        return try await core.readers.read { reading in
            let restores = try RestoreRecord.all(in: reading)
            guard let last = restores.last else { return Cartera_V1_LossReply() }
            let branches = try caller.branches(request.branch, in: reading)
            let entries = try restores.reversed().map { try Self.entry($0, branches, in: reading) }
            let lost = try Self.operations(branches, request.branch.isEmpty, since: last, caller, in: reading)
            let waiting = try Devices.entries(request.branch, caller, in: reading).filter {
                $0.state != DeviceState.revoked.rawValue && $0.lastContactAt > 0
                    && $0.lastContactAt < last.begunAt.milliseconds
            }
            return .with {
                $0.restores = entries
                $0.operations = lost
                $0.waiting = waiting
            }
        }
    }

    private static func entry(
        _ restore: RestoreRecord, _ branches: [BranchRecord], in reading: any ServerReading
    ) throws -> Cartera_V1_RestoreEntry {
        let places = try branches.compactMap { branch -> Cartera_V1_RestoredBranch? in
            guard let head = try restore.head(of: branch.id, in: reading) else { return nil }
            let seen = try restore.seen(of: branch.id, in: reading) ?? head
            return .with {
                $0.branch = branch.id.data
                $0.name = branch.name
                $0.head = head
                $0.seen = seen
            }
        }
        return .with {
            $0.epoch = restore.epoch
            $0.previousEpoch = restore.previousEpoch
            $0.backupMadeAt = restore.backupMadeAt.milliseconds
            $0.beganAt = restore.begunAt.milliseconds
            $0.branches = places
        }
    }

    /// Refused or still held, come since the restore and born before it.
    private static func operations(
        _ branches: [BranchRecord], _ isWhole: Bool, since restore: RestoreRecord, _ caller: Principal,
        in reading: any ServerReading
    ) throws -> [Cartera_V1_OperationEntry] {
        let wanted = Set(branches.map(\.id))
        var stuck = try reading.operations(OperationFilter(state: .refused, limit: Listing.mostOperations))
        stuck += try reading.operations(OperationFilter(state: .held, limit: Listing.mostOperations))
        let lost = stuck.filter { operation in
            let seen = operation.header.seen
            guard operation.receipt.receivedAt >= restore.begunAt, seen.epoch < restore.epoch else { return false }
            guard let branch = seen.branch, seen.epoch > 0 else {
                // The device of the operation had not synced when it was made.
                return isWhole && caller.reaches(nil) && operation.receipt.outcome.reason == AdmissionReason.quarantine
            }
            // A branch that is younger than the backup is lost itself.
            return wanted.contains(branch) || (isWhole && caller.reaches(nil))
        }
        return try lost.sorted { ($0.receipt.receivedAt, $0.header.id) < ($1.receipt.receivedAt, $1.header.id) }
            .map { try Listing.entry($0, in: reading) }
    }
}
