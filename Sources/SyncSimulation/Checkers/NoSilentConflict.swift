internal import FieldModel
internal import SyncCore

/// `no-silent-conflict`: two different concurrent values for one register always leave a Conflict with both.
///
/// The auditor looks at every edit right after it was admitted (`Auditor.write`, `resolve`, `remove`); here is what
/// must hold in the end: what is shown is what was admitted last.
enum NoSilentConflict {
    static func violation(_ world: World) -> String? {
        let writes = world.auditor.writes.sorted {
            ($0.value.epoch, $0.value.commit) < ($1.value.epoch, $1.value.commit)
        }
        for (place, write) in writes {
            let account = world.server.read { try $0.row(kind: place.kind, id: place.record)?.account }
            guard let account else { return "\(place.kind) \(place.record.ending) is gone" }
            let aggregate = world.server.aggregate(of: account)
            let shown: String?
            switch (place.kind, place.field) {
            case (.registers, let field):
                shown = aggregate[AccountRegisters.self, place.record]?.registers.first { $0.field == field }?.value
            case (.contactPoint, "value"): shown = aggregate[ContactPoint.self, place.record]?.value
            case (.contactPoint, "label"): shown = aggregate[ContactPoint.self, place.record]?.label
            default: continue
            }
            if shown != write.value {
                return "\(place.kind) \(place.field) shows \(shown ?? "nothing"), last admitted was \(write.value)"
            }
        }
        return nil
    }
}
