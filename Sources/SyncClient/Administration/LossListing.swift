internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncWire

extension Administration {
    /// `restores` (a row per restore and branch, the newest first), `operations` that could not be taken again, and
    /// `devices` that have not been in contact since.
    package func losses(branch: String?) async throws -> JSONValue {
        let reply = try await client.losses(of(branch))
        return [
            "restores": .array(reply.restores.flatMap(restores)),
            "operations": .array(try reply.operations.map(operation)),
            "devices": .array(reply.waiting.map(device)),
        ]
    }

    /// `missing` are the commits that a replica has shown and the backup does not have: at least so many there were.
    private func restores(_ entry: Cartera_V1_RestoreEntry) -> [JSONValue] {
        entry.branches.map { branch in
            [
                "epoch": JSONValue(entry.epoch), "previous_epoch": JSONValue(entry.previousEpoch),
                "began_at": moment(entry.beganAt), "backup_made_at": moment(entry.backupMadeAt),
                "branch": .string(branch.name), "branch_id": id(branch.branch), "head": JSONValue(branch.head),
                "seen": JSONValue(branch.seen), "missing": JSONValue(branch.seen - branch.head),
            ]
        }
    }
}
