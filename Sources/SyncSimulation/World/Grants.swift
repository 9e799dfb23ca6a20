internal import FieldModel
internal import SyncCore

/// Caps that allowances keep: the server grants before it answers a round, laptops give back what leaves them or has
/// ended.
extension World {
    /// As a verdict names the pack of the caps.
    static let capVersion = "\(CapRules.cap)@1"

    /// What makes holders stop, in every branch; the caps themselves may come later.
    mutating func giveAllowances(seed: UInt64) {
        var dice = Dice(seed ^ 0x4341_5053_0000_0000)
        if !server.hasRules {
            server.hasRules = true
            for pack in Packs.standing where pack.name != "allowance" {
                writeEverywhere(pack.name, 1, pack.rules, &dice)
            }
        }
        writeEverywhere("allowance", 2, CapRules.allowances, &dice)
        if !additions.isCapLate { changeCap(&dice) }
    }

    mutating func changeCap(_ dice: inout Dice) {
        note("the branches have caps")
        writeEverywhere(CapRules.cap, 1, CapRules.caps, &dice)
    }

    /// A pack of the organisation's: a commit in each branch.
    private mutating func writeEverywhere(_ name: String, _ version: Int, _ rules: [String], _ dice: inout Dice) {
        for branch in [server.branch, server.otherBranch].compactMap(\.self) {
            guard let record = server.read({ try $0.branch(branch) }) else { continue }
            let content = Packs.document(name, version: version, rules)
            let id = RecordID.version7(at: now, using: &dice)
            let author = server.system.person
            let done = try? server.admit(now: now, using: &dice) {
                try $0.submit(
                    .writeDocument(WriteDocument(kind: .rulePack, id: id, content: content)), account: .nil_,
                    branch: record, author: author)
            }
            guard let done else { continue }
            observe(done.events)
            news.append(done.news)
        }
        spreadNews(&dice)
    }

    /// A failure is nothing to whoever waits for his round: grants come with the next one.
    mutating func lookAfterAllowances(_ scope: SyncScope, _ round: UInt32, _ index: Int, _ dice: inout Dice) throws {
        guard additions.hasAllowances, links[index].roundServed != round else { return }
        links[index].roundServed = round
        let device = links[index].device
        let person = devices[device].actor.person
        let now = now
        do {
            let turn = try server.store.look { try AllowanceTurn(scope, person: person, now: now, $0) }
            guard let turn else { return }
            let plant = plant
            let count = try transact(&dice) {
                try PlantedBug.grantsBlindly(plant, turn, &$0)
                return try $0.grantAllowances(to: turn.holder, on: turn.accounts)
            }
            if count > 0 { note("  the server grants device \(device) \(count) allowances") }
            try transact(&dice) { try turn.done($0) }
        } catch let failure as StoreFailure {
            note("  the server grants nothing: \(failure.code)")
        }
    }
}

extension World {
    /// Of accounts that leave with a page, before it is taken in: afterwards their records are gone.
    mutating func giveBackWhatLeaves(with rows: [FeedRow], _ device: Int, _ dice: inout Dice) {
        guard additions.hasAllowances else { return }
        for row in rows where row.state == .eviction { giveBack(device, row.id, &dice) { _ in true } }
    }

    /// By the server's time as the laptop estimates it, before an exchange.
    mutating func giveBackWhatEnded(_ device: Int, _ dice: inout Dice) {
        guard additions.hasAllowances, !devices[device].disk.isFull else { return }
        let estimate = devices[device].trueTime(at: now)
        for account in devices[device].accounts {
            giveBack(device, account, &dice) { allowance in
                allowance.validUntil.map { $0.milliseconds - Limits.clockSkewMilliseconds <= estimate.milliseconds }
                    ?? false
            }
        }
    }

    /// Once: an answer that refuses it would only be refused again.
    mutating func giveBack(
        _ device: Int, _ account: AccountID, _ dice: inout Dice,
        where isWanted: (Allowance) -> Bool
    ) {
        let person = devices[device].actor.person
        func isOpen(_ value: Allowance) -> Bool {
            value.holder == person && !value.closed && value.units > 0 && isWanted(value)
        }
        // What is held is among the confirmed rows; only how much of it is left is not.
        guard devices[device].confirmedAllowances(of: account).contains(where: isOpen) else { return }
        let open = (devices[device].look(at: account)?.all(Allowance.self) ?? []).filter { isOpen($0.value) }
        for (id, value) in open where !devices[device].hasReturned(id, of: account) {
            let through = devices[device].chainEnd.sequence
            let intent = ReturnAllowance(allowance: id, unspent: value.unspent, throughSequence: through)
            act(.returnAllowance(intent), on: account, by: device, &dice)
        }
    }
}

extension SimulatedDevice {
    fileprivate func confirmedAllowances(of account: AccountID) -> [Allowance] {
        (keysOfAccount[account] ?? []).compactMap { key in
            guard key.kind == .allowance, case .allowance(let content)? = rows[key]?.content else { return nil }
            return content
        }
    }

    fileprivate func hasReturned(_ allowance: RecordID, of account: AccountID) -> Bool {
        // By index: copying an entry costs more than looking at it.
        outbox.indices.contains { index in
            guard outbox[index].header.account == account,
                case .returnAllowance(let known)? = intents[outbox[index].header.id]
            else { return false }
            return known.allowance == allowance
        }
    }
}
