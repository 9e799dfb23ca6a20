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
    /// More documents than an organisation ever has.
    static let mostDocuments = 10_000

    private struct Kept: Sendable {
        var rows: [FeedRow]
        var rules: ActiveRules?
    }

    private let records: any RecordCoding
    private let kept = Mutex<[BranchID: Kept]>([:])

    init(records: any RecordCoding) { self.records = records }

    func rules(_ reading: any ServerReading, _ branch: BranchID) throws -> ActiveRules? {
        var rows: [FeedRow] = []
        for kind in Self.kinds {
            rows += try reading.rows(kind: kind, branch: branch, after: nil, limit: Self.mostDocuments)
        }
        if let known = kept.withLock({ $0[branch] }), known.rows == rows { return known.rules }
        let documents = rows.compactMap { row -> RuleDocument? in
            guard let kind = RecordKind(rawValue: Int(row.kind)),
                let content = try? records.decode(kind: kind, bytes: row.bytes)
            else { return nil }
            return RuleDocument(content, WireRuleCodec())
        }
        let fresh = Kept(rows: rows, rules: ActiveRules(documents))
        kept.withLock { $0[branch] = fresh }
        return fresh.rules
    }
}
