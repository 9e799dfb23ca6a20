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
        for account in device.erased {
            let hasRows = device.rows.values.contains { $0.row.account == account }
            let hasBodies = device.outbox.contains {
                $0.header.account == account && !$0.sealed.body.isEmpty && $0.receipt != nil
            }
            if hasRows || hasBodies || device.views[account] != nil {
                return "account \(account.ending) was reported erased and is still on the device"
            }
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
