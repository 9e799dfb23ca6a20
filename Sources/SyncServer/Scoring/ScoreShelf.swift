internal import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire
internal import Synchronization

/// A branch's scorecards and plans.
struct ScoreDocuments: Sendable {
    var cards: [String: Scorecard] = [:]
    /// All revisions of each model's plan, oldest first.
    var plans: [String: [ScorePlan]] = [:]
    var models = ScoringModels([])

    static func title(_ name: String, _ version: String) -> String { "\(name)@\(version)" }

    init(_ rows: [FeedRow], _ records: any RecordCoding) {
        for row in rows {
            guard case .scorecard(let data)? = try? records.decode(kind: .scorecard, bytes: row.bytes),
                let node = try? WireRuleCodec().decode(data.content)
            else { continue }
            if let plan = try? ScorePlan(node) {
                plans[plan.model, default: []].append(plan)
            } else if let card = try? ScorecardLoader.card(node, file: data.name) {
                cards[Self.title(card.name, card.version)] = card
            }
        }
        for model in plans.keys { plans[model]?.sort { $0.revision < $1.revision } }
        models = ScoringModels(plans.values.compactMap { $0.last }.compactMap(model))
    }

    func card(_ model: String, _ version: String) -> Scorecard? { cards[Self.title(model, version)] }

    /// Of a plan or a card: `active`, `superseded` by a later plan, or only `imported`.
    func state(of data: DataDocument) -> String {
        for (model, plans) in plans where data.name == ScorePlan.documentName(model) {
            return plans.last.map { "\($0.revision)" } == data.version ? "active" : "superseded"
        }
        let plans = plans[data.name] ?? []
        func isNamed(_ plan: ScorePlan) -> Bool { [plan.champion, plan.challenger].contains(data.version) }
        if let last = plans.last, isNamed(last) { return "active" }
        return plans.contains(where: isNamed) ? "superseded" : "imported"
    }

    private func model(_ plan: ScorePlan) -> ScoringModels.Model? {
        guard let champion = card(plan.model, plan.champion).flatMap(CompiledCard.init) else { return nil }
        let challenger = plan.challenger.flatMap { card(plan.model, $0) }.flatMap(CompiledCard.init)
        return ScoringModels.Model(plan: plan, champion: champion, challenger: challenger)
    }
}

/// The scorecards of each branch as they were last read, held against its rows each time.
final class ScoreShelf: Sendable {
    private let records: any RecordCoding
    private let kept = Mutex<[BranchID: (rows: [FeedRow], documents: ScoreDocuments)]>([:])

    init(records: any RecordCoding) { self.records = records }

    func documents(_ reading: any ServerReading, _ branch: BranchID) throws -> ScoreDocuments {
        let rows = try reading.rows(kind: .scorecard, branch: branch, after: nil, limit: RuleShelf.mostDocuments)
        if let known = kept.withLock({ $0[branch] }), known.rows == rows { return known.documents }
        let fresh = ScoreDocuments(rows, records)
        kept.withLock { $0[branch] = (rows, fresh) }
        return fresh
    }
}
