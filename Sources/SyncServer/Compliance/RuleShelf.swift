internal import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire
internal import Synchronization

/// The rules of each branch as they were last read: reading packs costs more than judging by them.
///
/// What is kept is held against the branch's rows each time, so that nothing of a transaction that was rolled back stays.
final class RuleShelf: Sendable {
    static let kinds: [RecordKind] = [.rulePack, .calendar, .letterTemplate]
    /// With the zone table, which counts where no pack is asked too.
    static let documentKinds = kinds + [.zoneTable]
    /// More documents than an organisation ever has.
    static let mostDocuments = 10_000

    private let records: any RecordCoding
    private let keptRules = KeptByBranch<ActiveRules?>()
    private let keptZones = KeptByBranch<ZoneTable>()

    init(records: any RecordCoding) { self.records = records }

    func rules(_ reading: any ServerReading, _ branch: BranchID) throws -> ActiveRules? {
        let rows = try Self.kinds.flatMap {
            try reading.rows(kind: $0, branch: branch, after: nil, limit: Self.mostDocuments)
        }
        return keptRules.value(of: branch, rows) { ActiveRules(rows.compactMap(document)) }
    }

    /// The zone table that the branch has activated; the program's own where there is none.
    func zones(_ reading: any ServerReading, _ branch: BranchID) throws -> ZoneTable {
        let rows = try reading.rows(kind: .zoneTable, branch: branch, after: nil, limit: Self.mostDocuments)
        return keptZones.value(of: branch, rows) { ZoneDocuments.table(rows.map(document)) }
    }

    private func document(_ row: FeedRow) -> RuleDocument? {
        guard let kind = RecordKind(rawValue: Int(row.kind)),
            let content = try? records.decode(kind: kind, bytes: row.bytes)
        else { return nil }
        return RuleDocument(content, WireRuleCodec())
    }
}

/// What was made of a branch's rows, made anew when those are others.
private final class KeptByBranch<Value: Sendable>: Sendable {
    private struct Kept: Sendable {
        var rows: [FeedRow]
        var value: Value
    }

    private let kept = Mutex<[BranchID: Kept]>([:])

    func value(of branch: BranchID, _ rows: [FeedRow], _ make: () -> Value) -> Value {
        if let known = kept.withLock({ $0[branch] }), known.rows == rows { return known.value }
        let fresh = Kept(rows: rows, value: make())
        kept.withLock { $0[branch] = fresh }
        return fresh.value
    }
}
