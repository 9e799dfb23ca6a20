internal import FieldModel
internal import SyncCore

/// Something took effect, or was decided to have none: what the auditor is told.
struct ServerEvent {
    var header: OperationHeader
    /// Nil when the body was erased before it came again.
    var intent: Intent?
    var outcome: FieldModel.Outcome
    var branch: BranchID?
    var epoch: UInt64
    var commit: UInt64
    /// The account's conflicts right after it.
    var conflicts: [Conflict]
    /// What a node of the next version has added to records with it.
    var added: [RecordKey: [UInt8]] = [:]
    /// Of a payment that the lender takes back: which of the account's payments were one.
    var matches: [RecordID: RecordID] = [:]
    /// Of a `ResolveConflict`: the conflict as it stood before.
    var resolved: Conflict?
}

/// Looks at what a transaction writes, and does the wrong thing where a bug is planted in the store's place.
final class StoreWatch {
    let codec: SimulatedCodec
    let plant: PlantedBug?
    /// Of the transaction under way.
    private var events: [ServerEvent] = []
    private var decided: [Receipt] = []
    private var before: [RecordID: Conflict] = [:]
    /// Where the chain is said to end, by a server that has forgotten what it took.
    var chainEnd: ChainEnd?
    /// Writes that the disk still takes in this transaction; nil when it takes all.
    var writesLeft: Int?
    /// Whether the node at work is of the next version.
    var isNewer = false
    var additionsMade: UInt64 = 0
    /// Since the last operation of the transaction.
    var added: [RecordKey: [UInt8]] = [:]
    /// Whether the audit's leaves of this transaction do not reach the disk.
    var losesLeaves = false

    init(codec: SimulatedCodec, plant: PlantedBug?) {
        self.codec = codec
        self.plant = plant
    }

    /// What happened since; to be asked for when the transaction is over, whatever became of it.
    func take() -> [ServerEvent] {
        defer { (events, decided, before, added) = ([], [], [:], [:]) }
        return events
    }

    /// One write of many; the disk may fail at it.
    private func write() throws {
        guard let left = writesLeft else { return }
        if left <= 1 { throw DiskFault.full }
        writesLeft = left - 1
    }

    func putting(_ key: RecordKey, over old: FeedRow?) throws {
        try write()
        guard key.kind == .conflict, before[key.id] == nil, let old else { return }
        before[key.id] = conflict(old)
    }

    /// `incarnation` is the chain that it stands in, which is a lane beside its own for a copy's operation.
    func appended(_ operation: StoredOperation, at incarnation: UInt32, _ session: any ServerReading) throws {
        try write()
        var placed = operation
        placed.header.incarnation = incarnation
        try tell(placed, session)
        for receipt in decided {
            guard let past = try session.operation(receipt.operation) else { continue }
            try tell(past, session)
        }
        (decided, before) = ([], [:])
    }

    func updated(_ receipt: Receipt) throws {
        try write()
        decided.append(receipt)
    }

    private func tell(_ operation: StoredOperation, _ session: any ServerReading) throws {
        let body = try? codec.decodeBody(operation.sealed.body)
        let intent = body.flatMap { try? codec.decodeIntent($0.intent) }
        let conflicts = try rows(.conflict, of: operation.header.account, session).compactMap(conflict)
        var resolved: Conflict?
        if case .resolveConflict(let resolution)? = intent {
            resolved =
                try before[resolution.conflict]
                ?? session.row(kind: .conflict, id: resolution.conflict).flatMap(conflict)
        }
        var matches: [RecordID: RecordID] = [:]
        if case .importPayment(let told)? = intent, !told.reverses.isEmpty {
            for row in try rows(.payment, of: operation.header.account, session) {
                guard case .payment(let payment)? = try? codec.decode(kind: .payment, bytes: row.bytes) else {
                    continue
                }
                matches[row.id] = payment.match
            }
        }
        // Under the name that it is kept by, which is another where its own was taken.
        var header = operation.header
        header.id = operation.receipt.operation
        events.append(
            ServerEvent(
                header: header, intent: intent, outcome: operation.receipt.outcome,
                branch: operation.receipt.branch, epoch: operation.receipt.epoch, commit: operation.receipt.commit,
                conflicts: conflicts, added: added,
                matches: matches, resolved: resolved))
        added = [:]
    }

    /// Straight from the tables where they are at hand: it is asked at every operation.
    private func rows(
        _ kind: RecordKind, of account: AccountID, _ session: any ServerReading
    ) throws -> [FeedRow] {
        guard let tables = (session as? MemorySession)?.tables else {
            return try session.rows(account: account).filter { Int($0.kind) == kind.rawValue }
        }
        return (tables.rowsOfAccount[account] ?? []).filter { Int($0.kind) == kind.rawValue }
            .sorted { $0.id < $1.id }.compactMap { tables.rows[$0]?.row }
    }

    private func conflict(_ row: FeedRow) -> Conflict? {
        guard case .conflict(let conflict)? = try? codec.decode(kind: .conflict, bytes: row.bytes) else { return nil }
        return conflict
    }
}
