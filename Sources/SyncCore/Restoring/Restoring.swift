package import FieldModel

/// What a restore changed; counts are of the restored store.
package struct RestoreReport: Sendable, Hashable {
    package var epoch: UInt64
    package var previousEpoch: UInt64
    package var branches: [Branch]
    package var invitationsVoided: Int
    /// Devices of the list that the backup held as good, and those that it does not know.
    package var devicesRevoked = 0
    package var unknownRevoked = 0

    package struct Branch: Sendable, Hashable {
        package var id: BranchID
        package var name: String
        /// The last commit that the backup has.
        package var head: UInt64
    }
}

/// A store that came out of a backup begins a new epoch: what the field did since comes back from the laptops.
extension Admission {
    package static let epochSetting = "epoch"

    /// The epoch of every branch, open invitations void, the later revocations, and the leaves that say so. `used` is the
    /// newest epoch that is known to have begun elsewhere.
    package func beginEpoch(
        backupMadeAt: Instant, revocations: [DeviceID], after used: UInt64 = 0
    ) throws -> RestoreReport {
        let previous = try transaction.setting(Self.epochSetting).flatMap { UInt64($0) } ?? 0
        let epoch = max(UInt64(max(0, now.milliseconds)), previous + 1, used + 1)
        try transaction.setSetting(Self.epochSetting, String(epoch))
        try log("epoch_begun", by: .nil_, on: .nil_, detail: String(epoch))
        let branches = try openBranches(epoch)
        let restore = RestoreRecord(epoch: epoch, previousEpoch: previous, backupMadeAt: backupMadeAt, begunAt: now)
        try restore.save(branches.map { ($0.id, $0.head) }, in: transaction)
        try restore.saveAwaited(holders(), in: transaction)
        var report = RestoreReport(
            epoch: epoch, previousEpoch: previous, branches: branches, invitationsVoided: try voidInvitations())
        for device in revocations { try revoke(device, &report) }
        return report
    }

    /// Devices of people who work accounts: they may hold what was granted since.
    private func holders() throws -> [DeviceID] {
        try transaction.devices().filter { device in
            try device.state != .revoked && transaction.person(of: device)?.scope != nil
        }.map(\.id)
    }

    /// The branch's own log says it too: a log that is shorter than a laptop remembers is of a new epoch, or forged.
    private func openBranches(_ epoch: UInt64) throws -> [RestoreReport.Branch] {
        try transaction.branches().map { branch in
            var begun = branch
            begun.epoch = epoch
            try transaction.save(begun)
            let content = AuditLeaf.content(
                act: "epoch_begun", actor: .nil_, subject: branch.id, detail: String(epoch), at: now)
            _ = try transaction.appendLeaf(
                branch.id, hash: ChainHash.leaf(content, hash: parts.hash))
            return RestoreReport.Branch(id: branch.id, name: branch.name, head: branch.head)
        }
    }

    /// Whoever holds one may have used it after the backup, or it was revoked since.
    private func voidInvitations() throws -> Int {
        let open = try transaction.invitations().filter { $0.usedBy == nil && !$0.revoked }
        for var invitation in open {
            invitation.revoked = true
            try transaction.save(invitation)
            try log("invitation_revoked", by: .nil_, on: invitation.id, detail: DeviceReason.restored)
        }
        return open.count
    }

    private func revoke(_ id: DeviceID, _ report: inout RestoreReport) throws {
        let known = try transaction.device(id)
        if known?.state == .revoked { return }
        var device =
            known ?? UnknownDevice.record(id, generation: 0, incarnation: 1, now: now)
        device.state = .revoked
        device.reason = DeviceReason.revokedAfterBackup
        try transaction.save(device)
        try log("device_revoked", by: .nil_, on: device.id, detail: device.reason)
        if known == nil { report.unknownRevoked += 1 } else { report.devicesRevoked += 1 }
    }
}

extension DeviceReason {
    /// Enrolled after the backup that the server was restored from.
    package static let unknownDevice = "unknown_device"
    package static let revokedAfterBackup = "revoked_after_backup"
    static let restored = "restored"
}
