internal import FieldModel
internal import SyncCore

/// What arrives: receipts and pages, each in one transaction with all that follows from it.
extension SimulatedDevice {
    mutating func take(_ receipts: [Receipt], plant: PlantedBug?) {
        var touched: Set<AccountID> = []
        for receipt in receipts {
            guard let index = byName[receipt.operation], outbox[index].receipt?.outcome.state.isFinal != true else {
                continue
            }
            let account = outbox[index].header.account
            touched.insert(account)
            if PlantedBug.forgets(plant, receipt) {
                outbox.remove(at: index)
                byName = [:]
                for (index, entry) in outbox.enumerated() { byName[entry.header.id] = index }
                continue
            }
            outbox[index].receipt = receipt
            outbox[index].state = .acknowledged
            if receipt.outcome.state == .held { hearAgain() }
        }
        for account in touched.sorted() {
            rebuild(account)
            eraseIfAcknowledged(account)
        }
    }

    /// False when the page begins elsewhere than this replica stands: it is of an exchange that is over.
    mutating func take(_ page: PageReply, plant: PlantedBug?) -> Bool {
        guard page.from == cursor else { return false }
        var touched: Set<AccountID> = []
        for row in page.rows {
            if let account = row.account { touched.insert(account) }
            if row.kind == UInt16(RecordKind.branchSettings.rawValue) { touched.formUnion(views.keys) }
            apply(row)
        }
        cursor = page.reaches
        checkpoint = page.checkpoint?.commit ?? checkpoint
        for index in outbox.indices where outbox[index].state == .acknowledged {
            guard let receipt = outbox[index].receipt, receipt.outcome.state.isFinal, receipt.commit <= checkpoint
            else { continue }
            outbox[index].state = .settled
            touched.insert(outbox[index].header.account)
        }
        for account in touched.sorted() {
            rebuild(account)
            eraseIfAcknowledged(account)
        }
        return true
    }

    private mutating func apply(_ row: FeedRow) {
        guard let kind = RecordKind(rawValue: Int(row.kind)) else { return }
        let key = RecordKey(kind: kind, id: row.id)
        switch row.state {
        case .eviction: evict(row.id)
        case .tombstone: remove(key)
        case .live:
            remove(key)
            let digest = RowDigest(of: row, hash: hash)
            self.digest.add(digest)
            rows[key] = DeviceRow(row: row, digest: digest)
            if let account = row.account { evicted[account] = nil }
            if kind == .decision { hear(row) }
        }
    }

    private mutating func remove(_ key: RecordKey) {
        guard let old = rows.removeValue(forKey: key) else { return }
        digest.remove(old.digest)
    }

    private mutating func evict(_ account: AccountID) {
        let gone = rows.filter { $0.value.row.account == account }.keys
        guard !gone.isEmpty else { return }
        for key in gone { remove(key) }
        views[account] = nil
        evicted[account] = false
    }

    /// A receipt that comes late may find its decision here already.
    private mutating func hearAgain() {
        for row in rows.values.map(\.row) where row.kind == UInt16(RecordKind.decision.rawValue) { hear(row) }
    }

    /// The final word on an operation that was held.
    private mutating func hear(_ row: FeedRow) {
        guard case .decision(let decision)? = try? codec.decode(kind: .decision, bytes: row.bytes),
            let index = byName[decision.operation], outbox[index].receipt?.outcome.state == .held
        else { return }
        outbox[index].receipt?.outcome = decision.outcome
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
