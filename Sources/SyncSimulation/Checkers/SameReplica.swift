internal import FieldModel
internal import SyncCore

/// `same-replica`: the product's store of a laptop is as the model of it, after every transaction.
enum SameReplica {
    /// What differs first, in words; nil when nothing does.
    static func difference(_ device: SimulatedDevice, _ twin: any ReplicaTwin) throws -> String? {
        let isSettled =
            device.cursor == device.lastCheckpoint && device.cursor.epoch != 0 && !device.isScanning
            && !device.disk.isDamaged
        let accounts = isSettled ? device.accounts : []
        let found = try twin.state(showing: accounts)
        if let difference = places(device, found) ?? operations(device, found) { return difference }
        if device.isScanning { return nil }
        if let difference = rows(device, found) { return difference }
        if isSettled, found.digest != device.digest { return "another digest" }
        return accounts.lazy.compactMap { shown($0, device, found) }.first
    }

    /// What the device says of itself when it calls.
    static func difference(_ own: Hello, _ twin: Hello) -> String? {
        let same =
            own.incarnation == twin.incarnation && own.lastAcknowledged == twin.lastAcknowledged
            && own.lastMinted == twin.lastMinted && own.pending == twin.pending && own.hlc == twin.hlc
            && own.oldestUnsentAt == twin.oldestUnsentAt && own.isComparing == twin.isComparing
            && own.lateThrough == twin.lateThrough && own.olderChainsOffered == twin.olderChainsOffered
            && own.positions.map(\.cursor) == twin.positions.map(\.cursor)
        return same ? nil : "it says of itself \(words(twin)) and not \(words(own))"
    }

    private static func places(_ device: SimulatedDevice, _ found: ReplicaState) -> String? {
        let cursor = device.cursor.epoch == 0 ? nil : device.cursor
        if found.chain != device.chainEnd { return "the chain ends at \(found.chain) and not at \(device.chainEnd)" }
        if found.cursor != cursor { return "the cursor is \(words(found.cursor)) and not \(words(cursor))" }
        return found.isComparing == device.isComparing ? nil : "comparing is \(found.isComparing)"
    }

    private static func operations(_ device: SimulatedDevice, _ found: ReplicaState) -> String? {
        let own = device.outbox.map(ReplicaState.Operation.init).sorted { $0.id < $1.id }
        let theirs = found.operations.sorted { $0.id < $1.id }
        for (own, other) in zip(own, theirs) where own != other { return "an operation is \(other) and not \(own)" }
        if own.count != theirs.count { return "\(theirs.count) operations and not \(own.count)" }
        let leaving = device.evicted.filter { !$0.value }.keys.sorted()
        return found.leaving.sorted() == leaving
            ? nil : "\(found.leaving.map(\.ending)) are leaving and not \(leaving.map(\.ending))"
    }

    private static func rows(_ device: SimulatedDevice, _ found: ReplicaState) -> String? {
        for key in Set(device.rows.keys).union(found.rows.keys).sorted() {
            let (own, other) = (device.rows[key]?.digest, found.rows[key])
            if own != other {
                return
                    "\(key.kind) \(key.id.ending) is \(other == nil ? "not there" : own == nil ? "there" : "another")"
            }
        }
        return nil
    }

    private static func shown(_ account: AccountID, _ device: SimulatedDevice, _ found: ReplicaState) -> String? {
        let own = (device.view(of: account)?.records ?? []).filter { !device.unknownKinds.contains($0.key.kind) }
        let others = Dictionary((found.shown[account] ?? []).map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        for record in own where others[record.key]?.content != record.content {
            return
                "\(record.key.kind) \(record.id.ending) is shown as \(String(describing: others[record.key]?.content)) "
                + "and not as \(record.content)"
        }
        return own.count == others.count
            ? nil : "\(others.count) records of \(account.ending) are shown, not \(own.count)"
    }

    private static func words(_ hello: Hello) -> String {
        "\(hello.incarnation), \(hello.pending) waiting, from #\(hello.lastAcknowledged.sequence) to "
            + "#\(hello.lastMinted.sequence), clock \(hello.hlc.packed), at \(hello.positions.map { words($0.cursor) })"
    }

    private static func words(_ position: FeedPosition?) -> String {
        position.map { "\($0.epoch)/\($0.commit)" } ?? "at the start"
    }
}
