internal import FieldModel
internal import SyncCore

/// Rows as a person sees them: the overlay where there is one, else what the server confirmed.
extension ReplicaSession {
    func rows(account: AccountID, confirmedOnly: Bool) throws -> [ReplicaRow] {
        let confirmed = try database.all(
            "SELECT \(Self.confirmedColumns) FROM confirmed WHERE account = ? ORDER BY kind, id",
            { $0.bind(account) }, readConfirmed)
        if confirmedOnly { return confirmed }
        let overlay = try database.all(
            "SELECT \(Self.overlayColumns) FROM overlay WHERE account = ? ORDER BY kind, id",
            { $0.bind(account) }, readOverlay)
        if overlay.isEmpty { return confirmed }
        let covered = Set(overlay.map(\.name))
        let merged = confirmed.filter { !covered.contains($0.name) } + overlay
        return merged.sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }
    }

    func row(kind: RecordKind, id: RecordID) throws -> ReplicaRow? {
        let bind: (inout Parameters) -> Void = {
            $0.bind(kind.rawValue)
            $0.bind(id)
        }
        return try database.first(
            "SELECT \(Self.overlayColumns) FROM overlay WHERE kind = ? AND id = ?", bind, readOverlay)
            ?? database.first(
                "SELECT \(Self.confirmedColumns) FROM confirmed WHERE kind = ? AND id = ? ORDER BY branch LIMIT 1",
                bind,
                readConfirmed)
    }

    /// Two ordered scans side by side; of a name that both have the overlay's row is given.
    func forEachRow(kind: RecordKind, _ body: (ReplicaRow) throws -> Void) throws {
        let bind: (inout Parameters) -> Void = { $0.bind(kind.rawValue) }
        let confirmed = try RowCursor(
            database, "SELECT \(Self.confirmedColumns) FROM confirmed WHERE kind = ? ORDER BY id, branch", bind)
        let overlay = try RowCursor(
            database, "SELECT \(Self.overlayColumns) FROM overlay WHERE kind = ? ORDER BY id", bind)
        func nextOverlay() throws -> ReplicaRow? {
            guard var columns = try overlay.next() else { return nil }
            return try readOverlay(&columns)
        }
        var above = try nextOverlay()
        var last: RecordID?
        while var columns = try confirmed.next() {
            let row = try readConfirmed(&columns)
            while let over = above, over.id <= row.id {
                try body(over)
                last = over.id
                above = try nextOverlay()
            }
            if row.id == last { continue }
            try body(row)
            last = row.id
        }
        while let over = above {
            try body(over)
            above = try nextOverlay()
        }
    }

    func setOverlay(account: AccountID, _ rows: [ReplicaRow]) throws {
        try database.run("DELETE FROM overlay WHERE account = ?") { $0.bind(account) }
        for row in rows {
            let place = BodyPlace(table: .overlay, kind: row.kind, id: row.id, version: row.version)
            let body = try environment.codec.seal(row.bytes, at: place)
            try database.run("INSERT INTO overlay VALUES (?, ?, ?, ?, ?, ?, ?)") {
                $0.bind(row.kind)
                $0.bind(row.id)
                $0.bind(account)
                $0.bind(row.version.epoch)
                $0.bind(row.version.commit)
                $0.bind(row.pendingOperation)
                $0.bind(body)
            }
        }
    }

    private static let confirmedColumns = "kind, id, account, epoch, commit_number, body"
    private static let overlayColumns = "kind, id, account, epoch, commit_number, body, operation"

    private func readConfirmed(_ columns: inout Columns) throws -> ReplicaRow { try read(&columns, from: .confirmed) }

    private func readOverlay(_ columns: inout Columns) throws -> ReplicaRow {
        var row = try read(&columns, from: .overlay)
        row.pendingOperation = columns.optionalIdentifier()
        return row
    }

    private func read(_ columns: inout Columns, from table: BodyPlace.Table) throws -> ReplicaRow {
        var row = ReplicaRow(
            kind: columns.kind(), id: columns.identifier(), account: columns.optionalIdentifier(),
            version: RecordVersion(epoch: columns.count(), commit: columns.count()), bytes: columns.blob())
        let place = BodyPlace(table: table, kind: row.kind, id: row.id, version: row.version)
        row.bytes = try environment.codec.open(row.bytes, at: place)
        return row
    }
}

extension ReplicaRow {
    fileprivate struct Name: Hashable {
        var kind: UInt16
        var id: RecordID
    }

    fileprivate var name: Name { Name(kind: kind, id: id) }
}

/// Names found from what a person types, and ranges for repair.
extension ReplicaSession {
    func accounts(lookup: [UInt8]) throws -> [AccountID] {
        try database.all("SELECT account FROM lookups WHERE lookup = ? ORDER BY account", { $0.bind(lookup) }) {
            $0.identifier()
        }
    }

    func ids(kind: RecordKind, ending: String, limit: Int) throws -> [RecordID] {
        try database.all(
            """
            SELECT id FROM confirmed WHERE kind = ?1 AND substr(hex(id), -length(?2)) = ?2
            UNION SELECT id FROM overlay WHERE kind = ?1 AND substr(hex(id), -length(?2)) = ?2
            ORDER BY id LIMIT ?3
            """,
            {
                $0.bind(kind.rawValue)
                $0.bind(Self.digits(ending))
                $0.bind(limit)
            }
        ) { $0.identifier() }
    }

    func operationIDs(ending: String, limit: Int) throws -> [OperationID] {
        try database.all(
            "SELECT id FROM outbox WHERE substr(hex(id), -length(?1)) = ?1 ORDER BY id LIMIT ?2",
            {
                $0.bind(Self.digits(ending))
                $0.bind(limit)
            }
        ) { $0.identifier() }
    }

    /// As `hex` writes them. An empty ending is nobody's.
    private static func digits(_ ending: String) -> String {
        let digits = ending.uppercased().filter { $0 != "-" }
        return digits.isEmpty ? "-" : digits
    }

    func repairRanges(branch: BranchID, prefix: [UInt8]) throws -> [(prefix: [UInt8], digest: ScopeDigest)] {
        guard let keys = RepairKeys(prefix: prefix), let number = try branchNumbers(branch)?.number else { return [] }
        var sums = RepairKeys.Sums(keys)
        for row in try repairTable(number)[keys] { sums.add(row.key, row.digest) }
        return sums.ranges
    }

    func repairRowDigests(
        branch: BranchID, prefix: [UInt8]
    ) throws -> [(kind: UInt16, id: RecordID, digest: RowDigest)] {
        guard let keys = RepairKeys(prefix: prefix), let number = try branchNumbers(branch)?.number else { return [] }
        return try repairTable(number)[keys].sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }.map {
            ($0.kind, $0.id, $0.digest)
        }
    }

    /// Made once a transaction: repair is rare, and an index in the file would cost every sync the pages that it
    /// scatters its keys over.
    private func repairTable(_ branch: Int64) throws -> RepairTable {
        if let table = repairTables[branch] { return table }
        let sql = "SELECT kind, id, digest_high, digest_low FROM confirmed WHERE branch = ?"
        let table = RepairTable(
            try database.all(sql, { $0.bind(branch) }) { columns in
                let (kind, id) = (columns.kind(), columns.identifier())
                return RepairTable.Row(
                    key: RowDigest.repairKey(kind: kind, id: id, hash: environment.hash), kind: kind, id: id,
                    digest: columns.digest())
            })
        repairTables[branch] = table
        return table
    }
}
