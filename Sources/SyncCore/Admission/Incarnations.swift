package import FieldModel

/// The numbers of a device's incarnations, each given to one laptop only.
///
/// Several copies of a laptop may live on when an administrator has vouched for their device. Each that comes with an
/// older number is given one that nobody else has: two of them never continue one chain, and the work of neither is lost.
package enum Incarnations {
    private static func key(_ device: DeviceID) -> String { "incarnation.given.\(device)" }
    private static func renewalKey(_ device: DeviceID) -> String { "incarnation.renewed.\(device)" }

    /// Makes the device's present incarnation one that was not given before, and notes that it is now. A laptop that was
    /// cut off before it had kept its number gets another: there are enough.
    ///
    /// `held` is the one that it comes with. Where that is the device's own the number is renewed, and nobody vouched for
    /// other laptops that may still have it.
    package static func give(to id: DeviceID, insteadOf held: UInt32, in transaction: any ServerTransaction) throws {
        guard var device = try transaction.device(id) else { return }
        let given = try transaction.setting(key(id)).flatMap { UInt32($0) } ?? 0
        let isRenewed = try held >= device.incarnation || renewed(device, in: transaction) == held
        device.incarnation = max(device.incarnation, max(given, isRenewed ? held : 0) + 1)
        try transaction.save(device)
        try transaction.setSetting(key(id), String(device.incarnation))
        if isRenewed { try transaction.setSetting(renewalKey(id), "\(held) \(device.incarnation)") }
    }

    /// The number that was renewed to be the device's present one; nil when an administrator gave that.
    static func renewed(_ device: DeviceRecord, in reading: any ServerReading) throws -> UInt32? {
        let numbers = try reading.setting(renewalKey(device.id))?.split(separator: " ").compactMap { UInt32($0) } ?? []
        return numbers.count == 2 && numbers[1] == device.incarnation ? numbers[0] : nil
    }
}

extension DeviceFacts {
    /// Whether the device is to be told a new incarnation.
    package func needsIncarnation(_ hello: Hello) -> Bool {
        guard device.state == .active, !person.disabled else { return false }
        return hello.incarnation < device.incarnation
            || hello.incarnation == device.incarnation && hasLostOlderChains(hello)
    }

    /// Of the chains before its present one a restore may have lost some, and they can be offered in a new one only.
    private func hasLostOlderChains(_ hello: Hello) -> Bool {
        guard let offered = hello.olderChainsOffered, let head else { return false }
        return offered != head.epoch
    }
}
