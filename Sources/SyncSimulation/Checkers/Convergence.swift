internal import FieldModel
internal import SyncCore

/// `convergence`: once faults stop, every replica equals the server's scope, row by row and by digest, within a bounded
/// number of exchanges; and what people see is what is confirmed.
enum Convergence {
    static func violation(_ world: World) -> String? {
        for device in world.devices where !world.isOut(device) {
            let name = device.actor.device.ending
            if device.scope != world.auditor.scopes[device.actor.person] { return "device \(name): an old scope" }
            let waiting = device.outbox.first { entry in
                entry.state == .pending || entry.state != .settled && world.server.knows(entry.header.account)
            }
            if let waiting {
                return "device \(name): operation \(waiting.header.id.ending) is \(waiting.state) after healing"
            }
            let theirs = device.rows.mapValues(\.row)
            let ours = world.server.contents(device.scope)
            for key in Set(theirs.keys).union(ours.keys).sorted() where !isSame(theirs[key], ours[key]) {
                return
                    "device \(name): \(key.kind) \(key.id.ending) is \(text(theirs[key])), "
                    + "on the server \(text(ours[key]))"
            }
            if device.digest != world.server.digest(device.scope) { return "device \(name): another digest" }
            for account in device.accounts where !isSame(device.view(of: account), world.server.aggregate(of: account))
            {
                let kinds = difference(device.view(of: account), world.server.aggregate(of: account))
                return "device \(name) shows other records of account \(account.ending) than are confirmed: \(kinds)"
            }
        }
        return nil
    }

    private static func isSame(_ a: FeedRow?, _ b: FeedRow?) -> Bool {
        a?.version == b?.version && a?.bytes == b?.bytes && a?.account == b?.account
    }

    private static func isSame(_ a: Aggregate?, _ b: Aggregate) -> Bool { a.map { $0.records == b.records } ?? false }

    private static func difference(_ a: Aggregate?, _ b: Aggregate) -> [String] {
        let ours = Set(b.records)
        let theirs = Set(a?.records ?? [])
        return theirs.symmetricDifference(ours).sorted { $0.key < $1.key }.map { record in
            "\(record.kind) \(record.id.ending) \(ours.contains(record) ? "of the server" : "of the device")"
        }
    }

    private static func text(_ row: FeedRow?) -> String { row.map { "of commit \($0.version.commit)" } ?? "absent" }
}
