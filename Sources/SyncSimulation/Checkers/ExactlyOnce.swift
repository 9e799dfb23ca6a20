internal import FieldModel
internal import SyncCore

/// `exactly-once`: each operation has one final outcome and one effect, whatever is resent, reordered or duplicated.
enum ExactlyOnce {
    /// A second word about an operation is legal only after a provisional one.
    static func violation(_ event: ServerEvent, _ auditor: Auditor) -> String? {
        guard let before = auditor.outcomes[event.header.id] else { return nil }
        if before == .held { return nil }
        return "operation \(event.header.id.ending) was \(before) and then \(event.outcome.state)"
    }

    /// Once all is quiet every operation is final, and its device says of it what the server says.
    static func violation(_ world: World) -> String? {
        for device in world.devices where !world.isOut(device) {
            for entry in device.outbox {
                guard let kept = world.server.operation(entry.header.id)?.receipt.outcome else { continue }
                // Of an account that a restore has lost: it waits until the lender's file brings that again.
                if kept.state == .held, !world.server.knows(entry.header.account) { continue }
                if kept.state == .held { return "operation \(entry.header.id.ending) is held for ever" }
                if entry.receipt?.outcome.state != kept.state {
                    let told = entry.receipt.map { "\($0.outcome.state)" } ?? "nothing"
                    return "operation \(entry.header.id.ending) is \(kept.state), its device was told \(told)"
                }
            }
        }
        return visits(world)
    }

    /// Visits are append-only: as many as were recorded, taken back or not.
    private static func visits(_ world: World) -> String? {
        for account in world.server.accounts {
            let kept = world.server.aggregate(of: account).all(Visit.self)
            let known = world.auditor.visits[account] ?? [:]
            if Set(kept.map(\.id)) != Set(known.keys) {
                return "visits of \(account.ending): \(kept.count), not \(known.count)"
            }
            for visit in kept where (visit.value.withdrawnBy != nil) != known[visit.id]?.isWithdrawn {
                return "visit \(visit.id.ending) is taken back by half"
            }
        }
        return nil
    }
}
