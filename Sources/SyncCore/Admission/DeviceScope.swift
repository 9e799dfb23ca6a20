package import FieldModel

/// The scope of which a device's replica is, as the server knows it: a role that changes within a branch changes the
/// scope and no cursor.
///
/// A device says it itself in its Hello. Of one that does not, the server remembers in which scope it last answered a
/// page or a checkpoint: until it does so in the new one, it may not have heard of the change.
package enum DeviceScope {
    private static func key(_ device: DeviceID) -> String { "scope.\(device)" }

    /// Roles without a replica.
    package static let none = "none"

    static func name(_ scope: SyncScope?) -> String { scope?.name ?? none }

    static func known(_ device: DeviceID, _ reading: any ServerReading) throws -> String? {
        try reading.setting(key(device))
    }

    /// The device has answered what it was sent of `scope`.
    static func note(_ scope: SyncScope?, of device: DeviceID, _ transaction: any ServerTransaction) throws {
        let name = name(scope)
        if try known(device, transaction) != name { try transaction.setSetting(key(device), name) }
    }
}

extension Admission {
    /// The person's record says another scope than `old` now: what his devices may not hold any more is to be erased.
    package func changeScope(of person: PersonID, from old: SyncScope) throws {
        try transaction.changeScope(of: person, from: old)
        for device in try transaction.devices() where device.person == person {
            if try DeviceScope.known(device.id, transaction) == nil {
                try DeviceScope.note(old, of: device.id, transaction)
            }
        }
    }
}

extension Applied {
    /// Confirms what has been erased. A device that has everything of its present scope as it stands now, and says that
    /// it has nothing else, has erased whatever it was to erase.
    func confirmErasures(
        by device: DeviceRecord, in scope: SyncScope?, _ transaction: any ServerTransaction
    ) throws {
        try transaction.confirmErasure(device: device.id, accounts: erased)
        guard nothingElse, try transaction.person(device.person)?.scope == scope else { return }
        if let scope {
            let head = try transaction.head(scope.branch)
            guard cursor.branch == head.branch, cursor.epoch == head.epoch, cursor.commit == head.commit,
                comparison == "match"
            else { return }
        }
        let left = try transaction.pendingErasures(device: device.id)
        if !left.isEmpty { try transaction.confirmErasure(device: device.id, accounts: left) }
    }
}
