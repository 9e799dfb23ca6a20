internal import FieldModel
internal import SyncCore

/// A transaction of a real store that tells the auditor's watch what is written in it.
final class WatchedTransaction: ServerTransaction {
    private let inner: any ServerTransaction
    private let watch: StoreWatch

    init(_ inner: any ServerTransaction, _ watch: StoreWatch) {
        self.inner = inner
        self.watch = watch
    }

    func put(
        branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion,
        bytes: [UInt8]
    ) throws {
        try watch.putting(key, over: key.kind == .conflict ? try inner.row(kind: key.kind, id: key.id) : nil)
        try inner.put(
            branch: branch, audience: audience, key: key, account: account, version: version,
            bytes: watch.written(key, bytes))
    }

    func append(_ operation: StoredOperation) throws {
        try inner.append(operation)
        try watch.appended(operation, at: operation.header.incarnation, self)
    }

    func update(_ receipt: Receipt) throws {
        try inner.update(receipt)
        try watch.updated(receipt)
    }
}

/// What is only passed on.
extension WatchedTransaction {
    func setting(_ key: String) throws -> String? { try inner.setting(key) }
    func branch(_ id: BranchID) throws -> BranchRecord? { try inner.branch(id) }
    func branches() throws -> [BranchRecord] { try inner.branches() }
    func person(_ id: PersonID) throws -> PersonRecord? { try inner.person(id) }
    func persons() throws -> [PersonRecord] { try inner.persons() }
    func device(_ id: DeviceID) throws -> DeviceRecord? { try inner.device(id) }
    func devices() throws -> [DeviceRecord] { try inner.devices() }
    func invitation(tokenHash: [UInt8]) throws -> InvitationRecord? { try inner.invitation(tokenHash: tokenHash) }
    func invitation(_ id: Identifier) throws -> InvitationRecord? { try inner.invitation(id) }
    func invitations() throws -> [InvitationRecord] { try inner.invitations() }
    func chainEnd(device: DeviceID, incarnation: UInt32) throws -> ChainEnd {
        try inner.chainEnd(device: device, incarnation: incarnation)
    }
    func receipt(operation: OperationID, device: DeviceID) throws -> Receipt? {
        try inner.receipt(operation: operation, device: device)
    }
    func operation(_ id: OperationID) throws -> StoredOperation? { try inner.operation(id) }
    func operation(device: DeviceID, incarnation: UInt32, sequence: UInt64) throws -> StoredOperation? {
        try inner.operation(device: device, incarnation: incarnation, sequence: sequence)
    }
    func operations(_ filter: OperationFilter) throws -> [StoredOperation] { try inner.operations(filter) }
    func history(branch: BranchID?, after: UInt64, limit: Int) throws -> HistoryPage {
        try inner.history(branch: branch, after: after, limit: limit)
    }
    func historyEnd() throws -> UInt64 { try inner.historyEnd() }
    func placement(_ account: AccountID) throws -> AccountPlacement? { try inner.placement(account) }
    func account(creditor: String, number: String) throws -> AccountID? {
        try inner.account(creditor: creditor, number: number)
    }
    func accounts(number: String) throws -> [AccountID] { try inner.accounts(number: number) }
    func accounts(branch: BranchID, audience: Audience?, after: AccountID?, limit: Int) throws -> [AccountID] {
        try inner.accounts(branch: branch, audience: audience, after: after, limit: limit)
    }
    func rows(account: AccountID) throws -> [FeedRow] { try inner.rows(account: account) }
    func row(kind: RecordKind, id: RecordID) throws -> FeedRow? { try inner.row(kind: kind, id: id) }
    func rows(kind: RecordKind, branch: BranchID, after: RecordID?, limit: Int) throws -> [FeedRow] {
        try inner.rows(kind: kind, branch: branch, after: after, limit: limit)
    }
    func head(_ branch: BranchID) throws -> FeedPosition { try inner.head(branch) }
    func digest(_ scope: SyncScope) throws -> ScopeDigest { try inner.digest(scope) }
    func feed(_ scope: SyncScope, after position: FeedPosition, maxBytes: Int) throws -> (rows: [FeedRow], end: Bool) {
        try inner.feed(scope, after: position, maxBytes: maxBytes)
    }
    func repairRanges(_ scope: SyncScope, prefix: [UInt8]) throws -> [(prefix: [UInt8], digest: ScopeDigest)] {
        try inner.repairRanges(scope, prefix: prefix)
    }
    func repairRows(_ scope: SyncScope, prefix: [UInt8]) throws -> [FeedRow] {
        try inner.repairRows(scope, prefix: prefix)
    }
    func forEachDigest(_ scope: SyncScope, kind: UInt16?, _ body: (UInt32, RowDigest) -> Void) throws {
        try inner.forEachDigest(scope, kind: kind, body)
    }
    func logSize(_ log: Identifier) throws -> UInt64 { try inner.logSize(log) }
    func logLeaves(_ log: Identifier, from: UInt64, limit: Int) throws -> [[UInt8]] {
        try inner.logLeaves(log, from: from, limit: limit)
    }
    func pendingErasures(device: DeviceID) throws -> [AccountID] { try inner.pendingErasures(device: device) }
    func eviction(of account: AccountID, from scope: SyncScope) throws -> FeedPosition? {
        try inner.eviction(of: account, from: scope)
    }
    func setSetting(_ key: String, _ value: String) throws { try inner.setSetting(key, value) }
    func save(_ branch: BranchRecord) throws { try inner.save(branch) }
    func save(_ person: PersonRecord) throws { try inner.save(person) }
    func save(_ device: DeviceRecord) throws { try inner.save(device) }
    func save(_ invitation: InvitationRecord) throws { try inner.save(invitation) }
    func nextCommit(_ branch: BranchID) throws -> UInt64 { try inner.nextCommit(branch) }
    func remove(branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion)
        throws
    {
        try inner.remove(branch: branch, audience: audience, key: key, account: account, version: version)
    }
    func place(_ account: AccountID, _ placement: AccountPlacement, creditor: String, number: String) throws {
        try inner.place(account, placement, creditor: creditor, number: number)
    }
    func reassign(_ account: AccountID, to audience: Audience, feedCommit: UInt64) throws {
        try inner.reassign(account, to: audience, feedCommit: feedCommit)
    }
    func move(_ account: AccountID, to placement: AccountPlacement, version: RecordVersion, leaving: UInt64) throws {
        try inner.move(account, to: placement, version: version, leaving: leaving)
    }
    func changeScope(of person: PersonID, from old: SyncScope) throws {
        try inner.changeScope(of: person, from: old)
    }
    func appendLeaf(_ log: Identifier, hash: [UInt8]) throws -> UInt64 { try inner.appendLeaf(log, hash: hash) }
    func confirmErasure(device: DeviceID, accounts: [AccountID]) throws {
        try inner.confirmErasure(device: device, accounts: accounts)
    }
    func compact(_ branch: BranchID, through commit: UInt64, limit: Int) throws -> Compacted {
        try inner.compact(branch, through: commit, limit: limit)
    }
}
