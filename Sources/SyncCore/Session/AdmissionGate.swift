package import FieldModel

/// Who may begin an exchange now, and how long the others wait, when many devices return at once.
///
/// So many exchanges work at a time. Branches that have somebody at work or waiting share the places evenly, whatever
/// their size: three hundred laptops of one branch do not keep the two of another out. Within a branch it is first come,
/// first served: who was told to wait keeps his turn. A place that nobody claims is anybody's, so none stands empty while
/// somebody waits. An idle live session has given its place back and counts for nothing here.
package struct AdmissionGate: Sendable {
    package enum Decision: Hashable, Sendable {
        case enter
        case wait(milliseconds: UInt32)
    }

    /// Devices of no branch, administrators' among them, are a group of their own.
    private typealias Group = BranchID?

    private struct Turn: Sendable {
        var group: Group
        var order: UInt64
        var dueAt: Instant
    }

    private let places: Int
    private var atWork: [Group: Int] = [:]
    private var total = 0
    private var turns: [DeviceID: Turn] = [:]
    private var nextOrder: UInt64 = 0
    private var sweptAt: Instant?
    /// What an exchange takes, as a running mean.
    private var exchangeMilliseconds: Int64 = 500

    private let mostWaiting: Int

    package init(places: Int, mostWaiting: Int = Limits.waitingDevices) {
        self.places = max(1, places)
        self.mostWaiting = mostWaiting
    }

    package var working: Int { total }
    package var waiting: Int { turns.count }

    /// Each `enter` is followed by one `leave`.
    package mutating func arrive(_ device: DeviceID, of branch: BranchID?, at now: Instant) -> Decision {
        sweep(now)
        let before = turns[device].flatMap { $0.group == branch ? $0 : nil }
        if mayEnter(branch, hasTurn: before != nil, now) {
            turns[device] = nil
            atWork[branch, default: 0] += 1
            total += 1
            return .enter
        }
        let order = before?.order ?? nextOrder
        if before == nil { nextOrder += 1 }
        let wait = wait(device, branch, order)
        if before != nil || turns.count < mostWaiting {
            turns[device] = Turn(group: branch, order: order, dueAt: now + wait)
        }
        return .wait(milliseconds: UInt32(clamping: wait))
    }

    package mutating func leave(_ branch: BranchID?, enteredAt: Instant, at now: Instant) {
        guard let count = atWork[branch] else { return }
        atWork[branch] = count > 1 ? count - 1 : nil
        total -= 1
        let took = min(max(now - enteredAt, 20), Limits.longestWaitMilliseconds)
        exchangeMilliseconds = (exchangeMilliseconds * 7 + took) / 8
    }

    /// Who did not come back when his turn came has given it up.
    private mutating func sweep(_ now: Instant) {
        if let sweptAt, now >= sweptAt, now - sweptAt < 1_000 { return }
        sweptAt = now
        turns = turns.filter { now - $0.value.dueAt < Limits.turnGraceMilliseconds }
    }
}

extension AdmissionGate {
    /// A group's own places come first; then what the others, with those of theirs who wait, leave free.
    private func mayEnter(_ group: Group, hasTurn: Bool, _ now: Instant) -> Bool {
        let free = places - total
        guard free > 0 else { return false }
        let share = share(with: group)
        // Whoever is due comes any moment: a newcomer leaves him his place.
        let due = hasTurn ? 0 : turns.values.count { $0.group == group && $0.dueAt <= now }
        if min(free, share - (atWork[group] ?? 0)) - due > 0 { return true }
        var claims = 0
        for (other, count) in waitingByGroup where other != group {
            claims += max(0, min(count, share - (atWork[other] ?? 0)))
        }
        return free - claims - due > 0
    }

    private func share(with group: Group) -> Int {
        var groups = Set(atWork.keys)
        groups.formUnion(turns.values.map(\.group))
        groups.insert(group)
        return max(1, places / groups.count)
    }

    private var waitingByGroup: [Group: Int] {
        turns.values.reduce(into: [:]) { $0[$1.group, default: 0] += 1 }
    }

    /// Until those of the group who came before have had their exchange, spread over the length of one.
    private func wait(_ device: DeviceID, _ group: Group, _ order: UInt64) -> Int64 {
        let ahead = Int64(turns.values.count { $0.group == group && $0.order < order })
        let queued = exchangeMilliseconds * (ahead / Int64(share(with: group)) + 1)
        let spread = Int64(device.low % UInt64(max(exchangeMilliseconds, 1_000)))
        return min(max(queued + spread, Limits.shortestWaitMilliseconds), Limits.longestWaitMilliseconds)
    }
}
