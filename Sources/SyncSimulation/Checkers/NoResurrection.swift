internal import FieldModel
internal import SyncCore

/// `no-resurrection`: nothing deleted or evicted comes back from an old replica that merely still holds it.
///
/// At a checkpoint of the server's present head, by the auditor's own list of who has which account.
enum NoResurrection {
    static func violation(_ device: SimulatedDevice, at checkpoint: Checkpoint, _ world: World) -> String? {
        let person = device.actor.person
        guard world.auditor.scopes[person] == device.scope, checkpoint.at == world.server.head(of: device.scope.branch),
            !device.disk.isDamaged
        else { return nil }
        let accounts = device.rows.keys.filter { $0.kind == .account }.map(\.id).sorted()
        guard let back = accounts.first(where: { !world.auditor.mayHold($0, person) }) else { return nil }
        return "account \(back.ending) left the scope, and a replica holds it at commit \(checkpoint.at.commit)"
    }
}
