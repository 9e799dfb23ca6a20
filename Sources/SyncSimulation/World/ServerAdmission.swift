internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Operations become records here: check the chain's position, load the account, decide, commit, answer.
extension SimulatedServer {
    /// Stops at the first operation that does not follow its chain; what came before is admitted.
    mutating func push(_ batch: [SealedOperation], from device: DeviceID, now: Instant) -> [Receipt] {
        var receipts: [Receipt] = []
        for sealed in batch {
            guard let header = try? codec.decodeHeader(sealed.header), header.device == device else { break }
            let link = ChainHash.link(header: sealed.header, hash: hash)
            let end = chains[device] ?? ChainEnd()
            if header.sequence <= end.sequence && !PlantedBug.admitsRepeats(plant) {
                let position = ChainPosition(device: device, sequence: header.sequence)
                guard let known = byPosition[position], history[known].link == link else { break }
                var receipt = history[known].receipt
                receipt.alreadyApplied = true
                receipts.append(receipt)
                continue
            }
            guard header.sequence <= end.sequence + 1,
                header.sequence <= end.sequence || header.previousLink == end.link
            else { break }
            guard let intent = intent(of: sealed, header) else { break }
            receipts.append(admit(submission(header, sealed, link, intent), now: now))
        }
        return receipts
    }

    /// The branch's own device acts: imports, assignments, jobs.
    @discardableResult
    mutating func act(_ intent: Intent, on account: AccountID, now: Instant, using dice: inout Dice) -> Receipt? {
        let end = chains[system.device] ?? ChainEnd()
        guard let encoded = try? codec.encodeIntent(intent) else { return nil }
        let salt = [UInt8](repeating: 0, count: 16)
        let header = OperationHeader(
            id: .version7(at: now, using: &dice), device: system.device, incarnation: 1, sequence: end.sequence + 1,
            previousLink: end.link, account: account, kind: intent.kind,
            seen: FeedPosition(branch: branch, epoch: 1, commit: head), wallClock: now,
            commitment: ChainHash.commitment(salt: salt, intent: encoded, hash: hash), author: system.person)
        guard let bytes = try? codec.encodeHeader(header), let body = try? codec.encodeBody(salt: salt, intent: encoded)
        else { return nil }
        let sealed = SealedOperation(header: bytes, body: body)
        let link = ChainHash.link(header: bytes, hash: hash)
        return admit(submission(header, sealed, link, intent), now: now)
    }

    private func intent(of sealed: SealedOperation, _ header: OperationHeader) -> Intent? {
        guard let (salt, intent) = try? codec.decodeBody(sealed.body),
            ChainHash.commitment(salt: salt, intent: intent, hash: hash) == header.commitment
        else { return nil }
        return try? codec.decodeIntent(intent)
    }

    /// The clock's offset is the one of the first contact after the act, its bounds the contacts around it.
    private func submission(
        _ header: OperationHeader, _ sealed: SealedOperation, _ link: [UInt8], _ intent: Intent
    ) -> HistoryEntry {
        let device = devices[header.device]
        let contacts = device?.contacts ?? []
        let after = contacts.firstIndex { $0.lastMinted >= header.sequence }
        let first = after.map { contacts[$0] }
        let before = (after ?? contacts.count) > 0 && !contacts.isEmpty ? contacts[(after ?? contacts.count) - 1] : nil
        let moved = first.flatMap { first in before.map { abs(first.offset - $0.offset) } } ?? 0
        let actor = device.map { Actor(person: $0.person, device: header.device, role: $0.role) } ?? system
        return HistoryEntry(
            header: header, sealed: sealed, link: link, intent: intent, actor: actor,
            receipt: Receipt(
                operation: header.id, device: header.device, sequence: header.sequence,
                outcome: FieldModel.Outcome(state: .held), branch: branch, epoch: 1, receivedAt: header.wallClock),
            clockOffset: first?.offset ?? 0, clockSuspect: moved > 120_000, previousContact: before?.at,
            accountWasHeld: wasHeld(header, device?.scope))
    }

    /// Whether the account was in the device's scope at the cursor that the header says it had seen.
    private func wasHeld(_ header: OperationHeader, _ scope: SyncScope?) -> Bool {
        guard let scope, case .collector(_, let person) = scope else { return true }
        let seen = header.seen.lastKey.isEmpty ? [header.seen.commit] : [header.seen.commit, header.seen.commit + 1]
        return seen.contains { commit in
            placements[header.account]?.last { $0.commit <= commit }?.audience == .collector(person)
        }
    }
}

extension SimulatedServer {
    private mutating func admit(_ submission: HistoryEntry, now: Instant) -> Receipt {
        var entry = submission
        let header = entry.header
        var aggregate = aggregate(of: header.account)
        let outcome: FieldModel.Outcome
        let before = resolved(entry.intent, aggregate)
        if entry.actor.isSystem || header.author == entry.actor.person {
            outcome = Reducer.decide(&aggregate, entry.intent, context(entry, now: now))
        } else {
            outcome = FieldModel.Outcome(state: .refused, reason: "not_permitted")
        }
        let changes = PlantedBug.kept(plant, aggregate.changed)
        entry.receipt.outcome = outcome
        entry.receipt.receivedAt = now
        if !changes.isEmpty {
            entry.receipt.commit = write(changes, of: header.account)
            commits[header.id] = entry.receipt.commit
            aggregates[header.account] = settled(header.account, aggregate, changes)
        }
        append(entry)
        tell(entry, before, now)
        close(changes, commit: entry.receipt.commit, now)
        return entry.receipt
    }

    private func settled(_ account: AccountID, _ decided: Aggregate, _ changes: [Record]) -> Aggregate {
        guard plant == .lastWriteWins else {
            var settled = decided
            settled.settle()
            return settled
        }
        var kept = aggregate(of: account)
        for change in changes { kept.set(change.content, change.id) }
        kept.settle()
        return kept
    }

    private mutating func append(_ entry: HistoryEntry) {
        byName[entry.header.id] = history.count
        byPosition[ChainPosition(device: entry.header.device, sequence: entry.header.sequence)] = history.count
        history.append(entry)
        let end = chains[entry.header.device] ?? ChainEnd()
        guard entry.header.sequence > end.sequence else { return }
        chains[entry.header.device] = ChainEnd(sequence: entry.header.sequence, link: entry.link)
    }

    private func resolved(_ intent: Intent, _ aggregate: Aggregate) -> Conflict? {
        guard case .resolveConflict(let resolution) = intent else { return nil }
        return aggregate[Conflict.self, resolution.conflict]
    }

    private mutating func tell(_ entry: HistoryEntry, _ before: Conflict?, _ now: Instant) {
        let conflicts = aggregate(of: entry.header.account).all(Conflict.self).map(\.value)
        events.append(
            ServerEvent(
                header: entry.header, intent: entry.intent, outcome: entry.receipt.outcome,
                commit: entry.receipt.commit, at: now, conflicts: conflicts, resolved: before))
    }

    /// A held operation that a decision speaks of has its final outcome from here on.
    private mutating func close(_ changes: [Record], commit: UInt64, _ now: Instant) {
        for change in changes {
            guard case .decision(let decision) = change.content, let index = byName[decision.operation],
                history[index].receipt.outcome.state == .held
            else { continue }
            history[index].receipt.outcome = decision.outcome
            history[index].receipt.commit = commit
            commits[decision.operation] = commit
            tell(history[index], nil, now)
        }
    }

    private func context(_ entry: HistoryEntry, now: Instant) -> DecisionContext {
        let header = entry.header
        var context = DecisionContext(
            now: PlantedBug.now(plant, now, device: header.wallClock), actor: entry.actor, header: header,
            settings: settings, zone: zone, hash: hash, side: .server)
        context.clockOffset = plant == .deviceClock ? 0 : entry.clockOffset
        context.clockSuspect = entry.clockSuspect
        context.previousContact = plant == .deviceClock ? nil : entry.previousContact
        context.accountWasHeld = entry.accountWasHeld
        context.withdrawnBy = entry.sealed.withdrawnBy
        let (history, byName, commits) = (history, byName, commits)
        context.outcomes = { byName[$0].map { history[$0].receipt.outcome.state } }
        context.intentOf = { byName[$0].map { history[$0].past } }
        context.wasSeen = { operation in
            guard let index = byName[operation] else { return false }
            return history[index].header.device == header.device
                || (commits[operation] ?? .max) <= header.seen.commit
        }
        return context
    }
}
