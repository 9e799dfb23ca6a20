import FieldModel
import SyncCore

/// What `restore --json` prints.
struct RestoreDocument: Encodable {
    struct Branch: Encodable {
        var id: String
        var name: String
        var head: UInt64
    }

    var epoch: UInt64
    var previousEpoch: UInt64
    var backupMadeAt: String
    var organisation: String
    var branches: [Branch]
    var invitationsVoided: Int
    var devicesRevoked: Int
    var unknownDevicesRevoked: Int
    var replaced: String?

    init(_ outcome: Restore.Outcome) {
        let report = outcome.report
        epoch = report.epoch
        previousEpoch = report.previousEpoch
        backupMadeAt = outcome.backupMadeAt
        organisation = outcome.organisation
        branches = report.branches.map { Branch(id: $0.id.description, name: $0.name, head: $0.head) }
        invitationsVoided = report.invitationsVoided
        devicesRevoked = report.devicesRevoked
        unknownDevicesRevoked = report.unknownRevoked
        replaced = outcome.replaced
    }
}
