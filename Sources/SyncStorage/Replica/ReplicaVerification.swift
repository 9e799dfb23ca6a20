internal import FieldModel
internal import GRDB
internal import SyncCore

/// What a sound replica keeps true: every body opens and gives its row digest, digests are the sums, the chain holds.
struct ReplicaVerification {
    private static let mostProblems = 100

    private let database: Database
    private let environment: ReplicaSession.Environment

    init(_ database: Database, _ environment: ReplicaSession.Environment) {
        self.database = database
        self.environment = environment
    }

    func problems() throws -> [String] {
        var problems = ProblemList(most: Self.mostProblems)
        try checkFile(database, &problems)
        try checkRows(&problems)
        try checkChain(&problems)
        return problems.list
    }

    private func checkRows(_ problems: inout ProblemList) throws {
        var sums: [Int64: ScopeDigest] = [:]
        try database.each(
            "SELECT branch, digest_high, digest_low, kind, id, account, epoch, commit_number, body FROM confirmed"
        ) { columns in
            let branch = columns.integer()
            let stored = columns.digest()
            var row = FeedRow(
                kind: columns.kind(), id: columns.identifier(), account: columns.optionalIdentifier(),
                version: RecordVersion(epoch: columns.count(), commit: columns.count()), feedCommit: 0,
                bytes: columns.blob())
            sums[branch, default: ScopeDigest()].add(stored)
            guard let bytes = try? environment.codec.open(row.bytes, at: BodyPlace(confirmed: row)) else {
                problems.add("record \(row.kind)/\(row.id): the body cannot be opened")
                return true
            }
            row.bytes = bytes
            if RowDigest(of: row, hash: environment.hash) != stored {
                problems.add("record \(row.kind)/\(row.id): the bytes do not give the row digest")
            }
            return true
        }
        try database.each("SELECT number, id, digest_high, digest_low, row_count FROM branches") { columns in
            let sum = sums[columns.integer()] ?? ScopeDigest()
            let branch = columns.identifier()
            if sum != ScopeDigest(high: columns.bits(), low: columns.bits(), count: columns.integer()) {
                problems.add("branch \(branch): the running digest is not the sum of its rows")
            }
            return true
        }
    }

    private func checkChain(_ problems: inout ProblemList) throws {
        var before: OutboxEntry?
        let session = ReplicaSession(database, environment)
        let hash = environment.hash
        try session.forEachEntry { entry in
            let header = entry.header
            let previous = before.flatMap { $0.header.incarnation == header.incarnation ? $0 : nil }
            before = entry
            if ChainHash.link(header: entry.sealed.header, hash: hash) != entry.link {
                problems.add("operation \(header.id): the link is wrong")
            }
            if header.sequence != (previous?.header.sequence ?? 0) + 1
                || header.previousLink != previous?.link ?? []
            {
                problems.add("operation \(header.id): the chain is broken before it")
            }
            if entry.sealed.body.isEmpty { return }
            guard let (salt, intent) = try? environment.coding.decodeBody(entry.sealed.body),
                ChainHash.commitment(salt: salt, intent: intent, hash: hash) == header.commitment
            else { return problems.add("operation \(header.id): the body is not what was committed to") }
        }
    }
}
