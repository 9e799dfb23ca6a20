internal import FieldModel
internal import SyncCore

/// The history of operations with their receipts, and the audit logs' leaves.
extension ServerSession {
    func chainEnd(device: DeviceID, incarnation: UInt32) throws -> ChainEnd {
        try database.first(
            "SELECT sequence, link FROM operations WHERE device = ? AND incarnation = ? ORDER BY sequence DESC LIMIT 1",
            {
                $0.bind(device)
                $0.bind(incarnation)
            }
        ) { ChainEnd(incarnation: incarnation, sequence: $0.count(), link: $0.blob()) }
            ?? ChainEnd(incarnation: incarnation)
    }

    func receipt(operation: OperationID, device: DeviceID) throws -> Receipt? {
        try database.first(
            "SELECT \(Self.receiptColumns) FROM operations WHERE id = ? AND device = ?",
            {
                $0.bind(operation)
                $0.bind(device)
            }, Self.readReceipt)
    }

    func operation(_ id: OperationID) throws -> StoredOperation? {
        try operations(where: "id = ? ORDER BY number LIMIT 1") { $0.bind(id) }.first
    }

    func operation(device: DeviceID, incarnation: UInt32, sequence: UInt64) throws -> StoredOperation? {
        try operations(where: "device = ? AND incarnation = ? AND sequence = ?") {
            $0.bind(device)
            $0.bind(incarnation)
            $0.bind(sequence)
        }.first
    }

    func operations(_ filter: OperationFilter) throws -> [StoredOperation] {
        var conditions = ["1"]
        if filter.account != nil { conditions.append("account = ?") }
        if filter.branch != nil { conditions.append("branch = ?") }
        if filter.device != nil { conditions.append("device = ?") }
        // One account's or device's operations are few; the plus keeps SQLite from taking the index of states instead.
        let isNarrow = filter.account != nil || filter.device != nil
        if filter.state != nil { conditions.append(isNarrow ? "+outcome_state = ?" : "outcome_state = ?") }
        return try operations(where: conditions.joined(separator: " AND ") + " ORDER BY number DESC LIMIT ?") {
            if let account = filter.account { $0.bind(account) }
            if let branch = filter.branch { $0.bind(branch) }
            if let device = filter.device { $0.bind(device) }
            if let state = filter.state { $0.bind(state.rawValue) }
            $0.bind(filter.limit)
        }
    }

    func append(_ operation: StoredOperation) throws {
        let header = operation.header
        let receipt = operation.receipt
        try database.run(
            """
            INSERT INTO operations (id, device, incarnation, sequence, account, header, body, link, withdrawn_by,
                clock_offset, \(Self.receiptValues)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) {
            $0.bind(header.id)
            $0.bind(header.device)
            $0.bind(header.incarnation)
            $0.bind(header.sequence)
            $0.bind(header.account)
            $0.bind(operation.sealed.header)
            $0.bind(operation.sealed.body)
            $0.bind(operation.link)
            $0.bind(operation.sealed.withdrawnBy)
            $0.bind(operation.clockOffset)
            Self.bind(receipt, &$0)
        }
    }

    func update(_ receipt: Receipt) throws {
        let columns = Self.receiptValues.split(separator: ", ").map { "\($0) = ?" }.joined(separator: ", ")
        try database.run("UPDATE operations SET \(columns) WHERE id = ? AND device = ?") {
            Self.bind(receipt, &$0)
            $0.bind(receipt.operation)
            $0.bind(receipt.device)
        }
        guard database.changedRows == 1 else {
            throw StoreFailure(code: "not_found", message: "there is no operation \(receipt.operation) of that device")
        }
    }

    func history(branch: BranchID?, after: UInt64, limit: Int) throws -> HistoryPage {
        let ofBranch = branch == nil ? "" : " AND branch = ?"
        var reaches = after
        let operations = try database.all(
            "SELECT number, \(Self.columns) FROM operations WHERE number > ?\(ofBranch) ORDER BY number LIMIT ?",
            {
                $0.bind(after)
                if let branch { $0.bind(branch) }
                $0.bind(limit)
            }
        ) { columns in
            reaches = columns.count()
            return try read(&columns)
        }
        return HistoryPage(operations: operations, reaches: reaches)
    }

    func historyEnd() throws -> UInt64 {
        try database.first("SELECT coalesce(max(number), 0) FROM operations", { _ in }) { $0.count() } ?? 0
    }

    private func operations(
        where condition: String, _ bind: (inout Parameters) -> Void
    ) throws -> [StoredOperation] {
        try database.all("SELECT \(Self.columns) FROM operations WHERE " + condition, bind) { try read(&$0) }
    }

    private func read(_ columns: inout Columns) throws -> StoredOperation {
        let header = columns.blob()
        let body = columns.blob()
        let link = columns.blob()
        let sealed = SealedOperation(header: header, body: body, withdrawnBy: columns.optionalIdentifier())
        let offset = columns.integer()
        return StoredOperation(
            header: try coding.decodeHeader(header), sealed: sealed, link: link,
            receipt: try Self.readReceipt(&columns), clockOffset: offset)
    }

    private static let columns = "header, body, link, withdrawn_by, clock_offset, \(receiptColumns)"
    private static let receiptValues =
        "outcome_state, outcome, branch, epoch, commit_number, received_at, log, leaf_index, leaf_hash"
    private static let receiptColumns =
        "id, device, sequence, outcome, branch, epoch, commit_number, received_at, log, leaf_index, leaf_hash"

    private static func bind(_ receipt: Receipt, _ parameters: inout Parameters) {
        parameters.bind(receipt.outcome.state.rawValue)
        parameters.bind(OutcomeBytes.encode(receipt.outcome))
        parameters.bind(receipt.branch)
        parameters.bind(receipt.epoch)
        parameters.bind(receipt.commit)
        parameters.bind(receipt.receivedAt)
        parameters.bind(receipt.log)
        parameters.bind(receipt.leafIndex)
        parameters.bind(receipt.leafHash)
    }

    static func readReceipt(_ columns: inout Columns) throws -> Receipt {
        Receipt(
            operation: columns.identifier(), device: columns.identifier(), sequence: columns.count(),
            outcome: try OutcomeBytes.decode(columns.blob()), branch: columns.optionalIdentifier(),
            epoch: columns.count(), commit: columns.count(), receivedAt: columns.instant(),
            log: columns.optionalIdentifier(), leafIndex: columns.count(), leafHash: columns.blob())
    }
}

/// Audit logs: leaf hashes, numbered from 0.
extension ServerSession {
    func logSize(_ log: Identifier) throws -> UInt64 {
        try database.first("SELECT max(position) + 1 FROM leaves WHERE log = ?", { $0.bind(log) }) { $0.count() } ?? 0
    }

    func logLeaves(_ log: Identifier, from: UInt64, limit: Int) throws -> [[UInt8]] {
        try database.all(
            "SELECT hash FROM leaves WHERE log = ? AND position >= ? ORDER BY position LIMIT ?",
            {
                $0.bind(log)
                $0.bind(from)
                $0.bind(limit)
            }
        ) { $0.blob() }
    }

    func appendLeaf(_ log: Identifier, hash: [UInt8]) throws -> UInt64 {
        let index = try logSize(log)
        try database.run("INSERT INTO leaves VALUES (?, ?, ?)") {
            $0.bind(log)
            $0.bind(index)
            $0.bind(hash)
        }
        return index
    }
}
