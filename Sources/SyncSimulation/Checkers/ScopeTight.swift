internal import FieldModel
internal import SyncCore

/// `scope-tight`: no record outside its scope is ever sent to a device, or left on it after an acknowledged eviction.
enum ScopeTight {
    /// By the auditor's own list of who has which account.
    static func violation(sending rows: [FeedRow], to device: SimulatedDevice, _ auditor: Auditor) -> String? {
        for row in rows where row.state == .live {
            guard let account = row.account, !auditor.mayHold(account, device.actor.person) else { continue }
            return "a row of kind \(row.kind) of account \(account.ending) went to a \(device.scope.name) who does not "
                + "have it"
        }
        return nil
    }

    static func violation(left device: SimulatedDevice) -> String? {
        let erased = Set(device.evicted.lazy.filter(\.value).map(\.key))
        if erased.isEmpty { return nil }
        var found = Set(device.rows.values.lazy.compactMap(\.row.account).filter(erased.contains))
        // By index: copying an entry costs more than looking at it.
        for index in device.outbox.indices
        where erased.contains(device.outbox[index].header.account) && !device.outbox[index].sealed.body.isEmpty
            && device.outbox[index].receipt != nil
        {
            found.insert(device.outbox[index].header.account)
        }
        found.formUnion(erased.filter { device.views[$0] != nil })
        if let account = found.min() {
            return "account \(account.ending) was reported erased and is still on the device"
        }
        return nil
    }

    /// Once all is quiet.
    static func violation(_ world: World) -> String? {
        for device in world.devices where !world.isOut(device) {
            for row in device.rows.values.map(\.row).sorted(by: { $0.id < $1.id }) {
                if let account = row.account, !world.auditor.mayHold(account, device.actor.person) {
                    return
                        "account \(account.ending) stayed on the device of a \(device.scope.name) who does not have it"
                }
            }
        }
        return nil
    }
}

extension Auditor {
    /// By its own list of who has which account, and where that lives.
    func mayHold(_ account: AccountID, _ person: PersonID) -> Bool {
        switch scopes[person] {
        case .collector(let branch, let person): homes[account] == branch && assignees[account] == person
        case .branch(let branch): homes[account] == branch
        case nil: false
        }
    }
}
