package import FieldModel

/// What the store remembers of a restore, as settings: one text for the restore, one per branch for its place.
package struct RestoreRecord: Sendable, Hashable {
    package var epoch: UInt64
    package var previousEpoch: UInt64
    package var backupMadeAt: Instant
    package var begunAt: Instant

    private static let listSetting = "restores"
    private static func headSetting(_ epoch: UInt64, _ branch: BranchID) -> String { "restore.\(epoch).head.\(branch)" }
    private static func awaitedSetting(_ epoch: UInt64) -> String { "restore.\(epoch).awaited" }
    private static func seenSetting(_ epoch: UInt64, _ branch: BranchID) -> String { "restore.\(epoch).seen.\(branch)" }

    /// Adds it to the list, with the head that each branch had in the backup.
    func save(_ heads: [(id: BranchID, head: UInt64)], in transaction: any ServerTransaction) throws {
        let words = "\(epoch) \(previousEpoch) \(backupMadeAt.milliseconds) \(begunAt.milliseconds)"
        let before = try transaction.setting(Self.listSetting)
        try transaction.setSetting(Self.listSetting, before.map { "\($0)\n\(words)" } ?? words)
        for (branch, head) in heads { try transaction.setSetting(Self.headSetting(epoch, branch), String(head)) }
    }

    /// Keeps which devices may hold what the backup does not know.
    func saveAwaited(_ devices: [DeviceID], in transaction: any ServerTransaction) throws {
        try transaction.setSetting(
            Self.awaitedSetting(epoch), devices.sorted().map(\.description).joined(separator: " "))
    }

    /// The devices that were in use when the backup was made.
    func awaited(in reading: any ServerReading) throws -> Set<DeviceID> {
        let text = try reading.setting(Self.awaitedSetting(epoch)) ?? ""
        return Set(text.split(separator: " ").compactMap { Identifier($0) })
    }

    /// Oldest first.
    package static func all(in reading: any ServerReading) throws -> [RestoreRecord] {
        (try reading.setting(listSetting) ?? "").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, let epoch = UInt64(words[0]), let previous = UInt64(words[1]),
                let madeAt = Int64(words[2]), let begunAt = Int64(words[3])
            else { return nil }
            return RestoreRecord(
                epoch: epoch, previousEpoch: previous, backupMadeAt: Instant(milliseconds: madeAt),
                begunAt: Instant(milliseconds: begunAt))
        }
    }

    /// The branch's last commit in the backup; nil for a branch that is younger than it.
    package func head(of branch: BranchID, in reading: any ServerReading) throws -> UInt64? {
        try reading.setting(Self.headSetting(epoch, branch)).flatMap { UInt64($0) }
    }

    /// The last commit of the epoch before that any laptop has shown; the backup's head when none has shown a later one.
    package func seen(of branch: BranchID, in reading: any ServerReading) throws -> UInt64? {
        try reading.setting(Self.seenSetting(epoch, branch)).flatMap { UInt64($0) } ?? head(of: branch, in: reading)
    }

    /// Keeps how far a laptop's replica reached in the epoch that the last restore ended.
    static func note(_ positions: [ReplicaPosition], in transaction: any ServerTransaction) throws {
        guard let restore = try all(in: transaction).last else { return }
        for cursor in positions.map(\.cursor) where cursor.epoch == restore.previousEpoch {
            guard let branch = cursor.branch, let known = try restore.seen(of: branch, in: transaction),
                cursor.commit > known
            else { continue }
            try transaction.setSetting(seenSetting(restore.epoch, branch), String(cursor.commit))
        }
    }
}
