internal import FieldModel
internal import SyncCore

/// A record's place: one branch may hold a copy of what another has.
struct RowPlace: Hashable {
    var branch: BranchID
    var kind: UInt16
    var id: RecordID

    /// Names are random: the rest says no more.
    func hash(into hasher: inout Hasher) { hasher.combine(id.low) }
}

struct KeptRow {
    var row: FeedRow
    var audience: Audience
    var digest: RowDigest
    var repairKey: UInt32
}

struct RowName: Hashable {
    var kind: UInt16
    var id: RecordID

    /// Names are random: the rest says no more.
    func hash(into hasher: inout Hasher) { hasher.combine(id.low) }
}

struct KindPlace: Hashable {
    var branch: BranchID
    var kind: UInt16
}

/// What one audience of a branch sees.
struct Slice: Hashable {
    var branch: BranchID
    var audience: Audience
}

struct CommitPlace: Hashable {
    var branch: BranchID
    var commit: UInt64
}

struct KeptBranch {
    var record: BranchRecord
    /// In the order of their birth.
    var number: Int
}

struct KeptAccount {
    var placement: AccountPlacement
    var creditor: String
    var number: String
}

struct AccountName: Hashable {
    var creditor: String
    var number: String
}

struct Eviction: Hashable {
    var slice: Slice
    var account: AccountID
}

struct EvictionPlace {
    var epoch: UInt64
    var commit: UInt64
}

struct Erasure: Hashable {
    var device: DeviceID
    var account: AccountID
}

struct OperationPlace: Hashable {
    var device: DeviceID
    var incarnation: UInt32
    var sequence: UInt64
}

struct OperationName: Hashable {
    var id: OperationID
    var device: DeviceID

    /// Names are random: the rest says no more.
    func hash(into hasher: inout Hasher) { hasher.combine(id.low) }
}

struct ChainName: Hashable {
    var device: DeviceID
    var incarnation: UInt32
}

struct LeafPlace: Hashable {
    var log: Identifier
    var index: UInt64
}

/// The server's whole state. `copy` is a snapshot: what a reader sees, and what a backup is.
struct MemoryTables {
    var settings = Table<String, String>()
    var branches = Table<BranchID, KeptBranch>()
    var persons = Table<PersonID, PersonRecord>()
    var devices = Table<DeviceID, DeviceRecord>()
    var invitations = Table<Identifier, InvitationRecord>()
    var rows = Table<RowPlace, KeptRow>()
    var copies = Table<RowName, [BranchID]>()
    var rowsOfAccount = Table<AccountID, Set<RowPlace>>()
    /// What each commit moved to the feed's end; of a row that has moved on since, the older entry is stale.
    var feed = Table<CommitPlace, [RowPlace]>()
    var digests = Table<Slice, ScopeDigest>()
    var accounts = Table<AccountID, KeptAccount>()
    var accountNames = Table<AccountName, AccountID>()
    var evictions = Table<Eviction, EvictionPlace>()
    /// Whether the device has confirmed.
    var erasures = Table<Erasure, Bool>()
    /// By number, from 1.
    var operations = Table<Int, StoredOperation>()
    var operationCount = Table<Int, Int>()
    var operationNames = Table<OperationName, Int>()
    var firstOfName = Table<OperationID, Int>()
    var operationPlaces = Table<OperationPlace, Int>()
    var chainEnds = Table<ChainName, ChainEnd>()
    var leaves = Table<LeafPlace, [UInt8]>()
    var logSizes = Table<Identifier, UInt64>()
    /// Numbers of the operations that are held.
    var held = Table<Int, Bool>()
    /// Of the kinds that everybody sees.
    var rowsForAll = Table<KindPlace, Set<RecordID>>()

    var copy: MemoryTables {
        MemoryTables(
            settings: settings.copy, branches: branches.copy, persons: persons.copy, devices: devices.copy,
            invitations: invitations.copy, rows: rows.copy, copies: copies.copy, rowsOfAccount: rowsOfAccount.copy,
            feed: feed.copy, digests: digests.copy, accounts: accounts.copy, accountNames: accountNames.copy,
            evictions: evictions.copy, erasures: erasures.copy, operations: operations.copy,
            operationCount: operationCount.copy, operationNames: operationNames.copy, firstOfName: firstOfName.copy,
            operationPlaces: operationPlaces.copy, chainEnds: chainEnds.copy, leaves: leaves.copy,
            logSizes: logSizes.copy, held: held.copy, rowsForAll: rowsForAll.copy)
    }

    var journals: [any Journaled] {
        [
            settings, branches, persons, devices, invitations, rows, copies, rowsOfAccount, feed, digests, accounts,
            accountNames, evictions, erasures, operations, operationCount, operationNames, firstOfName,
            operationPlaces, chainEnds, leaves, logSizes, held, rowsForAll,
        ]
    }
}
