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

    private struct Kept: Sendable {
        var rows: [FeedRow]
        var rules: ActiveRules?
    }

    private let records: any RecordCoding
    private struct KeptZones: Sendable {
        var rows: [FeedRow]
        var table: ZoneTable
    }

    private let kept = Mutex<[BranchID: Kept]>([:])
    private let keptZones = Mutex<[BranchID: KeptZones]>([:])

    init(records: any RecordCoding) { self.records = records }

    func rules(_ reading: any ServerReading, _ branch: BranchID) throws -> ActiveRules? {
        var rows: [FeedRow] = []
        for kind in Self.kinds {
            rows += try reading.rows(kind: kind, branch: branch, after: nil, limit: Self.mostDocuments)
        }
        if let known = kept.withLock({ $0[branch] }), known.rows == rows { return known.rules }
        let fresh = Kept(rows: rows, rules: ActiveRules(rows.compactMap(document)))
        kept.withLock { $0[branch] = fresh }
        return fresh.rules
    }

    /// The zone table that the branch has activated; the program's own where there is none.
    func zones(_ reading: any ServerReading, _ branch: BranchID) throws -> ZoneTable {
        let rows = try reading.rows(kind: .zoneTable, branch: branch, after: nil, limit: Self.mostDocuments)
        if let known = keptZones.withLock({ $0[branch] }), known.rows == rows { return known.table }
        // A row that is no document counts as one that cannot be read.
        let documents = rows.map {
            document($0) ?? RuleDocument(kind: .zones, name: "", version: "", days: ValidDays(), content: nil)
        }
        let fresh = KeptZones(rows: rows, table: ZoneDocuments.table(documents))
        keptZones.withLock { $0[branch] = fresh }
        return fresh.table
    }

    private func document(_ row: FeedRow) -> RuleDocument? {
        guard let kind = RecordKind(rawValue: Int(row.kind)),
            let content = try? records.decode(kind: kind, bytes: row.bytes)
        else { return nil }
        return RuleDocument(content, WireRuleCodec())
    }
}
