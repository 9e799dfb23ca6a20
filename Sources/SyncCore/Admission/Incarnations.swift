package import FieldModel

/// The numbers of a device's incarnations, each given to one laptop only.
///
/// Several copies of a laptop may live on when an administrator has vouched for their device. Each that comes with an
/// older number is given one that nobody else has: two of them never continue one chain, and the work of neither is lost.
package enum Incarnations {
    private static func key(_ device: DeviceID) -> String { "incarnation.given.\(device)" }

    /// Makes the device's present incarnation one that was not given before, and notes that it is now. A laptop that was
    /// cut off before it had kept its number gets another: there are enough.
    package static func give(to id: DeviceID, in transaction: any ServerTransaction) throws {
        guard var device = try transaction.device(id) else { return }
        let given = try transaction.setting(key(id)).flatMap { UInt32($0) } ?? 0
        if given >= device.incarnation {
            device.incarnation = given + 1
            try transaction.save(device)
        }
        try transaction.setSetting(key(id), String(device.incarnation))
    }
}

extension DeviceFacts {
    /// Whether the device is to be told a new incarnation.
    package func needsIncarnation(_ hello: Hello) -> Bool {
        device.state == .active && !person.disabled && hello.incarnation < device.incarnation
    }
}
