internal import FieldModel
internal import SyncCore

/// `no-resurrection`: nothing deleted or evicted comes back from an old replica that merely still holds it.
///
/// At a checkpoint of the server's present head, by the auditor's own list of who has which account.
enum NoResurrection {
    static func violation(_ device: SimulatedDevice, at checkpoint: Checkpoint, _ world: World) -> String? {
        guard case .collector(_, let person) = device.scope, checkpoint.at.commit == world.server.head,
            checkpoint.at.epoch == world.server.epoch, !device.disk.isDamaged
        else { return nil }
        let accounts = device.rows.keys.filter { $0.kind == .account }.map(\.id).sorted()
        guard let back = accounts.first(where: { world.auditor.assignees[$0] != person }) else { return nil }
        return "account \(back.ending) left the collector, and his replica holds it at commit \(checkpoint.at.commit)"
    }
}
