package import FieldModel

/// A laptop's store: confirmed rows of one scope, the overlay of what its own pending operations make of them, the
/// outbox, receipts and cursors. Blocking; every write takes the home's lock.
package protocol ReplicaStore: Sendable {
    /// One durable transaction: rows, outbox, receipts and cursor change together or not at all.
    func write<T>(_ body: (any ReplicaTransaction) throws -> T) throws -> T
    func read<T>(_ body: (any ReplicaReading) throws -> T) throws -> T
    /// Empties journals so that no erased byte is left in any file.
    func truncateJournals() throws
    /// What is wrong with the file; empty when sound.
    func integrityProblems() throws -> [String]
}

/// How a record stands towards the server, in order of what a person should look at first.
package enum RecordStatus: String, Hashable, Sendable, CaseIterable { case conflicted, refused, held, pending, synced }

/// A record as the laptop shows it: the overlay's bytes where there are any, else the confirmed ones.
package struct ReplicaRow: Hashable, Sendable {
    package var kind: UInt16
    package var id: RecordID
    package var account: AccountID?
    package var version: RecordVersion
    package var bytes: [UInt8]
    /// The last pending operation that touched it; nil when it is the confirmed row.
    package var pendingOperation: OperationID?

    package init(
        kind: UInt16, id: RecordID, account: AccountID?, version: RecordVersion, bytes: [UInt8],
        pendingOperation: OperationID? = nil
    ) {
        self.kind = kind
        self.id = id
        self.account = account
        self.version = version
        self.bytes = bytes
        self.pendingOperation = pendingOperation
    }
}

/// One's own operation with all that is known of it.
package struct OutboxEntry: Hashable, Sendable {
    package enum State: Int, Hashable, Sendable {
        /// Not acknowledged yet.
        case pending = 0
        /// Acknowledged; its overlay stays until the cursor reaches the receipt's commit.
        case acknowledged = 1
        /// Final, and its effect is in the confirmed rows (or it had none).
        case settled = 2
    }
    package var header: OperationHeader
    package var sealed: SealedOperation
    package var link: [UInt8]
    package var state: State
    /// What the device decided when the person acted, then the server's word.
    package var provisional: Outcome
    package var receipt: Receipt?
    /// What the device's clock was behind the server's, in milliseconds, as far as was known when the person acted: by
    /// it the overlay is made again with the same bytes.
    package var clockOffset: Int64

    package init(
        header: OperationHeader, sealed: SealedOperation, link: [UInt8], state: State, provisional: Outcome,
        receipt: Receipt? = nil, clockOffset: Int64 = 0
    ) {
        self.header = header
        self.sealed = sealed
        self.link = link
        self.state = state
        self.provisional = provisional
        self.receipt = receipt
        self.clockOffset = clockOffset
    }

    /// The server's outcome once there is one.
    package var outcome: Outcome { receipt?.outcome ?? provisional }
}

package protocol ReplicaReading: AnyObject {
    func setting(_ key: String) throws -> String?
    /// One per branch of the scope; the digest is the running one of the confirmed rows.
    func positions() throws -> [(position: FeedPosition, digest: ScopeDigest)]
    /// Rows under an account, overlay over confirmed, by key; `confirmedOnly` leaves the overlay out.
    func rows(account: AccountID, confirmedOnly: Bool) throws -> [ReplicaRow]
    func row(kind: RecordKind, id: RecordID) throws -> ReplicaRow?
    /// Every row of a kind, overlay over confirmed, by id, without holding them all.
    func forEachRow(kind: RecordKind, _ body: (ReplicaRow) throws -> Void) throws
    /// Accounts by the keyed hash of their number.
    func accounts(lookup: [UInt8]) throws -> [AccountID]
    /// Ids of a kind that end with `ending` (hexadecimal digits, 6 or more), at most `limit`.
    func ids(kind: RecordKind, ending: String, limit: Int) throws -> [RecordID]
    func operationIDs(ending: String, limit: Int) throws -> [OperationID]

    func chainEnd() throws -> ChainEnd
    func operation(_ id: OperationID) throws -> OutboxEntry?
    /// In the order of the chains; `from` is the first place wanted.
    func operations(states: Set<OutboxEntry.State>, from place: ChainPlace, limit: Int) throws -> [OutboxEntry]
    func operations(account: AccountID, states: Set<OutboxEntry.State>) throws -> [OutboxEntry]
    func operationCount(states: Set<OutboxEntry.State>) throws -> Int
    /// Bytes of their headers and bodies.
    func operationBytes(states: Set<OutboxEntry.State>) throws -> Int
    /// Accounts with operations that are not settled, or with rows of an overlay.
    func accountsInWork() throws -> Set<AccountID>
    /// What the server said of an operation in epochs before the one of its receipt, oldest first.
    func earlierReceipts(_ operation: OperationID) throws -> [Receipt]
    func operationCount(outcome: OutcomeState) throws -> Int
    /// Accounts evicted and not yet erased to the last byte, then erased and not yet reported.
    func evictions() throws -> [(account: AccountID, erased: Bool)]
    /// Rehashes every confirmed row.
    func damage() throws -> ReplicaDamage
    func repairRanges(branch: BranchID, prefix: [UInt8]) throws -> [(prefix: [UInt8], digest: ScopeDigest)]
    func repairRowDigests(branch: BranchID, prefix: [UInt8]) throws -> [(kind: UInt16, id: RecordID, digest: RowDigest)]
}

package protocol ReplicaTransaction: ReplicaReading {
    func setSetting(_ key: String, _ value: String?) throws
    /// Appends one's own operation to the chain, as pending.
    func append(_ entry: OutboxEntry) throws
    func update(_ entry: OutboxEntry) throws
    /// Keeps a receipt of an epoch that is over beside the one that is to come: one per operation and epoch.
    func keepEarlier(_ receipt: Receipt) throws
    /// Replaces the account's overlay.
    func setOverlay(account: AccountID, _ rows: [ReplicaRow]) throws
    /// Applies confirmed rows (upsert, tombstone, eviction) and keeps the digest; returns the accounts touched.
    /// `lookup` gives the keyed hash of an account row's number.
    func apply(_ rows: [FeedRow], branch: BranchID, lookup: (FeedRow) -> [UInt8]?) throws -> Set<AccountID>
    func setPosition(_ position: FeedPosition) throws
    /// Drops the branch's position and confirmed rows are compared against the next scan from 0.
    func resetPosition(branch: BranchID) throws
    /// At the checkpoint of a scan from 0 after `resetPosition`: removes the confirmed rows that the scan did not bring;
    /// an account that lost its own row counts as evicted. Returns the accounts touched; nothing without a reset.
    func endScan(branch: BranchID) throws -> Set<AccountID>
    /// Erases all rows, overlay, bodies and receipt texts of an evicted account whose operations all have receipts.
    func erase(account: AccountID) throws
    func markReported(_ accounts: [AccountID]) throws
    /// Keeps the digests that the bytes have: what is damaged then differs from the server's scope, and is found.
    func own(_ damage: ReplicaDamage) throws
    /// Lets the bodies of settled operations go whose receipt came before `moment`; of refused and held ones the text
    /// stays. At most `limit`; returns how many.
    func pruneBodies(receivedBefore moment: Instant, limit: Int) throws -> Int
    /// Removes confirmed rows by key (repair's surplus).
    func removeConfirmed(_ keys: [(kind: UInt16, id: RecordID)], branch: BranchID) throws
}
