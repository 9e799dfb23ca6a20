package import FieldModel

/// One contact of a device, as it is kept.
package struct DeviceContact: Sendable, Hashable {
    var hello: Hello
    var at: Instant
    var offset: Int64
    var isSuspect: Bool
    var generation: UInt32

    package func keep(_ id: DeviceID, in transaction: any ServerTransaction) throws {
        guard var device = try transaction.device(id) else { return }
        if let taken = wasSetBack(from: device) ? 0 : hello.lateThrough {
            try LateReceipts.tellAgain(id, beyond: taken, transaction)
        }
        device.lastContactAt = at
        device.clockOffset = offset
        device.clockSuspect = isSuspect
        device.pending = min(hello.pending, UInt64(Int64.max))
        device.oldestUnsentAt = hello.oldestUnsentAt
        device.programVersion = String(hello.programVersion.prefix(64))
        // Given after the backup that the server came from: it is not given again.
        if device.state != .active {
            device.incarnation = max(device.incarnation, UnknownDevice.bounded(hello.incarnation))
        }
        device.generationUsed = max(device.generationUsed, generation)
        device.generationIssued = max(device.generationIssued, generation)
        if device.state != .revoked { device.leaseExpiresAt = at + Greeter.leaseMilliseconds }
        try transaction.save(device)
        try RestoreRecord.note(hello.positions, in: transaction)
        try transaction.setSetting(ClockMemory.key(id), ClockMemory(hello, offset: offset).text)
        var history = try ContactHistory.of(id, in: transaction) ?? ContactHistory(incarnation: hello.incarnation)
        let arrived = try history.arrived(with: hello, of: id, in: transaction)
        history.add(hello, at: at, offset: offset, isSuspect: isSuspect, arrived: arrived)
        try transaction.setSetting(ContactHistory.key(id), history.text)
    }
}

extension DeviceContact {
    /// Whether the laptop stands before a place that it had reached: in its chain, or in its replica.
    private func wasSetBack(from known: DeviceRecord) -> Bool {
        if hello.incarnation < known.incarnation { return true }
        return hello.positions.map(\.cursor).contains { cursor in
            guard cursor.branch == known.cursor.branch else { return false }
            return cursor.epoch < known.cursor.epoch
                || cursor.epoch == known.cursor.epoch && cursor.precedes(known.cursor)
        }
    }
}

extension ContactHistory {
    static func of(_ device: DeviceID, in reading: any ServerReading) throws -> ContactHistory? {
        try reading.setting(key(device)).flatMap { ContactHistory(text: $0) }
    }
}

extension Applied {
    /// Keeps what the device says it has applied; a checkpoint's comparison means that its round was worked off.
    /// `scope` is the one in which the exchange was opened.
    package func keep(
        _ id: DeviceID, in scope: SyncScope?, at now: Instant, in transaction: any ServerTransaction
    ) throws {
        guard var device = try transaction.device(id) else { return }
        let isOlder =
            cursor.epoch == device.cursor.epoch && cursor.branch == device.cursor.branch
            && cursor.precedes(device.cursor)
        if !isOlder { device.cursor = cursor }
        if !comparison.isEmpty {
            device.digest = comparison == "match" ? "match" : "mismatch"
            device.digestVerifiedAt = comparison == "match" ? now : device.digestVerifiedAt
            device.pending = 0
            device.oldestUnsentAt = nil
        }
        try transaction.save(device)
        try DeviceScope.note(scope, of: id, transaction)
        try confirmErasures(by: device, in: scope, transaction)
    }
}

extension Admission {
    /// Takes a device out of service until an administrator has looked at it. An `incarnation` beyond the known one was
    /// given after the backup that the server came from: it is not given again.
    package func quarantine(
        _ id: DeviceID, because reason: String, incarnation: UInt32 = 0
    ) throws -> DeviceRecord {
        guard var device = try transaction.device(id) else { throw AdmissionFailure.unknownDevice }
        guard device.state == .active else { return device }
        device.state = .quarantined
        device.reason = reason
        device.incarnation = max(device.incarnation, UnknownDevice.bounded(incarnation))
        try transaction.save(device)
        try log("device_quarantined", by: device.person, on: id, detail: reason)
        return device
    }
}
