internal import FieldModel
internal import SyncCore

/// The device's own operations with their receipts: the chain, and what of it still has to be said.
extension ReplicaSession {
    func chainEnd() throws -> ChainEnd {
        try database.first(
            "SELECT incarnation, sequence, link FROM outbox ORDER BY incarnation DESC, sequence DESC LIMIT 1"
        ) { ChainEnd(incarnation: $0.word32(), sequence: $0.count(), link: $0.blob()) } ?? ChainEnd()
    }

    func operation(_ id: OperationID) throws -> OutboxEntry? {
        try database.first("\(Self.selectEntry) WHERE id = ?", { $0.bind(id) }, readEntry)
    }

    func operations(states: Set<OutboxEntry.State>, from place: ChainPlace, limit: Int) throws -> [OutboxEntry] {
        try database.all(
            """
            \(Self.selectEntry) WHERE state IN (\(Self.list(states))) AND (incarnation, sequence) >= (?, ?)
            ORDER BY incarnation, sequence LIMIT ?
            """,
            {
                $0.bind(place.incarnation)
                $0.bind(place.sequence)
                $0.bind(limit)
            }, readEntry)
    }

    func operations(account: AccountID, states: Set<OutboxEntry.State>) throws -> [OutboxEntry] {
        try database.all(
            """
            \(Self.selectEntry) WHERE account = ? AND state IN (\(Self.list(states)))
            ORDER BY incarnation, sequence
            """,
            { $0.bind(account) }, readEntry)
    }

    /// The whole chain in order, one entry at a time.
    func forEachEntry(_ body: (OutboxEntry) throws -> Void) throws {
        try database.each("\(Self.selectEntry) ORDER BY incarnation, sequence") { columns in
            try body(try readEntry(&columns))
            return true
        }
    }

    func accountsInWork() throws -> Set<AccountID> {
        Set(
            try database.all("SELECT account FROM outbox WHERE state IN (0, 1) UNION SELECT account FROM overlay") {
                $0.identifier()
            })
    }

    func operationCount(states: Set<OutboxEntry.State>) throws -> Int {
        Int(try database.integer("SELECT count(*) FROM outbox WHERE state IN (\(Self.list(states)))"))
    }

    func operationBytes(states: Set<OutboxEntry.State>) throws -> Int {
        let sql = "SELECT coalesce(sum(length(header) + length(body)), 0) FROM outbox WHERE state IN"
        return Int(try database.integer("\(sql) (\(Self.list(states)))"))
    }

    func operationCount(outcome: OutcomeState) throws -> Int {
        Int(try database.integer("SELECT count(*) FROM outbox WHERE outcome = ?") { $0.bind(outcome.rawValue) })
    }

    func append(_ entry: OutboxEntry) throws {
        let sealed = try seal(entry)
        try database.run(
            """
            INSERT INTO outbox (incarnation, sequence, account, state, outcome, link, withdrawn_by, header, body,
                provisional, receipt, clock_offset, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { Self.bind(entry, sealed, &$0) }
    }

    /// By name: an operation that a new incarnation carries on gets another position.
    func update(_ entry: OutboxEntry) throws {
        let sealed = try seal(entry)
        try database.run(
            """
            UPDATE outbox SET incarnation = ?, sequence = ?, account = ?, state = ?, outcome = ?, link = ?,
                withdrawn_by = ?, header = ?, body = ?, provisional = ?, receipt = ?, clock_offset = ? WHERE id = ?
            """
        ) { Self.bind(entry, sealed, &$0) }
        guard database.changedRows == 1 else {
            throw StoreFailure(code: "not_found", message: "there is no operation \(entry.header.id) here")
        }
    }

    func keepEarlier(_ receipt: Receipt) throws {
        let place = Self.place(receipt)
        let sealed = try environment.codec.seal(OutcomeBytes.encode(receipt), at: place)
        try database.run(
            "INSERT INTO earlier_receipts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET receipt = excluded.receipt"
        ) {
            $0.bind(receipt.operation)
            $0.bind(receipt.epoch)
            $0.bind(sealed)
        }
    }

    func earlierReceipts(_ operation: OperationID) throws -> [Receipt] {
        try database.all(
            "SELECT epoch, receipt FROM earlier_receipts WHERE operation = ? ORDER BY epoch", { $0.bind(operation) }
        ) { columns in
            let place = BodyPlace(
                table: .receipt, id: operation, version: RecordVersion(epoch: columns.count(), commit: 0))
            return try OutcomeBytes.decodeReceipt(try environment.codec.open(columns.blob(), at: place))
        }
    }

    /// Not the place of an operation's own receipt, which has no epoch.
    private static func place(_ receipt: Receipt) -> BodyPlace {
        BodyPlace(
            table: .receipt, id: receipt.operation, version: RecordVersion(epoch: receipt.epoch, commit: 0))
    }

    private struct SealedEntry {
        var header: [UInt8]
        var body: [UInt8]
        var provisional: [UInt8]
        var receipt: [UInt8]?
    }

    /// A body that is gone is an empty one, sealed or not.
    private func seal(_ entry: OutboxEntry) throws -> SealedEntry {
        func seal(_ bytes: [UInt8], _ table: BodyPlace.Table) throws -> [UInt8] {
            try environment.codec.seal(bytes, at: Self.place(table, entry.header.id))
        }
        return SealedEntry(
            header: try seal(entry.sealed.header, .header),
            body: entry.sealed.body.isEmpty ? [] : try seal(entry.sealed.body, .operation),
            provisional: try seal(OutcomeBytes.encode(entry.provisional), .provisional),
            receipt: try entry.receipt.map { try seal(OutcomeBytes.encode($0), .receipt) })
    }

    private static func bind(_ entry: OutboxEntry, _ sealed: SealedEntry, _ parameters: inout Parameters) {
        parameters.bind(entry.header.incarnation)
        parameters.bind(entry.header.sequence)
        parameters.bind(entry.header.account)
        parameters.bind(entry.state.rawValue)
        parameters.bind(entry.outcome.state.rawValue)
        parameters.bind(entry.link)
        parameters.bind(entry.sealed.withdrawnBy)
        parameters.bind(sealed.header)
        parameters.bind(sealed.body)
        parameters.bind(sealed.provisional)
        parameters.bind(sealed.receipt)
        parameters.bind(entry.clockOffset)
        parameters.bind(entry.header.id)
    }

    private static let selectEntry =
        "SELECT id, state, link, withdrawn_by, header, body, provisional, receipt, clock_offset FROM outbox"

    private func readEntry(_ columns: inout Columns) throws -> OutboxEntry {
        let id = columns.identifier()
        let state = OutboxEntry.State(rawValue: Int(columns.integer())) ?? .pending
        let link = columns.blob()
        let withdrawnBy = columns.optionalIdentifier()
        func open(_ bytes: [UInt8], _ table: BodyPlace.Table) throws -> [UInt8] {
            try environment.codec.open(bytes, at: Self.place(table, id))
        }
        let header = try open(columns.blob(), .header)
        let body = columns.blob()
        let sealed = SealedOperation(
            header: header, body: body.isEmpty ? [] : try open(body, .operation), withdrawnBy: withdrawnBy)
        let provisional = try OutcomeBytes.decode(try open(columns.blob(), .provisional))
        let receipt = try columns.optionalBlob().map { try OutcomeBytes.decodeReceipt(try open($0, .receipt)) }
        return OutboxEntry(
            header: try environment.coding.decodeHeader(header), sealed: sealed, link: link, state: state,
            provisional: provisional, receipt: receipt, clockOffset: columns.integer())
    }

    private static func place(_ table: BodyPlace.Table, _ id: OperationID) -> BodyPlace {
        BodyPlace(table: table, id: id)
    }

    private static func list(_ states: Set<OutboxEntry.State>) -> String {
        states.map(\.rawValue).sorted().map(String.init).joined(separator: ", ")
    }
}
