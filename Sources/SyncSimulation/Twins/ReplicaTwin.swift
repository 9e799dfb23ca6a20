package import FieldModel
package import SyncCore

/// The product's own replica beside the model of a laptop. It is given what the model is given, each method one
/// transaction, and must then be as the model is.
package protocol ReplicaTwin: AnyObject {
    /// Before each of the others: the laptop's clocks, and the kinds of records that its program does not know.
    func prepare(_ clocks: TwinClocks, unknownKinds: Set<RecordKind>)
    /// The person does again what the model has done, from what stands here; the operation must come out the same.
    func act(like made: OutboxEntry) throws
    func hello() throws -> Hello
    func keep(_ welcome: Welcome) throws
    func startOver() throws
    func rechain(_ incarnation: UInt32) throws
    func take(_ receipts: [Receipt]) throws
    func take(_ rows: [FeedRow], reaching position: FeedPosition) throws
    func reach(_ checkpoint: Checkpoint) throws
    func take(_ reply: RepairReply) throws
    /// The disk changes one bit of a row's bytes, at `bit` from their beginning; nil loses the row.
    func damage(_ key: RecordKey, bit: Int?) throws
    func ownDamage() throws
    /// What stands on the disk, as a laptop of its own.
    func copied() throws -> any ReplicaTwin
    func state(showing accounts: [AccountID]) throws -> ReplicaState
}

/// How a laptop's clocks stand.
package struct TwinClocks: Sendable {
    package var wall: Instant
    package var monotonic: Int64
    package var bootID: [UInt8]

    package init(wall: Instant, monotonic: Int64, bootID: [UInt8]) {
        self.wall = wall
        self.monotonic = monotonic
        self.bootID = bootID
    }
}

/// Of what a twin is made.
package struct TwinParts {
    package var hash: any Hashing
    package var records: any RecordCoding
    package var operations: any OperationCoding
    package var rules: any RuleCoding
    package var actor: Actor
    package var branch: BranchID
}

package typealias TwinMaking = @Sendable (TwinParts) throws -> any ReplicaTwin

/// What model and twin must agree on.
package struct ReplicaState {
    package struct Operation: Equatable {
        package var id: OperationID
        package var link: [UInt8]
        package var state: OutboxEntry.State
        package var outcome: OutcomeState
        /// Where the receipt says that the effect is; nil without a receipt.
        package var place: [UInt64]?
        package var hasBody: Bool

        package init(_ entry: OutboxEntry) {
            id = entry.header.id
            link = entry.link
            state = entry.state
            outcome = entry.outcome.state
            place = entry.receipt.map { [$0.epoch, $0.commit] }
            hasBody = !entry.sealed.body.isEmpty
        }
    }

    package var chain: ChainEnd
    /// Nil before the first page, and where a scan starts over.
    package var cursor: FeedPosition?
    package var digest: ScopeDigest
    package var isComparing: Bool
    package var operations: [Operation]
    /// Out of the scope, and not erased because something of theirs has no receipt yet.
    package var leaving: [AccountID]
    package var rows: [RecordKey: RowDigest]
    /// What people see of the accounts that were asked for.
    package var shown: [AccountID: [Record]]

    package init(
        chain: ChainEnd, cursor: FeedPosition?, digest: ScopeDigest, isComparing: Bool, operations: [Operation],
        leaving: [AccountID], rows: [RecordKey: RowDigest], shown: [AccountID: [Record]]
    ) {
        self.chain = chain
        self.cursor = cursor
        self.digest = digest
        self.isComparing = isComparing
        self.operations = operations
        self.leaving = leaving
        self.rows = rows
        self.shown = shown
    }
}
