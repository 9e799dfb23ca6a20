internal import FieldModel
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// How the server and each device stand.
struct StatusReport: Sendable {
    /// Operations that are counted at most.
    static let mostCounted = 100_000

    let core: ServerCore
    let caller: Principal

    func make(_ request: Cartera_V1_ListRequest) async throws -> Cartera_V1_StatusReply {
        let core = core
        let caller = caller
        return try await core.readers.read { reading in
            let branches = try caller.branches(request.branch, in: reading)
            var conflicts: UInt64 = 0
            var held: UInt64 = 0
            var refused: UInt64 = 0
            for branch in branches {
                conflicts += try Self.openConflicts(branch.id, core.parts.records, in: reading)
            }
            // What waits in quarantine or cannot be read is of no branch yet.
            let seesAll = request.branch.isEmpty && caller.reaches(nil)
            for branch in seesAll ? [nil] : branches.map({ Optional($0.id) }) {
                held += try Self.count(branch, .held, in: reading)
                refused += try Self.count(branch, .refused, in: reading)
            }
            let entries = try branches.map { try Branches.entry($0.id, in: reading) }
            let devices = try Devices.entries(request.branch, caller, in: reading)
            return .with {
                $0.organisation = core.parts.organisation.name
                $0.serverTime = core.now.milliseconds
                $0.version = core.parts.programVersion
                $0.branches = entries
                $0.devices = devices
                $0.openConflicts = conflicts
                $0.held = held
                $0.refused = refused
                $0.certificateExpiresAt = core.parts.certificates.serverCertificateExpiry().milliseconds
            }
        }
    }

    private static func count(
        _ branch: BranchID?, _ state: OutcomeState, in reading: any ServerReading
    ) throws -> UInt64 {
        UInt64(try reading.operations(OperationFilter(branch: branch, state: state, limit: mostCounted)).count)
    }

    private static func openConflicts(
        _ branch: BranchID, _ coding: any RecordCoding, in reading: any ServerReading
    ) throws -> UInt64 {
        var open: UInt64 = 0
        var after: RecordID?
        while true {
            let page = try reading.rows(kind: .conflict, branch: branch, after: after, limit: 500)
            for row in page {
                if case .conflict(let conflict)? = try? coding.decode(kind: .conflict, bytes: row.bytes),
                    !conflict.resolved
                {
                    open += 1
                }
            }
            guard let last = page.last, page.count == 500 else { return open }
            after = last.id
        }
    }
}
