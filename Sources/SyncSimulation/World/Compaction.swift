internal import FieldModel
internal import SyncCore

/// The feed forgets what is old: whoever was away longer finds by comparing what he should have dropped.
extension World {
    mutating func compact(_ dice: inout Dice) {
        let hours = Int64(dice.pick([0, 1, 24, 72]) ?? 0)
        let compaction = FeedCompaction(horizonMilliseconds: hours * 3_600_000, now: now)
        let branch = server.branch
        guard let done = try? transact(&dice, { try compaction.step(branch, in: $0.transaction) }), done.rows > 0
        else { return }
        note("the feed forgets \(done.evictions) evictions up to commit \(done.fence)")
        // Under an exchange that has not come so far: its comparison finds what it is not told any more.
        // Whoever is beyond the fence has been told all of it, and must be right.
        let epoch = server.epoch
        for link in links {
            let (scope, cursor) = (devices[link.device].scope, devices[link.device].cursor)
            guard scope.branch == branch, cursor.epoch != epoch || cursor.commit < done.fence else { continue }
            devices[link.device].disk.isComparing = true
            devices[link.device].disk.wasOvertaken = true
        }
    }
}
