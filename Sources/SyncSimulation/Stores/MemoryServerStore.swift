internal import FieldModel
package import SyncCore

/// The server's store in memory: what the simulator runs on, held to the same suite as the one over SQLite.
///
/// Used from one thread. A transaction writes in place and is taken back when its body throws.
package final class MemoryServerStore: ServerStore, @unchecked Sendable {
    /// What is there now; nothing is written through it.
    let session: MemorySession
    private let writing: MemorySession
    private let journals: [any Journaled]

    package convenience init(hash: any Hashing, operations coding: any OperationCoding) {
        self.init(hash: hash, operations: coding, watch: nil)
    }

    init(hash: any Hashing, operations coding: any OperationCoding, watch: StoreWatch?) {
        let tables = MemoryTables()
        // Made once: a transaction of a few reads costs less than a session.
        session = MemorySession(tables, hash: hash, coding: coding)
        writing = MemorySession(tables, hash: hash, coding: coding, watch: watch)
        journals = tables.journals
    }

    private init(_ other: MemoryServerStore) {
        let tables = other.session.tables.copy
        session = MemorySession(tables, hash: other.session.hash, coding: other.session.coding)
        writing = MemorySession(
            tables, hash: other.session.hash, coding: other.session.coding, watch: other.writing.watch)
        journals = tables.journals
    }

    /// What a backup made now holds.
    package var backup: MemoryServerStore { MemoryServerStore(self) }

    package func write<T>(_ body: (any ServerTransaction) throws -> T) throws -> T {
        do {
            let result = try body(writing)
            for journal in journals { journal.commit() }
            return result
        } catch {
            let isKept = PlantedBug.keepsHalf(writing.watch?.plant) && error is StoreFailure
            for journal in journals { isKept ? journal.commit() : journal.rollBack() }
            throw error
        }
    }

    package func read<T>(_ body: (any ServerReading) throws -> T) throws -> T {
        try body(MemorySession(session.tables.copy, hash: session.hash, coding: session.coding))
    }

    package func verify() throws -> [String] {
        MemoryVerification(tables: session.tables, hash: session.hash, coding: session.coding).problems
    }

    package func backup(to path: String) throws {
        throw StoreFailure(code: "io", message: "a store in memory has no file")
    }
}

/// One transaction, or one snapshot.
final class MemorySession: ServerTransaction {
    let tables: MemoryTables
    let hash: any Hashing
    let coding: any OperationCoding
    /// Of a transaction in a simulated world.
    let watch: StoreWatch?

    init(_ tables: MemoryTables, hash: any Hashing, coding: any OperationCoding, watch: StoreWatch? = nil) {
        self.tables = tables
        self.hash = hash
        self.coding = coding
        self.watch = watch
    }

    static func notFound(_ what: String) -> StoreFailure {
        StoreFailure(code: "not_found", message: "there is no \(what)")
    }

    static func taken(_ what: String) -> StoreFailure {
        StoreFailure(code: "constraint", message: "\(what) is taken")
    }
}

/// Settings, branches, people, devices, invitations.
extension MemorySession {
    func setting(_ key: String) -> String? { tables.settings[key] }
    func setSetting(_ key: String, _ value: String) { tables.settings[key] = value }

    func branch(_ id: BranchID) -> BranchRecord? { tables.branches[id]?.record }
    func branches() -> [BranchRecord] { tables.branches.rows.values.map(\.record).sorted { $0.id < $1.id } }

    func save(_ branch: BranchRecord) {
        let old = tables.branches[branch.id]
        var record = branch
        record.head = max(record.head, old?.record.head ?? 0)
        tables.branches[branch.id] = KeptBranch(record: record, number: old?.number ?? tables.branches.rows.count)
    }

    func requireBranch(_ id: BranchID) throws -> BranchRecord {
        guard let record = branch(id) else { throw Self.notFound("branch \(id)") }
        return record
    }

    func nextCommit(_ branch: BranchID) throws -> UInt64 {
        var record = try requireBranch(branch)
        record.head += 1
        save(record)
        return record.head
    }

    func head(_ branch: BranchID) throws -> FeedPosition {
        let record = try requireBranch(branch)
        return FeedPosition(branch: branch, epoch: record.epoch, commit: record.head)
    }

    func person(_ id: PersonID) -> PersonRecord? { tables.persons[id] }
    func persons() -> [PersonRecord] { tables.persons.rows.values.sorted { $0.id < $1.id } }
    func save(_ person: PersonRecord) { tables.persons[person.id] = person }

    func device(_ id: DeviceID) -> DeviceRecord? { tables.devices[id] }
    func devices() -> [DeviceRecord] { tables.devices.rows.values.sorted { $0.id < $1.id } }

    func save(_ device: DeviceRecord) throws {
        let isTaken = tables.devices.rows.values.contains { $0.code == device.code && $0.id != device.id }
        if !device.code.isEmpty, isTaken { throw Self.taken("the code \(device.code)") }
        tables.devices[device.id] = device
    }

    func invitation(tokenHash: [UInt8]) -> InvitationRecord? {
        tables.invitations.rows.values.first { $0.tokenHash == tokenHash }
    }
    func invitation(_ id: Identifier) -> InvitationRecord? { tables.invitations[id] }
    func invitations() -> [InvitationRecord] { tables.invitations.rows.values.sorted { $0.id < $1.id } }
    func save(_ invitation: InvitationRecord) { tables.invitations[invitation.id] = invitation }
}
