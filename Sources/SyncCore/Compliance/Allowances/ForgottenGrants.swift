package import FieldModel

/// After a restore the server does not know what it granted since the backup, and holders who have not been in contact
/// go on spending it. Nothing is granted anew until that is over.
extension Admission {
    /// Until when units may be spent of which this server knows nothing; nil when there can be none.
    ///
    /// A laptop that has the restored records, and nothing else, has told what it spent and holds nothing that was
    /// forgotten. One that stays away may spend until what was given last has ended.
    package func forgottenGrantsEnd() throws -> Instant? {
        guard let restore = try RestoreRecord.all(in: transaction).last else { return nil }
        let end = restore.begunAt + Int64(Limits.allowanceDays) * 86_400_000
        guard now <= end + Int64(Draft.rejudgedDays) * 86_400_000 else { return nil }
        let awaited = try restore.awaited(in: transaction)
        let isOut = try transaction.devices().contains { device in
            (awaited.contains(device.id) || Self.unknown.contains(device.reason)) && !device.hasOnly(since: restore)
        }
        return isOut ? end : nil
    }

    /// Enrolled after the backup.
    private static let unknown = [DeviceReason.unknownDevice, DeviceReason.revokedAfterBackup]
}

extension DeviceRecord {
    /// Whether its replica was found equal to the restored records since the restore.
    fileprivate func hasOnly(since restore: RestoreRecord) -> Bool {
        cursor.epoch == restore.epoch && digestVerifiedAt.map { $0 >= restore.begunAt } ?? false
    }
}
