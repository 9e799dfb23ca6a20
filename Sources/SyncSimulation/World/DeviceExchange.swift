internal import FieldModel
internal import SyncCore

/// What an exchange does to a device: each function is one transaction, with all that follows from what it takes.
extension SimulatedDevice {
    func hello(at now: Instant, live: Bool) -> Hello {
        let end = chainEnd
        let pending = pending
        var acknowledged = end
        if let first = pending.first(where: { $0.header.incarnation == end.incarnation }) {
            acknowledged = ChainEnd(
                incarnation: end.incarnation, sequence: first.header.sequence - 1, link: first.header.previousLink)
        }
        let positions = cursor.epoch == 0 ? [] : [ReplicaPosition(cursor: cursor, digest: digest)]
        var hello = Hello(
            incarnation: end.incarnation, positions: positions, lastAcknowledged: acknowledged, lastMinted: end,
            pending: UInt64(pending.count), wallClock: wallClock(at: now), monotonic: now - bootedAt,
            bootID: bootID, hlc: hlc,
            oldestUnsentAt: pending.first?.header.wallClock, live: live, comparesKeys: true,
            scope: scope.name)
        hello.comparesEpochs = true
        hello.isComparing = isComparing
        hello.lateThrough = lateThrough
        let hasOlderChains = outbox.indices.contains { outbox[$0].header.incarnation < incarnation }
        if hasOlderChains { hello.olderChainsOffered = epochs.ofOlderChains }
        return hello
    }

    /// Of the present chain.
    var hasPending: Bool {
        outbox.indices.contains { outbox[$0].state == .pending && outbox[$0].header.incarnation == incarnation }
    }

    func operations(from start: ClientSession.PushStart) -> [OutboxEntry] {
        switch start {
        case .pending: ofPresentChain { $0.state == .pending }
        case .sequence(let sequence): ofPresentChain { $0.header.sequence >= sequence }
        case .pendingOfAllChains: ofPresentChain { $0.state == .pending } + pendingOfOlderChains
        case .allChains(let sequence): ofPresentChain { $0.header.sequence >= sequence } + pendingOfOlderChains
        }
    }

    private var pendingOfOlderChains: [OutboxEntry] { pending.filter { $0.header.incarnation < incarnation } }

    /// By index: copying an entry costs more than looking at it.
    private func ofPresentChain(_ isWanted: (OutboxEntry) -> Bool) -> [OutboxEntry] {
        outbox.indices.filter { outbox[$0].header.incarnation == incarnation && isWanted(outbox[$0]) }
            .map { outbox[$0] }
    }

    mutating func take(_ receipts: [Receipt], plant: PlantedBug? = nil) {
        var touched: Set<AccountID> = []
        for receipt in receipts {
            guard let index = byName[receipt.operation] else { continue }
            if let known = outbox[index].receipt, known.outcome.state.isFinal,
                (known.epoch, known.commit) == (receipt.epoch, receipt.commit)
            {
                continue
            }
            let account = outbox[index].header.account
            touched.insert(account)
            if PlantedBug.forgets(plant, receipt) {
                outbox.remove(at: index)
                renumber()
                continue
            }
            outbox[index].receipt = receipt
            outbox[index].state = receipt.commit > 0 || receipt.outcome.state == .held ? .acknowledged : .settled
        }
        for account in touched.sorted() {
            rebuild(account)
            eraseIfAcknowledged(account)
        }
    }

    /// The place of each operation in the outbox, by its name.
    mutating func renumber() {
        byName = [:]
        for (index, entry) in outbox.enumerated() { byName[entry.header.id] = index }
    }

    mutating func take(_ rows: [FeedRow], reaches: FeedPosition, plant: PlantedBug? = nil) {
        var touched: Set<AccountID> = []
        for row in rows where PlantedBug.keeps(plant, row, unknown: unknownKinds) {
            if let account = row.account { touched.insert(account) }
            apply(row)
        }
        readWhatIsForAll(rows, &touched, plant: plant)
        cursor = reaches
        for account in touched.sorted() {
            if !(PlantedBug.keepsOverlay(plant) && views[account] != nil) { rebuild(account) }
            eraseIfAcknowledged(account)
        }
    }

    /// Settings and rules decide what one's own work looks like.
    private mutating func readWhatIsForAll(_ rows: [FeedRow], _ touched: inout Set<AccountID>, plant: PlantedBug?) {
        let kinds = Set(rows.map(\.kind))
        if kinds.contains(UInt16(RecordKind.rulePack.rawValue)) { readRules(plant: plant) }
        guard kinds.contains(where: { RecordKind(rawValue: Int($0))?.isForAll ?? false }) else { return }
        touched.formUnion(views.keys)
    }

    /// The checkpoint's place; what the confirmed rows show now loses its overlay, and what a scan from the start did not
    /// bring is not in the scope.
    mutating func reach(_ checkpoint: Checkpoint, plant: PlantedBug? = nil) {
        if cursor.epoch != checkpoint.at.epoch || cursor.precedes(checkpoint.at) { cursor = checkpoint.at }
        lastCheckpoint = checkpoint.at
        lateThrough = checkpoint.lateThrough ?? lateThrough
        let hasScanned = isScanning
        var touched = endScan()
        if hasScanned {
            readRules(plant: plant)
            touched.formUnion(views.keys)
        }
        for index in outbox.indices where outbox[index].state == .acknowledged {
            guard let receipt = outbox[index].receipt, receipt.outcome.state.isFinal,
                receipt.branch != checkpoint.at.branch || receipt.epoch != checkpoint.at.epoch
                    || receipt.commit <= checkpoint.at.commit
            else { continue }
            outbox[index].state = .settled
            touched.insert(outbox[index].header.account)
        }
        for account in touched.sorted() where !PlantedBug.keepsOverlay(plant) {
            rebuild(account)
            eraseIfAcknowledged(account)
        }
    }

    private mutating func apply(_ row: FeedRow) {
        guard let kind = RecordKind(rawValue: Int(row.kind)) else { return }
        let key = RecordKey(kind: kind, id: row.id)
        unscanned?.remove(key)
        switch row.state {
        case .eviction: evict(row.id)
        case .tombstone: remove(key)
        case .live:
            remove(key)
            let digest = RowDigest(of: row, hash: hash)
            self.digest.add(digest)
            rows[key] = DeviceRow(
                row: row, digest: digest, content: try? codec.decode(kind: kind, bytes: row.bytes))
            if let account = row.account {
                evicted[account] = nil
                keysOfAccount[account, default: []].insert(key)
            }
            if kind == .decision { hear(row) }
        }
    }

    private mutating func remove(_ key: RecordKey) {
        guard let old = rows.removeValue(forKey: key) else { return }
        digest.remove(old.digest)
        if let account = old.row.account { keysOfAccount[account]?.remove(key) }
    }

    private mutating func evict(_ account: AccountID) {
        let gone = keysOfAccount[account] ?? []
        guard !gone.isEmpty else { return }
        for key in gone { remove(key) }
        views[account] = nil
        evicted[account] = false
    }

    /// The final word on an operation that was held.
    private mutating func hear(_ row: FeedRow) {
        guard case .decision(let decision)? = try? codec.decode(kind: .decision, bytes: row.bytes),
            let index = byName[decision.operation], decision.device == actor.device
        else { return }
        outbox[index].receipt?.outcome = decision.outcome
        outbox[index].receipt?.branch = scope.branch
        outbox[index].receipt?.epoch = row.version.epoch
        outbox[index].receipt?.commit = row.version.commit
    }

    /// Nothing of an evicted account stays, bodies included, once each of its operations has its receipt.
    private mutating func eraseIfAcknowledged(_ account: AccountID) {
        guard evicted[account] == false else { return }
        let own = outbox.indices.filter { outbox[$0].header.account == account }
        guard own.allSatisfy({ outbox[$0].receipt != nil }) else { return }
        for index in own {
            outbox[index].sealed.body = []
            intents[outbox[index].header.id] = nil
        }
        evicted[account] = true
    }
}

/// Starting over, and going on as another incarnation.
extension SimulatedDevice {
    var isScanning: Bool { unscanned != nil }

    mutating func keep(_ welcome: Welcome, at now: Instant) {
        clockMemory = clocks(at: now, offset: welcome.clockOffset)
        if welcome.compares || welcome.verdict.comparesByKeys { isComparing = true }
        isRestricted = welcome.verdict.isRestriction
        guard
            let offered = Reoffering(welcome, positions: [cursor], epochs: epochs, incarnation: incarnation)
        else { return }
        epochs = offered.epochs
        if let head = welcome.stepBack(from: cursor) { cursor = head }
        var touched: Set<AccountID> = []
        for index in outbox.indices where offered.wants(outbox[index]) {
            outbox[index].receipt = nil
            outbox[index].state = .pending
            reoffered.insert(outbox[index].header.id)
            touched.insert(outbox[index].header.account)
        }
        for account in touched.sorted() { rebuild(account) }
        if let role = Role(rawValue: welcome.role), role != actor.role {
            actor.role = role
            for account in accounts { rebuild(account) }
        }
        if case .scopeChanged = welcome.verdict, let named = scope(named: welcome) {
            scope = named
            startOver()
        } else if cursor.epoch == 0, let named = scope(named: welcome) {
            scope = named
            cursor = FeedPosition(branch: named.branch)
        } else if offered.startsOver {
            startOver()
        }
    }

    private func scope(named welcome: Welcome) -> SyncScope? {
        guard let branch = welcome.heads.first?.branch else { return nil }
        switch welcome.scope {
        case SyncScope.branch(branch).name: return .branch(branch)
        case DeviceScope.none: return nil
        default: return .collector(branch: branch, person: actor.person)
        }
    }

    mutating func startOver() {
        cursor = FeedPosition(branch: scope.branch)
        unscanned = Set(rows.keys)
    }

    private mutating func endScan() -> Set<AccountID> {
        guard let left = unscanned else { return [] }
        unscanned = nil
        var touched: Set<AccountID> = []
        for key in left.sorted() {
            let account = rows[key]?.row.account
            remove(key)
            guard let account else { continue }
            touched.insert(account)
            if key.kind == .account {
                evict(account)
                evicted[account] = false
                views[account] = nil
            }
        }
        return touched
    }

    /// What waits keeps its name and body and gets a new place.
    mutating func rechain(_ next: UInt32) {
        incarnation = next
        var end = ChainEnd(incarnation: next)
        for index in outbox.indices where outbox[index].state == .pending {
            outbox[index].header.incarnation = next
            outbox[index].header.sequence = end.sequence + 1
            outbox[index].header.previousLink = end.link
            guard let bytes = try? codec.encodeHeader(outbox[index].header) else { continue }
            outbox[index].sealed.header = bytes
            outbox[index].link = ChainHash.link(header: bytes, hash: hash)
            end = ChainEnd(incarnation: next, sequence: end.sequence + 1, link: outbox[index].link)
        }
    }
}
