internal import FieldModel
internal import SyncCore

/// `carried-fields`: what a program of this version does not know of a record stands in it still when it has written it.
/// Not one of the contract's invariants, but what it says of versions (§6).
enum CarriedFields {
    /// Once all is quiet: by what nodes of the next version wrote last.
    static func violation(_ world: World) -> String? {
        for (key, fields) in world.auditor.carried.sorted(by: { $0.key < $1.key }) {
            guard let row = world.server.read({ try $0.row(kind: key.kind, id: key.id) }),
                let content = try? world.server.codec.decode(kind: key.kind, bytes: row.bytes)
            else { continue }
            if content.later == fields { continue }
            return "\(key.kind) \(key.id.ending) has lost what the next version wrote in it"
        }
        return nil
    }

    /// What somebody does on a laptop leaves in each record what he is not shown.
    static func violation(_ shown: Aggregate?, _ before: Aggregate?) -> String? {
        guard let shown else { return nil }
        for record in before?.records ?? [] {
            guard let fields = record.content.later, !fields.isEmpty, let now = shown[record.key] else { continue }
            if now.later != fields {
                return "\(record.kind) \(record.id.ending) loses on a laptop what that cannot read"
            }
        }
        return nil
    }
}
