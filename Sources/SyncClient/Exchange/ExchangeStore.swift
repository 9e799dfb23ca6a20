package import FieldModel
internal import FieldRules
package import SyncCore
internal import SyncWire

/// What an exchange does to the replica: each method is one durable transaction, so that a kill between two of them
/// loses nothing and repeats nothing.
package struct ExchangeStore: Sendable {
    let parts: ClientParts
    let pages: PageCoder

    package init(_ parts: ClientParts) {
        self.parts = parts
        pages = PageCoder(content: WirePageContent(), encodings: parts.encodings)
    }

    package func hello(live: Bool, renewalRequest: [UInt8], programVersion: String) throws -> Hello {
        try parts.store.read { reading in
            _ = try reading.identity()
            let end = try reading.chainNow()
            let first = try reading.nextToSend
            // `identity` goes without saying where there is another.
            let accepted = pages.names.count > 1 ? pages.names.filter { $0 != "identity" } : pages.names
            var acknowledged = end
            if let first {
                acknowledged = ChainEnd(
                    incarnation: end.incarnation, sequence: first.header.sequence - 1, link: first.header.previousLink)
            }
            var hello = Hello(
                incarnation: end.incarnation,
                positions: try reading.positions().filter { $0.position.epoch != 0 }.map {
                    ReplicaPosition(cursor: $0.position, digest: $0.digest)
                },
                lastAcknowledged: acknowledged, lastMinted: end,
                pending: UInt64(try reading.operationCount(states: [.pending])), encodings: accepted,
                wallClock: parts.clock.now(), monotonic: parts.clock.monotonic(), bootID: parts.clock.bootID,
                hlc: HybridLogicalClock(packed: UInt64(bitPattern: try reading.number(.hlc) ?? 0)),
                logHeads: try LogHeadText.read(reading.value(.logHeads) ?? ""), programVersion: programVersion,
                oldestUnsentAt: try reading.oldestUnsentAt, renewalRequest: renewalRequest, live: live,
                comparesKeys: true, scope: try reading.value(.replicaScope) ?? "")
            hello.comparesEpochs = true
            hello.isComparing = try reading.value(.comparing) != nil
            hello.lateThrough = try reading.value(.lateThrough).flatMap { UInt64($0) }
            if try reading.hasOlderChains {
                hello.olderChainsOffered = try reading.offeredEpochs.ofOlderChains
            }
            return hello
        }
    }

    /// A batch of what is to be sent from the cursor's place on, within the limits.
    func batch(_ cursor: PushCursor, operations: Int, bytes: Int) throws -> [OutboxEntry] {
        let entries = try parts.store.read { reading in
            try reading.operations(states: cursor.states, from: cursor.place, limit: operations)
                .filter { cursor.isOlderChains == ($0.header.incarnation < cursor.incarnation) }
        }
        var size = 0
        var batch: [OutboxEntry] = []
        for entry in entries {
            size += entry.sealed.header.count + entry.sealed.body.count
            if size > bytes, !batch.isEmpty { break }
            batch.append(entry)
        }
        return batch
    }

    /// Returns whether what differs from here on is no damage.
    package func keep(_ welcome: Welcome) throws -> Bool {
        let state = Self.state(of: welcome.verdict)
        return try parts.store.write { transaction in
            try transaction.set(clockOffset: welcome.clockOffset, parts.clock)
            if let lease = welcome.leaseExpiresAt { try transaction.set(.leaseExpiresAt, lease) }
            try transaction.set(.bodyDays, Int64(welcome.bodyDays))
            try transaction.set(.scope, welcome.scope)
            if !welcome.role.isEmpty { try transaction.set(.role, welcome.role) }
            // A person whom a restore had lost is added again under another id.
            if let person = welcome.person, !person.isNil { try transaction.set(.person, person.description) }
            if let branch = welcome.heads.first?.branch, welcome.verdict.placesRows {
                if try transaction.identifier(.branch) != branch { try transaction.set(.branchName, nil as String?) }
                try transaction.set(.branch, branch.description)
            }
            try transaction.set(.deviceState, state)
            if try reoffer(after: welcome, in: transaction) { try startOver(transaction) }
            try keepScope(welcome, transaction)
            for (position, _) in try transaction.positions() {
                if let head = welcome.stepBack(from: position) { try transaction.setPosition(head) }
            }
            if welcome.compares || welcome.verdict.comparesByKeys { try transaction.set(.comparing, "1") }
            return try transaction.value(.comparing) != nil
        }
    }

    /// The rows are of the new scope from the moment at which their scan starts over, in one transaction.
    private func keepScope(_ welcome: Welcome, _ transaction: any ReplicaTransaction) throws {
        switch welcome.verdict {
        case .scopeChanged:
            try startOver(transaction)
            try transaction.set(.replicaScope, welcome.scope)
            guard welcome.scope == DeviceScope.none else { return }
            try transaction.set(.branch, nil as String?)
            try transaction.set(.branchName, nil as String?)
        case .resume, .sendFrom, .rebaseline:
            guard try transaction.value(.replicaScope) == nil || transaction.hasNoPlace else { return }
            try transaction.set(.replicaScope, welcome.scope)
        case .newIncarnation:
            if try transaction.hasNoPlace { try transaction.set(.replicaScope, welcome.scope) }
        case .wait, .upgrade, .quarantined, .revoked: break
        }
    }

    private static func state(of verdict: WelcomeVerdict) -> String {
        switch verdict {
        case .revoked: "revoked"
        case .quarantined: "quarantined"
        default: "active"
        }
    }

    /// Returns whether erased bytes are left in journals.
    package func keep(_ receipts: [Receipt], _ report: inout SyncReport) throws -> Bool {
        for receipt in receipts { report.count(receipt) }
        return try parts.store.write { transaction in
            var touched: Set<AccountID> = []
            for receipt in receipts {
                guard var entry = try transaction.operation(receipt.operation) else { continue }
                // The decision came with the account, and now once more by itself.
                if let known = entry.receipt, known.outcome.state.isFinal,
                    (known.epoch, known.commit) == (receipt.epoch, receipt.commit)
                {
                    continue
                }
                entry.receipt = receipt
                let hasEffect = receipt.commit > 0 || receipt.outcome.state == .held
                entry.state = hasEffect ? .acknowledged : .settled
                try transaction.update(entry)
                touched.insert(entry.header.account)
            }
            try rebuild(touched, transaction)
            return try eraseWhatMayGo(transaction)
        }
    }

    /// Whether the confirmed rows show all that the receipt promises.
    private func isSettled(_ receipt: Receipt, _ reading: any ReplicaReading) throws -> Bool {
        if receipt.outcome.state == .held { return false }
        if receipt.commit == 0 { return true }
        // What was acknowledged in an epoch that is over and is not offered again is in the backup.
        // What was acknowledged in another branch, to which the account had moved, comes back with the account or not.
        return try reading.positions().allSatisfy { position, _ in
            position.branch != receipt.branch || position.epoch != receipt.epoch || position.commit >= receipt.commit
        }
    }

    /// Returns whether erased bytes are left in journals.
    package func apply(_ rows: [FeedRow], reaching position: FeedPosition) throws -> (
        applied: Applied, mustTruncate: Bool
    ) {
        guard let branch = position.branch else { throw ClientFailure.peerFault("page without a branch") }
        return try parts.store.write { transaction in
            try AllowanceReturns.giveBackWhatLeaves(with: rows, transaction, parts)
            let touched = try write(rows, branch, transaction)
            try transaction.setPosition(position)
            try rebuild(touched, transaction)
            let mustTruncate = try eraseWhatMayGo(transaction)
            return (try applied(transaction, at: position), mustTruncate)
        }
    }

    /// Confirmed rows and the words that stand in them about one's own operations.
    func write(
        _ rows: [FeedRow], _ branch: BranchID, _ transaction: any ReplicaTransaction
    ) throws -> Set<AccountID> {
        let key = try transaction.lookupKey(parts)
        let touched = try transaction.apply(rows, branch: branch) { row in
            guard row.kind == UInt16(RecordKind.account.rawValue), row.state == .live else { return nil }
            return accountLookup(AccountScan.number(row.bytes), key: key, hash: parts.hash)
        }
        for row in rows where row.kind == UInt16(RecordKind.decision.rawValue) && row.state == .live {
            try takeDecision(row, branch, transaction)
        }
        guard rows.contains(where: { RecordKind(rawValue: Int($0.kind))?.isForAll ?? false }) else { return touched }
        // Settings and rules decide what one's own work looks like.
        let own = try transaction.operations(states: [.pending, .acknowledged], from: .start, limit: Limits.outboxMost)
        return touched.union(own.map(\.header.account))
    }

    private func takeDecision(
        _ row: FeedRow, _ branch: BranchID, _ transaction: any ReplicaTransaction
    ) throws {
        guard case .decision(let decision)? = try? parts.records.decode(kind: .decision, bytes: row.bytes),
            var entry = try transaction.operation(decision.operation), entry.header.device == decision.device,
            var receipt = entry.receipt
        else { return }
        receipt.outcome = decision.outcome
        receipt.branch = branch
        receipt.epoch = row.version.epoch
        receipt.commit = row.version.commit
        entry.receipt = receipt
        try transaction.update(entry)
    }

    /// Operations whose commit the cursor has reached lose their overlay. Only at a checkpoint: between pages a row may
    /// still be ahead in the compacted feed, moved there by a later commit, and one's own work would vanish for a while.
    private func settleReached(_ transaction: any ReplicaTransaction) throws -> Set<AccountID> {
        var touched: Set<AccountID> = []
        for var entry in try transaction.operations(states: [.acknowledged], from: .start, limit: Limits.outboxMost) {
            guard let receipt = entry.receipt, try isSettled(receipt, transaction) else { continue }
            entry.state = .settled
            try transaction.update(entry)
            touched.insert(entry.header.account)
        }
        return touched
    }

    func rebuild(_ accounts: Set<AccountID>, _ transaction: any ReplicaTransaction) throws {
        let accounts = accounts.isEmpty ? accounts : accounts.intersection(try transaction.accountsInWork())
        guard !accounts.isEmpty else { return }
        let actor = try transaction.identity().actor
        let settings = try transaction.branchSettings(parts)
        var laws: (rules: ActiveRules?, zones: ZoneTable)?
        for account in accounts.sorted() {
            guard try transaction.operations(account: account, states: [.pending, .acknowledged]).count > 0 else {
                try transaction.setOverlay(account: account, [])
                continue
            }
            let known = try laws ?? (transaction.activeRules(parts), transaction.zoneTable(parts))
            laws = known
            try Overlay.rebuild(
                transaction, account: account, parts: parts, actor: actor, settings: settings, rules: known.rules,
                zones: known.zones)
        }
    }

    /// An evicted account goes once every operation on it has its receipt, and its unsent contents are with the server.
    func eraseWhatMayGo(_ transaction: any ReplicaTransaction) throws -> Bool {
        var hasErased = false
        for (account, erased) in try transaction.evictions() where !erased {
            guard try transaction.operations(account: account, states: [.pending]).isEmpty,
                try ContentLedger(transaction, parts).waiting(account).isEmpty
            else { continue }
            // Files first: what is cut here is done again by whoever comes next.
            try parts.contents.removeAll(of: account)
            try transaction.erase(account: account)
            hasErased = true
        }
        return hasErased
    }

    /// Empties journals that still hold erased bytes, of this exchange or of one that was cut.
    func truncateAfterErasing() throws { try parts.store.truncateJournals() }

    /// Accounts that wait for their last bytes to go, whatever was cut before.
    package func mustTruncate() throws -> Bool {
        try parts.store.write { try eraseWhatMayGo($0) }
    }

    /// The server has confirmed what it was told.
    func markReported(_ accounts: [AccountID]) throws {
        guard !accounts.isEmpty else { return }
        try parts.store.write { try $0.markReported(accounts) }
    }

    /// Takes the checkpoint's place and compares. `erased` are accounts whose bytes are gone from journals too.
    package func reach(
        _ checkpoint: Checkpoint, erased: [AccountID], repaired: Bool
    ) throws -> (applied: Applied, equal: Bool, hasMore: Bool) {
        guard checkpoint.at.branch != nil else { return try reachNothing(checkpoint, erased: erased) }
        return try parts.store.write { transaction in
            let own = try transaction.positions().first { $0.position.branch == checkpoint.at.branch }
            if own.map({ $0.position.epoch != checkpoint.at.epoch || $0.position.precedes(checkpoint.at) }) ?? true {
                try transaction.setPosition(checkpoint.at)
            }
            var touched = try endScan(transaction, of: checkpoint.at)
            touched.formUnion(try settleReached(transaction))
            try rebuild(touched, transaction)
            if try transaction.value(.branchName) == nil {
                try transaction.set(.branchName, transaction.branchSettings(parts).name)
            }
            let digest = try transaction.positions().first { $0.position.branch == checkpoint.at.branch }?.digest
            let equal = (digest ?? ScopeDigest()) == checkpoint.digest
            let now = parts.clock.now()
            try transaction.set(.lastSyncAt, now)
            if let through = checkpoint.lateThrough { try transaction.set(.lateThrough, "\(through)") }
            try transaction.set(.digest, equal ? (repaired ? "repaired" : "match") : "mismatch")
            if equal {
                try transaction.set(.digestVerifiedAt, now)
                try transaction.set(.comparing, nil as String?)
            }
            if let head = checkpoint.logHead {
                let known = try LogHeadText.read(transaction.value(.logHeads) ?? "")
                try transaction.set(.logHeads, LogHeadText.text(known.filter { $0.log != head.log } + [head]))
            }
            var applied = Applied(cursor: checkpoint.at, digest: digest ?? ScopeDigest(), erased: erased)
            applied.comparison = equal ? "match" : "mismatch"
            applied.nothingElse = try equal && transaction.evictions().allSatisfy(\.erased)
            return (applied, equal, try transaction.nextToSend != nil)
        }
    }

    /// The checkpoint of a role without a replica: rows of a scope that is over are not in it.
    private func reachNothing(
        _ checkpoint: Checkpoint, erased: [AccountID]
    ) throws -> (applied: Applied, equal: Bool, hasMore: Bool) {
        try parts.store.write { transaction in
            if try transaction.value(.replicaScope) == DeviceScope.none, try transaction.value(.scanFromStart) != nil {
                var touched: Set<AccountID> = []
                for (position, _) in try transaction.positions() {
                    guard let branch = position.branch else { continue }
                    touched.formUnion(try transaction.endScan(branch: branch))
                }
                try transaction.set(.scanFromStart, nil as String?)
                try rebuild(touched, transaction)
            }
            try transaction.set(.lastSyncAt, parts.clock.now())
            var applied = Applied(cursor: checkpoint.at, digest: ScopeDigest(), erased: erased)
            applied.nothingElse =
                try transaction.value(.replicaScope) == DeviceScope.none
                && transaction.evictions().allSatisfy(\.erased)
            return (applied, true, try transaction.nextToSend != nil)
        }
    }

    /// After a scan from 0: what it did not bring is not in the scope, nor is any other branch's.
    private func endScan(_ transaction: any ReplicaTransaction, of position: FeedPosition) throws -> Set<AccountID> {
        guard try transaction.value(.scanFromStart) != nil else { return [] }
        var touched: Set<AccountID> = []
        for (other, digest) in try transaction.positions() {
            guard let branch = other.branch, branch == position.branch || digest.count > 0 else { continue }
            touched.formUnion(try transaction.endScan(branch: branch))
        }
        try transaction.set(.scanFromStart, nil as String?)
        return touched
    }

    private func applied(_ reading: any ReplicaReading, at position: FeedPosition) throws -> Applied {
        let digest = try reading.positions().first { $0.position.branch == position.branch }?.digest
        return Applied(cursor: position, digest: digest ?? ScopeDigest())
    }

    func erasedUnreported() throws -> [AccountID] {
        try parts.store.read { Array(try $0.evictions().filter(\.erased).map(\.account).prefix(Limits.erasedAtOnce)) }
    }

    package func startOver() throws { try parts.store.write { try startOver($0) } }

    private func startOver(_ transaction: any ReplicaTransaction) throws {
        for (position, _) in try transaction.positions() {
            if let branch = position.branch { try transaction.resetPosition(branch: branch) }
        }
        try transaction.set(.scanFromStart, "yes")
    }

}

extension ReplicaReading {
    /// Whether its first scan, or one that starts over, has not brought anything yet.
    fileprivate var hasNoPlace: Bool {
        get throws { try positions().allSatisfy { $0.position.epoch == 0 } }
    }
}

extension ClientFailure {
    static func peerFault(_ what: String) -> ClientFailure {
        ClientFailure(
            "protocol_error", "The server sent something unexpected (\(what)).",
            hint: "Check the versions on both sides.", status: .protocolMismatch)
    }
}

/// Log heads as a setting's text: `log:size:root`, separated by spaces.
enum LogHeadText {
    static func text(_ heads: [LogHead]) -> String {
        heads.map { "\($0.log):\($0.size):\(hexadecimal($0.root))" }.joined(separator: " ")
    }

    static func read(_ text: String) throws -> [LogHead] {
        text.split(separator: " ").compactMap { word in
            let fields = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, let log = Identifier(fields[0]), let size = UInt64(fields[1]),
                let root = bytes(hexadecimal: fields[2])
            else { return nil }
            return LogHead(log: log, size: size, root: root)
        }
    }
}
