internal import FieldModel
internal import GRDB
internal import SyncCore

/// One transaction or one snapshot of the laptop's store; its parts are in the other files of this folder.
final class ReplicaSession: ReplicaTransaction {
    struct Environment: Sendable {
        var hash: any Hashing
        var coding: any OperationCoding
        var codec: any BodyCodec
    }

    let database: Database
    let environment: Environment
    var branches: [BranchID: BranchNumbers] = [:]
    /// What this transaction changes in each branch's digest, written once at its end.
    var digestChanges: [Int64: ScopeDigest] = [:]
    /// Accounts marked as evicted, read when rows are first applied.
    var evicted: Set<AccountID>?
    /// By branch, until rows change.
    var repairTables: [Int64: RepairTable] = [:]

    init(_ database: Database, _ environment: Environment) {
        self.database = database
        self.environment = environment
    }

    struct BranchNumbers {
        var number: Int64
        var scan: Int64
    }

    func setting(_ key: String) throws -> String? {
        let sealed = try database.first("SELECT body FROM settings WHERE key = ?", { $0.bind(key) }) { $0.blob() }
        guard let sealed else { return nil }
        let body = try environment.codec.open(sealed, at: BodyPlace(table: .settings, name: key))
        return String(decoding: body, as: UTF8.self)
    }

    func setSetting(_ key: String, _ value: String?) throws {
        guard let value else {
            return try database.run("DELETE FROM settings WHERE key = ?") { $0.bind(key) }
        }
        let body = try environment.codec.seal(Array(value.utf8), at: BodyPlace(table: .settings, name: key))
        try database.run("INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body") {
            $0.bind(key)
            $0.bind(body)
        }
    }
}

/// Cursors and running digests of the scope's branches.
extension ReplicaSession {
    func branchNumbers(_ id: BranchID) throws -> BranchNumbers? {
        if let numbers = branches[id] { return numbers }
        let numbers = try database.first("SELECT number, scan FROM branches WHERE id = ?", { $0.bind(id) }) {
            BranchNumbers(number: $0.integer(), scan: $0.integer())
        }
        if let numbers { branches[id] = numbers }
        return numbers
    }

    func makeBranch(_ id: BranchID) throws -> BranchNumbers {
        if let numbers = try branchNumbers(id) { return numbers }
        try database.run(
            """
            INSERT INTO branches (id, epoch, commit_number, last_key, digest_high, digest_low, row_count, scan)
            VALUES (?, 0, 0, x'', 0, 0, 0, 0)
            """
        ) { $0.bind(id) }
        let numbers = BranchNumbers(number: database.lastInsertedRowID, scan: 0)
        branches[id] = numbers
        return numbers
    }

    func positions() throws -> [(position: FeedPosition, digest: ScopeDigest)] {
        try database.all(
            """
            SELECT id, epoch, commit_number, last_key, digest_high, digest_low, row_count, number
            FROM branches ORDER BY id
            """
        ) { columns in
            let position = FeedPosition(
                branch: columns.identifier(), epoch: columns.count(), commit: columns.count(), lastKey: columns.blob())
            let digest = ScopeDigest(high: columns.bits(), low: columns.bits(), count: columns.integer())
            return (position, digest + (digestChanges[columns.integer()] ?? ScopeDigest()))
        }
    }

    func setPosition(_ position: FeedPosition) throws {
        guard let branch = position.branch else {
            throw StoreFailure(code: "constraint", message: "a position without a branch cannot be kept")
        }
        let number = try makeBranch(branch).number
        try database.run("UPDATE branches SET epoch = ?, commit_number = ?, last_key = ? WHERE number = ?") {
            $0.bind(position.epoch)
            $0.bind(position.commit)
            $0.bind(position.lastKey)
            $0.bind(number)
        }
    }

    func resetPosition(branch: BranchID) throws {
        var numbers = try makeBranch(branch)
        numbers.scan += 1
        branches[branch] = numbers
        try database.run(
            "UPDATE branches SET epoch = 0, commit_number = 0, last_key = x'', scan = ? WHERE number = ?"
        ) {
            $0.bind(numbers.scan)
            $0.bind(numbers.number)
        }
    }

    /// Before the commit: the digests stand in the same transaction as the rows.
    func writeDigests() throws {
        for (number, change) in digestChanges {
            let old = try database.first(
                "SELECT digest_high, digest_low, row_count FROM branches WHERE number = ?", { $0.bind(number) }
            ) { ScopeDigest(high: $0.bits(), low: $0.bits(), count: $0.integer()) }
            let new = (old ?? ScopeDigest()) + change
            try database.run("UPDATE branches SET digest_high = ?, digest_low = ?, row_count = ? WHERE number = ?") {
                $0.bind(bits: new.high)
                $0.bind(bits: new.low)
                $0.bind(new.count)
                $0.bind(number)
            }
        }
        digestChanges = [:]
    }
}
