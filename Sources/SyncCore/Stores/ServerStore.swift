package import FieldModel

/// The server's store: one writer, many readers, all calls blocking; shells give it threads of its own.
///
/// `write` runs `body` in one durable transaction (fsync before it returns). The closure may run again and has no
/// other effect; throwing rolls back.
package protocol ServerStore: Sendable {
    func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T
    /// A consistent snapshot for the whole of `body`.
    func read<T>(_ body: (any ServerReading) throws -> T) throws -> T
    /// Integrity of the file, of the digests against the rows, and of every chain and audit log. Empty when sound.
    func verify() throws -> [String]
    /// Copies a consistent snapshot to a new file while serving.
    func backup(to path: String) throws
}

package protocol ServerReading: AnyObject {
    func setting(_ key: String) throws -> String?

    func branch(_ id: BranchID) throws -> BranchRecord?
    func branches() throws -> [BranchRecord]
    func person(_ id: PersonID) throws -> PersonRecord?
    func persons() throws -> [PersonRecord]
    func device(_ id: DeviceID) throws -> DeviceRecord?
    func devices() throws -> [DeviceRecord]
    func invitation(tokenHash: [UInt8]) throws -> InvitationRecord?
    func invitation(_ id: Identifier) throws -> InvitationRecord?
    func invitations() throws -> [InvitationRecord]

    /// Sequence 0 when the device never sent anything in that incarnation.
    func chainEnd(device: DeviceID, incarnation: UInt32) throws -> ChainEnd
    /// The receipt of a device's operation as it stands now, and its header bytes.
    func receipt(operation: OperationID, device: DeviceID) throws -> Receipt?
    func operation(_ id: OperationID) throws -> StoredOperation?
    func operation(device: DeviceID, incarnation: UInt32, sequence: UInt64) throws -> StoredOperation?
    /// Newest first.
    func operations(_ filter: OperationFilter) throws -> [StoredOperation]
    /// Oldest first, of one branch or all: those taken in after the place `after` (0 at the beginning). An empty page is
    /// the end.
    func history(branch: BranchID?, after: UInt64, limit: Int) throws -> HistoryPage
    /// The place of the operation that was taken in last; 0 when there is none.
    func historyEnd() throws -> UInt64

    /// Where an account lives and who sees it; nil when it is unknown.
    func placement(_ account: AccountID) throws -> AccountPlacement?
    func account(creditor: String, number: String) throws -> AccountID?
    func accounts(number: String) throws -> [AccountID]
    /// Accounts of a branch by id, after `after`; `audience` nil for all of it.
    func accounts(
        branch: BranchID, audience: Audience?, after: AccountID?, limit: Int
    ) throws -> [AccountID]
    /// Live rows under an account, by key.
    func rows(account: AccountID) throws -> [FeedRow]
    func row(kind: RecordKind, id: RecordID) throws -> FeedRow?
    /// Live rows of a kind in a branch, by id, after `after`.
    func rows(kind: RecordKind, branch: BranchID, after: RecordID?, limit: Int) throws -> [FeedRow]

    /// The branch's epoch and head commit.
    func head(_ branch: BranchID) throws -> FeedPosition
    func digest(_ scope: SyncScope) throws -> ScopeDigest
    /// Rows beyond `position` in feed order (commit, kind, id), of the scope, tombstones and evictions included, while
    /// their bytes stay within `maxBytes` (at least one row). The second value is true when nothing lies beyond.
    func feed(_ scope: SyncScope, after position: FeedPosition, maxBytes: Int) throws -> (rows: [FeedRow], end: Bool)
    /// The digests of sub-ranges (next byte of the repair key) of `prefix`, ascending; only those with rows.
    func repairRanges(_ scope: SyncScope, prefix: [UInt8]) throws -> [(prefix: [UInt8], digest: ScopeDigest)]
    /// Live rows of the scope whose repair key begins with `prefix`.
    func repairRows(_ scope: SyncScope, prefix: [UInt8]) throws -> [FeedRow]
    /// Repair key and digest of every live row of the scope, of one kind when that is given, in any order.
    func forEachDigest(_ scope: SyncScope, kind: UInt16?, _ body: (UInt32, RowDigest) -> Void) throws

    /// Size of a log and the hash of its leaf `index`.
    func logSize(_ log: Identifier) throws -> UInt64
    func logLeaves(_ log: Identifier, from: UInt64, limit: Int) throws -> [[UInt8]]
    /// Evictions that a device has not confirmed as erased.
    func pendingErasures(device: DeviceID) throws -> [AccountID]
    /// The commit with which an account left a scope; nil when it is there, never was, or the feed has forgotten it.
    func eviction(of account: AccountID, from scope: SyncScope) throws -> FeedPosition?
}

package protocol ServerTransaction: ServerReading {
    func setSetting(_ key: String, _ value: String) throws
    func save(_ branch: BranchRecord) throws
    func save(_ person: PersonRecord) throws
    func save(_ device: DeviceRecord) throws
    func save(_ invitation: InvitationRecord) throws

    /// The branch's next commit number, taken by updating its row.
    func nextCommit(_ branch: BranchID) throws -> UInt64
    /// Writes record bytes at `version`, seen by `audience`, and keeps digests; `feedCommit` = version.commit. Under
    /// another audience than its account's it takes the account along, as `reassign` in that commit.
    func put(
        branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion,
        bytes: [UInt8]) throws
    func remove(branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion)
        throws
    /// Notes that an account exists and who sees it; `number` and `creditor` index it. Of an account that stays in its
    /// branch the audience is kept: changing it takes a commit (`reassign`).
    func place(_ account: AccountID, _ placement: AccountPlacement, creditor: String, number: String) throws
    /// One commit: every row of the account gets the audience and the feed commit, the old scope an eviction.
    func reassign(_ account: AccountID, to audience: Audience, feedCommit: UInt64) throws

    /// Two commits of two branches: every row of the account, as its bytes are, comes to `placement` at `version`; the
    /// branch that it leaves gets an eviction in its commit `leaving`, for whoever held it there and for those who hold
    /// the branch.
    func move(_ account: AccountID, to placement: AccountPlacement, version: RecordVersion, leaving: UInt64) throws
    /// A person's scope was `old` and is what the person's record says now: what his devices held and may not hold any
    /// more is to be erased there, as after an eviction.
    func changeScope(of person: PersonID, from old: SyncScope) throws

    /// Keeps an operation's bytes, its receipt and the end of its device's chain.
    func append(_ operation: StoredOperation) throws
    func update(_ receipt: Receipt) throws
    /// Returns the leaf's index.
    func appendLeaf(_ log: Identifier, hash: [UInt8]) throws -> UInt64
    func confirmErasure(device: DeviceID, accounts: [AccountID]) throws
    /// Removes tombstones, evictions and confirmed erasures of the branch whose feed commit is not beyond `commit`, at
    /// most `limit` of each.
    func compact(_ branch: BranchID, through commit: UInt64, limit: Int) throws -> Compacted
}
