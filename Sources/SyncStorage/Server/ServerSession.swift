internal import FieldModel
internal import GRDB
internal import SyncCore

/// One transaction or one snapshot of the server's store; its parts are in the other files of this folder.
///
/// Surrogate numbers and placements are remembered for its own length only, so that a rollback leaves nothing stale.
final class ServerSession: ServerTransaction {
    let database: Database
    let hash: any Hashing
    let coding: any OperationCoding
    var branchNumbers: [BranchID: Int64] = [:]
    var audienceNumbers: [AudienceName: Int64] = [:]
    var placements: [AccountID: PlacementNumbers] = [:]
    /// What this transaction changes in each audience's digest, written once at its end.
    var digestChanges: [Int64: ScopeDigest] = [:]

    init(_ database: Database, hash: any Hashing, coding: any OperationCoding) {
        self.database = database
        self.hash = hash
        self.coding = coding
    }

    struct AudienceName: Hashable {
        var branch: Int64
        var identifier: Identifier
    }

    struct PlacementNumbers: Hashable {
        var branch: Int64
        var audience: Int64
    }

    func setting(_ key: String) throws -> String? {
        try database.first("SELECT value FROM settings WHERE key = ?", { $0.bind(key) }) { $0.text() }
    }

    func setSetting(_ key: String, _ value: String) throws {
        try database.run("INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value") {
            $0.bind(key)
            $0.bind(value)
        }
    }
}

extension ServerSession {
    func branchNumber(_ id: BranchID) throws -> Int64? {
        if let number = branchNumbers[id] { return number }
        let number = try database.first("SELECT number FROM branches WHERE id = ?", { $0.bind(id) }) { $0.integer() }
        if let number { branchNumbers[id] = number }
        return number
    }

    func requireBranch(_ id: BranchID) throws -> Int64 {
        guard let number = try branchNumber(id) else {
            throw StoreFailure(code: "not_found", message: "there is no branch \(id)")
        }
        return number
    }

    /// Nil when nothing was ever written for that audience.
    func audienceNumber(branch: Int64, _ audience: Audience) throws -> Int64? {
        let name = AudienceName(branch: branch, identifier: audience.identifier)
        if let number = audienceNumbers[name] { return number }
        let number = try database.first(
            "SELECT number FROM audiences WHERE branch = ? AND identifier = ?",
            {
                $0.bind(branch)
                $0.bind(name.identifier)
            }
        ) { $0.integer() }
        if let number { audienceNumbers[name] = number }
        return number
    }

    func makeAudience(branch: Int64, _ audience: Audience) throws -> Int64 {
        if let number = try audienceNumber(branch: branch, audience) { return number }
        try database.run(
            "INSERT INTO audiences (branch, identifier, digest_high, digest_low, row_count) VALUES (?, ?, 0, 0, 0)"
        ) {
            $0.bind(branch)
            $0.bind(audience.identifier)
        }
        let number = database.lastInsertedRowID
        audienceNumbers[AudienceName(branch: branch, identifier: audience.identifier)] = number
        return number
    }

    func audience(_ number: Int64) throws -> Audience {
        let identifier = try database.first("SELECT identifier FROM audiences WHERE number = ?", { $0.bind(number) }) {
            $0.identifier()
        }
        return Audience(stored: identifier ?? .nil_)
    }

    /// The audiences whose rows make up a scope; for a branch, all of them.
    func audienceNumbers(of scope: SyncScope) throws -> [Int64] {
        guard let branch = try branchNumber(scope.branch) else { return [] }
        switch scope {
        case .branch:
            return try database.all("SELECT number FROM audiences WHERE branch = ?", { $0.bind(branch) }) {
                $0.integer()
            }
        case .collector(_, let person):
            return try [Audience.collector(person), .all].compactMap { try audienceNumber(branch: branch, $0) }
        }
    }
}

extension Audience {
    init(stored identifier: Identifier) {
        switch identifier {
        case Audience.nobody.identifier: self = .nobody
        case Audience.all.identifier: self = .all
        default: self = .collector(identifier)
        }
    }
}
