internal import FieldModel
internal import FieldRules
internal import SyncCore

/// A second branch, accounts that move between the two, and persons whose role or branch changes.
extension World {
    /// With people of its own, by dice of its own: the first branch is what it is without.
    mutating func openOtherBranch(_ settings: BranchSettings, seed: UInt64) {
        var dice = Dice(seed ^ 0x4252_414E_4348_0000)
        let branch = BranchID.version7(at: now, using: &dice)
        server.otherBranch = branch
        server.open(settings, as: branch, now: now)
        writeSettings(settings, of: branch, &dice)
        for number in 0..<dice.within(2...3) {
            let actor = Actor(
                person: .version7(at: now, using: &dice), device: .version7(at: now, using: &dice),
                role: number == 0 ? .collector : dice.pick([.collector, .supervisor, .branch]) ?? .collector)
            let scope = scope(actor.person, actor.role, branch)
            devices.append(
                SimulatedDevice(
                    actor: actor, scope: scope, laptop: devices.count, zone: server.zone, codec: server.codec,
                    clockAhead: 0, now: now))
            server.enrol(actor, of: branch, now: now)
            auditor.scopes[actor.person] = scope
        }
        let count = devices.count
        note("there is a second branch; there are \(count) devices")
    }

    private mutating func writeSettings(_ settings: BranchSettings, of branch: BranchID, _ dice: inout Dice) {
        guard let record = server.read({ try $0.branch(branch) }) else { return }
        let write = WriteDocument(kind: .branchSettings, id: branch, content: .branchSettings(settings))
        let author = server.system.person
        let done = try? server.admit(now: now, using: &dice) {
            try $0.submit(.writeDocument(write), account: .nil_, branch: record, author: author)
        }
        observe(done?.events ?? [])
    }

    private func scope(_ person: PersonID, _ role: Role, _ branch: BranchID) -> SyncScope {
        role == .collector ? .collector(branch: branch, person: person) : .branch(branch)
    }

    /// Persons who collect in a branch, in the order of their laptops.
    func collectors(of branch: BranchID?) -> [PersonID] {
        devices.map(\.actor.person).filter { person in
            if case .collector(branch, _)? = auditor.scopes[person] { return true }
            return false
        }
    }

    /// An account goes to a collector of the other branch, whatever waits under it.
    mutating func move(_ dice: inout Dice) {
        guard let account = dice.pick(server.accounts), let home = auditor.homes[account],
            let target = [server.branch, server.otherBranch].compactMap({ $0 }).first(where: { $0 != home }),
            let assignee = dice.pick(collectors(of: target))
        else { return }
        let name = target == server.branch ? "first" : "second"
        note("the office moves account \(account.ending) to the \(name) branch")
        act(.assignAccount(AssignAccount(assignee: assignee, branch: target)), account, &dice)
    }

    /// Who stops collecting, or collects elsewhere, gives his accounts on; then his streams end.
    mutating func changeRole(_ device: Int, _ dice: inout Dice) {
        let person = devices[device].actor.person
        let role = dice.pick([Role.collector, .collector, .supervisor, .branch]) ?? .collector
        let branch = dice.pick([server.branch, server.otherBranch].compactMap { $0 }) ?? server.branch
        let scope = scope(person, role, branch)
        guard let old = auditor.scopes[person], old != scope, !isRevoked(devices[device]) else { return }
        if case .collector(let home, _) = old {
            let next = collectors(of: home).first { $0 != person }
            let own = server.accounts.filter { auditor.assignees[$0] == person }
            for account in own { act(.assignAccount(AssignAccount(assignee: next)), account, &dice) }
            guard server.accounts.allSatisfy({ auditor.assignees[$0] != person }) else { return }
        }
        note("device \(device)'s person becomes \(role)\(branch == old.branch ? "" : " of the other branch")")
        _ = try? transact(&dice) { admission in
            guard var record = try admission.transaction.person(person) else { return }
            (record.role, record.branch) = (role, branch)
            try admission.transaction.save(record)
            try admission.changeScope(of: person, from: old)
        }
        // Where the flush failed nobody was told, and it may stand.
        let stands = server.read { try $0.person(person) }
        guard let stands, stands.role == role, stands.branch == branch else { return }
        auditor.scopes[person] = scope
        for index in links.indices
        where devices[links[index].device].actor.person == person && links[index].hasServer {
            perform(links[index].server.end(Bye(reason: "shutting_down", detail: "scope_changed")), index, &dice)
        }
    }
}
