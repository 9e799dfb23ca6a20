internal import FieldModel
internal import SyncCore

/// `no-lost-operation`: an acknowledged operation is in the server's history for ever, an unacknowledged one in the
/// outbox; and a device keeps what it did with the server's word on it.
enum NoLostOperation {
    static func violation(_ world: World, device: SimulatedDevice) -> String? {
        for minted in world.auditor.minted[device.actor.device] ?? [] {
            let id = minted.header.id
            guard let index = device.byName[id], index < device.outbox.count else {
                return "operation \(id.ending) is gone from its device"
            }
            let entry = device.outbox[index]
            guard entry.receipt != nil || entry.state != .pending else {
                if entry.sealed.body.isEmpty {
                    return "operation \(id.ending) lost its body before it was acknowledged"
                }
                continue
            }
            guard let kept = world.server.byName[id], world.server.history[kept].sealed.header == entry.sealed.header
            else { return "operation \(id.ending) was acknowledged and is not in the server's history" }
        }
        return nil
    }
}
