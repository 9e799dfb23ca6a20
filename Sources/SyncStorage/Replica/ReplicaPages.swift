internal import FieldModel
internal import SyncCore

/// The hot path: confirmed rows of a page go in, and the running digest follows.
extension ReplicaSession {
    func apply(
        _ rows: [FeedRow], branch: BranchID, lookup: (FeedRow) -> [UInt8]?
    ) throws -> Set<AccountID> {
        let numbers = try makeBranch(branch)
        var touched: Set<AccountID> = []
        var digest = digestChanges[numbers.number] ?? ScopeDigest()
        for row in rows {
            if let account = row.account { touched.insert(account) }
            switch row.state {
            case .live:
                try welcomeBack(row.account)
                try upsert(row, numbers, &digest)
                if row.kind == UInt16(RecordKind.account.rawValue) { try setLookup(row.id, lookup(row)) }
            case .tombstone:
                try removeConfirmed(kind: row.kind, id: row.id, branch: numbers.number, &digest)
                if row.kind == UInt16(RecordKind.account.rawValue) { try setLookup(row.id, nil) }
            case .eviction:
                touched.insert(row.id)
                try evict(row.id, branch: numbers.number, &digest)
            }
        }
        digestChanges[numbers.number] = digest
        repairTables = [:]
        return touched
    }

    func removeConfirmed(_ keys: [(kind: UInt16, id: RecordID)], branch: BranchID) throws {
        let number = try makeBranch(branch).number
        var digest = digestChanges[number] ?? ScopeDigest()
        for key in keys { try removeConfirmed(kind: key.kind, id: key.id, branch: number, &digest) }
        digestChanges[number] = digest
        repairTables = [:]
    }

    func endScan(branch: BranchID) throws -> Set<AccountID> {
        let numbers = try makeBranch(branch)
        let stale = try database.all(
            "SELECT kind, id, account FROM confirmed WHERE branch = ? AND scan <> ? ORDER BY kind, id",
            {
                $0.bind(numbers.number)
                $0.bind(numbers.scan)
            }
        ) { (kind: $0.kind(), id: $0.identifier(), account: $0.optionalIdentifier()) }
        var digest = digestChanges[numbers.number] ?? ScopeDigest()
        for row in stale where row.kind == UInt16(RecordKind.account.rawValue) {
            // It has moved to another branch of the replica's own scope.
            if try isHeld(row.id, elsewhereThan: numbers.number) { continue }
            try evict(row.id, branch: numbers.number, &digest)
        }
        for row in stale {
            try removeConfirmed(kind: row.kind, id: row.id, branch: numbers.number, &digest)
        }
        digestChanges[numbers.number] = digest
        repairTables = [:]
        return Set(stale.compactMap(\.account))
    }

    private func isHeld(_ account: AccountID, elsewhereThan branch: Int64) throws -> Bool {
        try database.first(
            "SELECT 1 FROM confirmed WHERE kind = ? AND id = ? AND branch <> ?",
            {
                $0.bind(RecordKind.account.rawValue)
                $0.bind(account)
                $0.bind(branch)
            }
        ) { $0.integer() } != nil
    }

    /// The row is not there in most pages of a first sync, so that inserting is tried before looking.
    private func upsert(_ row: FeedRow, _ branch: BranchNumbers, _ digest: inout ScopeDigest) throws {
        let body = try environment.codec.seal(row.bytes, at: BodyPlace(confirmed: row))
        let rowDigest = RowDigest(of: row, hash: environment.hash)
        try database.run(Self.insertConfirmed) {
            $0.bind(branch.number)
            $0.bind(row.kind)
            $0.bind(row.id)
            $0.bind(row.account)
            $0.bind(row.version.epoch)
            $0.bind(row.version.commit)
            $0.bind(branch.scan)
            $0.bind(bits: rowDigest.high)
            $0.bind(bits: rowDigest.low)
            $0.bind(body)
        }
        if database.changedRows == 0, let old = try standing(kind: row.kind, id: row.id, branch: branch.number) {
            digest.remove(old.digest)
            try database.run(Self.updateConfirmed) {
                $0.bind(row.account)
                $0.bind(row.version.epoch)
                $0.bind(row.version.commit)
                $0.bind(branch.scan)
                $0.bind(bits: rowDigest.high)
                $0.bind(bits: rowDigest.low)
                $0.bind(body)
                $0.bind(old.number)
            }
        }
        digest.add(rowDigest)
    }

    private func removeConfirmed(
        kind: UInt16, id: RecordID, branch: Int64, _ digest: inout ScopeDigest
    ) throws {
        guard let old = try standing(kind: kind, id: id, branch: branch) else { return }
        digest.remove(old.digest)
        try database.run("DELETE FROM confirmed WHERE number = ?") { $0.bind(old.number) }
    }

    private func standing(kind: UInt16, id: RecordID, branch: Int64) throws -> (number: Int64, digest: RowDigest)? {
        try database.first(
            "SELECT number, digest_high, digest_low FROM confirmed WHERE kind = ? AND id = ? AND branch = ?",
            {
                $0.bind(kind)
                $0.bind(id)
                $0.bind(branch)
            }
        ) { ($0.integer(), $0.digest()) }
    }

    private func setLookup(_ account: AccountID, _ lookup: [UInt8]?) throws {
        guard let lookup else {
            return try database.run("DELETE FROM lookups WHERE account = ?") { $0.bind(account) }
        }
        try database.run("INSERT INTO lookups VALUES (?, ?) ON CONFLICT DO UPDATE SET lookup = excluded.lookup") {
            $0.bind(account)
            $0.bind(lookup)
        }
    }

    private static let insertConfirmed = """
        INSERT INTO confirmed (branch, kind, id, account, epoch, commit_number, scan, digest_high, digest_low,
            body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id, branch) DO NOTHING
        """

    private static let updateConfirmed = """
        UPDATE confirmed SET account = ?, epoch = ?, commit_number = ?, scan = ?, digest_high = ?, digest_low = ?,
            body = ? WHERE number = ?
        """
}

extension BodyPlace {
    init(confirmed row: FeedRow) {
        self.init(table: .confirmed, kind: row.kind, id: row.id, version: row.version)
    }
}

/// Evictions and what is left to erase after them.
extension ReplicaSession {
    func evictions() throws -> [(account: AccountID, erased: Bool)] {
        try database.all("SELECT account, state = 2 FROM evictions ORDER BY account") { ($0.identifier(), $0.flag()) }
    }

    /// Bodies of operations stay until each has its receipt: they may have to be sent again. Of an account that was
    /// never here nothing has to be erased.
    private func evict(_ account: AccountID, branch: Int64, _ digest: inout ScopeDigest) throws {
        let rows = try database.all(
            "SELECT digest_high, digest_low FROM confirmed WHERE account = ? AND branch = ?",
            {
                $0.bind(account)
                $0.bind(branch)
            }
        ) { $0.digest() }
        for row in rows { digest.remove(row) }
        try database.run("DELETE FROM confirmed WHERE account = ? AND branch = ?") {
            $0.bind(account)
            $0.bind(branch)
        }
        try dropDerived(account)
        let hasNothing = try rows.isEmpty && operations(account: account, states: Self.allStates).isEmpty
        try database.run(
            "INSERT INTO evictions VALUES (?1, ?2) ON CONFLICT DO UPDATE SET state = min(state, excluded.state)"
        ) {
            $0.bind(account)
            $0.bind(hasNothing ? 2 : 0)
        }
        evicted?.insert(account)
    }

    /// A row of an account that had left means that the account is back: there is nothing to erase any more.
    private func welcomeBack(_ account: AccountID?) throws {
        guard let account else { return }
        if evicted == nil {
            evicted = Set(try database.all("SELECT account FROM evictions") { $0.identifier() })
        }
        guard evicted?.remove(account) != nil else { return }
        try database.run("DELETE FROM evictions WHERE account = ?") { $0.bind(account) }
    }

    /// Header, outcome, position and link stay; they hold no value of the account.
    func erase(account: AccountID) throws {
        let state = try database.first("SELECT state FROM evictions WHERE account = ?", { $0.bind(account) }) {
            $0.integer()
        }
        guard let state else {
            throw StoreFailure(code: "constraint", message: "account \(account) was not evicted: nothing is erased")
        }
        if state > 0 { return }
        let own = try operations(account: account, states: Self.allStates)
        guard own.allSatisfy({ $0.receipt != nil }) else {
            throw StoreFailure(
                code: "constraint", message: "account \(account) has operations without a receipt: nothing is erased")
        }
        for var entry in own {
            entry.sealed.body = []
            entry.provisional = entry.provisional.withoutValues
            entry.receipt = entry.receipt.map(\.withoutValues)
            try update(entry)
            for earlier in try earlierReceipts(entry.header.id) { try keepEarlier(earlier.withoutValues) }
        }
        try dropDerived(account)
        try database.run("UPDATE evictions SET state = 1 WHERE account = ?") { $0.bind(account) }
    }

    func markReported(_ accounts: [AccountID]) throws {
        for account in accounts {
            try database.run("DELETE FROM evictions WHERE account = ? AND state = 2") { $0.bind(account) }
            evicted = nil
        }
    }

    private static let allStates: Set<OutboxEntry.State> = [.pending, .acknowledged, .settled]

    private func dropDerived(_ account: AccountID) throws {
        try database.run("DELETE FROM overlay WHERE account = ?") { $0.bind(account) }
        try database.run("DELETE FROM lookups WHERE account = ?") { $0.bind(account) }
    }
}

extension Outcome {
    fileprivate var withoutValues: Outcome { Outcome(state: state, reason: reason, rule: rule) }
}

extension Receipt {
    fileprivate var withoutValues: Receipt {
        var bare = self
        bare.outcome = outcome.withoutValues
        return bare
    }
}
