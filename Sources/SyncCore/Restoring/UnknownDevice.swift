package import FieldModel

/// A device that shows a certificate of ours and that the store does not know: it was enrolled after the backup.
///
/// It is nobody's until an administrator says whose it is; until then it may push into quarantine.
package enum UnknownDevice {
    static func record(_ id: DeviceID, generation: UInt32, incarnation: UInt32, now: Instant) -> DeviceRecord {
        var device = DeviceRecord(
            id: id, name: "", code: "", person: .nil_, enrolledAt: now,
            leaseExpiresAt: now + Greeter.leaseMilliseconds)
        device.state = .quarantined
        device.reason = DeviceReason.unknownDevice
        device.incarnation = incarnation
        device.generationUsed = generation
        device.generationIssued = generation
        return device
    }

    /// The known record, or a new one in quarantine; nil in a store that was never restored, where no certificate of
    /// ours can be of an unknown device.
    package static func adopt(
        _ id: DeviceID, generation: UInt32, incarnation: UInt32, in admission: Admission
    ) throws -> DeviceRecord? {
        if let known = try admission.transaction.device(id) { return known }
        guard try !RestoreRecord.all(in: admission.transaction).isEmpty else { return nil }
        let device = record(id, generation: generation, incarnation: bounded(incarnation), now: admission.now)
        try admission.transaction.save(device)
        try admission.log("device_quarantined", by: .nil_, on: id, detail: device.reason)
        return device
    }

    /// What a peer claims stays within what can be counted on from: the highest byte is the lanes'.
    static func bounded(_ incarnation: UInt32) -> UInt32 { min(max(1, incarnation), 0x7F_FFFF) }

    /// Who stands in for the person of such a device: no role that has a scope.
    static let nobody = PersonRecord(
        id: .nil_, name: "", role: .auditor, branch: nil, createdAt: Instant(milliseconds: 0))
}

extension ServerReading {
    /// The person of a device; nobody where no administrator has said whose it is.
    package func person(of device: DeviceRecord) throws -> PersonRecord? {
        device.person.isNil ? UnknownDevice.nobody : try person(device.person)
    }
}
