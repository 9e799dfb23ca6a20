internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire
internal import Synchronization

/// Cards learned from the operations that this server has taken in, and champions held against their challengers.
struct HistoryLearning: Sendable {
    static let accountsPerPage = 200
    static let snapshotDays = 30
    static let mostSnapshots = 36
    static let leastRows = 200

    let core: ServerCore
    let caller: Principal

    func train(_ request: Cartera_V1_TrainScorecardRequest) async throws -> Cartera_V1_DocumentReply {
        let model = try Self.model(request.model)
        let horizon = request.horizonDays == 0 ? model.horizonDays : Int(request.horizonDays)
        let days = try await snapshots(request.branch, horizon, Self.day(request.fromDay), Self.day(request.toDay))
        let rows = try await rows(request.branch, model, days, horizon)
        guard rows.count >= Self.leastRows else {
            throw ServiceFailure(
                .failedPrecondition, code: "too_little_history",
                "The history has \(rows.count) rows whose outcome is known; \(Self.leastRows) are needed.",
                hint: "Wait for more history, or choose a shorter horizon.")
        }
        let all = Set(rows.days).sorted()
        let test = try Self.day(request.testFromDay) ?? all[all.count * 3 / 4]
        var options = TrainingOptions(target: Scorecard.Target(column: TrainingRows.target, bad: "1"))
        options.cardName = model.rawValue
        options.cardVersion = request.version.isEmpty ? "\(Zones.zone("").localDate(at: core.now))" : request.version
        do throws(ScoringFailure) {
            var result = try HistoryTraining.train(
                rows.table(), options, dayColumn: TrainingRows.dayColumn, testFrom: "\(test.daysSince1970)")
            result.report.card.training.from = all.first
            result.report.card.training.to = test - 1
            return .with {
                $0.document = result.report.json(outOfTime: result.held).text()
                $0.card = result.report.card.text
            }
        } catch {
            throw ServiceFailure.invalid(error.code.rawValue, error.description)
        }
    }

    static func model(_ name: String) throws -> LearnedModel {
        guard let model = LearnedModel(rawValue: name) else {
            let names = LearnedModel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ServiceFailure.invalid("unknown_model", "Models that can be learned are \(names).")
        }
        return model
    }

    /// Nil for 0, which names none.
    static func day(_ rataDie: UInt32) throws -> CalendarDate? {
        do {
            return try rataDie.optionalDay("day")
        } catch {
            throw ServiceFailure.invalid("bad_argument", "There is no such day.")
        }
    }

    /// Ends of months of thirty days, backwards from the last day whose horizon has closed.
    private func snapshots(
        _ branch: String, _ horizon: Int, _ from: CalendarDate?, _ to: CalendarDate?
    ) async throws -> [CalendarDate] {
        let (core, caller) = (core, caller)
        let first = try await core.readers.read { reading -> CalendarDate? in
            let branches = try caller.branches(branch, in: reading)
            return try branches.compactMap { branch in
                try reading.history(branch: branch.id, after: 0, limit: 1).operations.first.map {
                    Zones.zone(branch.timeZone).localDate(at: $0.receipt.receivedAt)
                }
            }.min()
        }
        guard let first else { return [] }
        let today = Zones.zone(core.parts.organisation.timeZone).localDate(at: core.now)
        var day = today - (horizon + OutcomeWindow.lateSyncDays + 1)
        if let to { day = min(day, to) }
        var days: [CalendarDate] = []
        while day >= max(first, from ?? first), days.count < Self.mostSnapshots {
            days.append(day)
            day = day - Self.snapshotDays
        }
        return days.reversed()
    }

    /// Page by page; of a large portfolio a fixed share of the accounts, so that the rows stay bounded.
    private func rows(
        _ named: String, _ model: LearnedModel, _ days: [CalendarDate], _ horizon: Int
    ) async throws -> TrainingRows {
        let (core, caller) = (core, caller)
        let branches = try await core.readers.read { try caller.branches(named, in: $0) }
        // Held in one place and added to there: a copy for each page would cost more than the reading.
        let rows = Mutex(TrainingRows())
        // Identifiers end in random bits: a bound on them is a fair sample that is the same each time.
        var bound = UInt64.max
        for branch in branches {
            var after: AccountID?
            repeat {
                try Task.checkCancellation()
                let (from, limit) = (after, bound)
                after = try await core.readers.read { reading in
                    let accounts = try AccountReading(reading, branch, core.parts)
                    let ids = try reading.accounts(
                        branch: branch.id, audience: nil, after: from, limit: Self.accountsPerPage)
                    for id in ids where Self.mixed(id) <= limit {
                        guard let (history, _) = try accounts.history(id) else { continue }
                        let now = history.cutoff(nil, now: core.now)
                        rows.withLock {
                            $0.add(history, model, at: days, horizon: horizon, now: now, hash: core.parts.hash)
                        }
                    }
                    return ids.count == Self.accountsPerPage ? ids.last : nil
                }
                if rows.withLock({ $0.count }) > TrainingRows.most {
                    bound /= 2
                    let kept = bound
                    rows.withLock { $0 = $0.keeping { Self.mixed($0) <= kept } }
                }
            } while after != nil
        }
        return rows.withLock { $0 }
    }

    static func mixed(_ id: Identifier) -> UInt64 {
        var generator = ShuffleGenerator(seed: id.low ^ id.high)
        return generator.next()
    }
}

extension HistoryLearning {
    /// Both cards on the same accounts as of the last day whose horizon has closed, and what came of either arm.
    func compare(_ request: Cartera_V1_CompareScorecardsRequest) async throws -> Cartera_V1_DocumentReply {
        let (core, caller) = (core, caller)
        let model = try Self.model(request.model)
        let horizon = request.horizonDays == 0 ? model.horizonDays : Int(request.horizonDays)
        let documents = try await core.readers.read { reading in
            let branches = try caller.branches(request.branch, in: reading)
            return try branches.first.map { try core.scores.documents(reading, $0.id) }
        }
        guard let plan = documents?.plans[request.model]?.last, let documents,
            let champion = documents.card(plan.model, plan.champion),
            let challenger = plan.challenger.flatMap({ documents.card(plan.model, $0) })
        else {
            throw ServiceFailure(
                .failedPrecondition, code: "no_challenger", "No card challenges the champion of \(request.model).",
                hint: "Start an experiment: `cartera admin score promote MODEL --challenger VERSION --share N`.")
        }
        let days = try await snapshots(request.branch, horizon, nil, nil)
        let rows = try await rows(request.branch, model, Array(days.suffix(1)), horizon)
        guard rows.count > 0 else {
            throw ServiceFailure(
                .failedPrecondition, code: "too_little_history", "No horizon has closed yet.", hint: "Wait for it.")
        }
        let arms = rows.people.map { Experiment.arm(plan.experiment, unit: $0, hash: core.parts.hash) < plan.share }
        let json = try Self.comparison(rows, arms, champion, challenger, plan)
        return .with { $0.document = json.text() }
    }

    private static func comparison(
        _ rows: TrainingRows, _ isChallenged: [Bool], _ champion: Scorecard, _ challenger: Scorecard, _ plan: ScorePlan
    ) throws -> ReportJSON {
        let table = rows.table()
        let outcome = BinaryOutcome(isBad: rows.isBad)
        func side(_ card: Scorecard, _ wanted: Bool) throws -> ReportJSON {
            let measures = try card.measures(on: table, outcome)
            let own = isChallenged.indices.filter { isChallenged[$0] == wanted }
            let bad = own.reduce(0) { $0 + (rows.isBad[$1] ? 1 : 0) }
            return .map([
                ("version", .string(card.version)), ("auc", .decimal(measures.ranking.auc)),
                ("ks", .decimal(measures.ranking.ks)), ("brier", .decimal(measures.calibration.brier)),
                ("arm_accounts", .whole(own.count)), ("arm_good", .whole(own.count - bad)),
                ("arm_bad", .whole(bad)),
            ])
        }
        return .map([
            ("model", .string(plan.model)), ("experiment", .string(plan.experiment)), ("share", .whole(plan.share)),
            ("as_of", rows.days.max().map { .string("\($0)") } ?? .null), ("accounts", .whole(rows.count)),
            ("champion", try side(champion, false)), ("challenger", try side(challenger, true)),
        ])
    }
}
