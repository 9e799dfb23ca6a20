internal import FieldModel
internal import SyncCore

/// `no-lost-operation`: an acknowledged operation is in the server's history for ever, an unacknowledged one in the
/// outbox; and a device keeps what it did with the server's word on it.
enum NoLostOperation {
    /// Once all is quiet: what a laptop lost with its disk after it was acknowledged; and what a revoked one had to say.
    static func violation(_ world: World) -> String? {
        for orphan in world.auditor.orphans where orphan.epoch == world.server.epoch {
            if world.server.operation(orphan.operation) == nil {
                return "operation \(orphan.operation.ending) was acknowledged, and its device was set back since"
            }
        }
        for device in world.devices where world.isOut(device) {
            for entry in device.outbox where world.server.operation(entry.header.id) == nil {
                return "operation \(entry.header.id.ending) of a device that is revoked or gone did not arrive"
            }
        }
        return nil
    }

    static func violation(_ world: World, device: SimulatedDevice) -> String? {
        for minted in world.auditor.minted[device.actor.device] ?? [] where minted.laptop == device.laptop {
            let id = minted.header.id
            guard let index = device.byName[id], index < device.outbox.count else {
                return "operation \(id.ending) is gone from its device"
            }
            let entry = device.outbox[index]
            guard entry.receipt != nil || entry.state != .pending else {
                if entry.sealed.body.isEmpty, !device.reoffered.contains(id) {
                    return "operation \(id.ending) lost its body before it was acknowledged"
                }
                continue
            }
            guard let kept = world.server.operation(id), kept.header.commitment == entry.header.commitment else {
                // After a restore, until the device has offered it again.
                if device.cursor.epoch != world.server.epoch { continue }
                // The older chains of a laptop that goes on beside its quarantined copy come when that is decided.
                let isOfOlderChain = entry.header.incarnation != device.incarnation
                let isWaiting = world.server.device(device.actor.device)?.state == .quarantined
                if isOfOlderChain, isWaiting, device.epochs.ofOlderChains != world.server.epoch { continue }
                return "operation \(id.ending) was acknowledged and is not in the server's history"
            }
        }
        return nil
    }
}
