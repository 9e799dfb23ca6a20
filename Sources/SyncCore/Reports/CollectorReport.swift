package import FieldModel
package import FieldRules

/// Who collects which segment well: what his cases paid against what others would have had from them.
package struct CollectorReport: AccountReport {
    package static let most = TrainingRows.most

    package let period: ReportPeriod
    package private(set) var rows = TrainingRows()
    private var products: [String] = []
    private let hash: any Hashing

    package init(_ period: ReportPeriod, hash: any Hashing) {
        self.period = period
        self.hash = hash
    }

    /// A case is an account at the end of a month with who had it then; what counts is whether it pays in 30 days.
    package mutating func take(_ one: ReportCase) {
        rows.add(
            one.history, .propensity, at: period.ends, horizon: LearnedModel.propensity.horizonDays,
            now: one.now.cutoff, hash: hash)
    }

    package mutating func keep(_ isKept: (AccountID) -> Bool) { rows = rows.keeping(isKept) }

    package var isFull: Bool { rows.count > CollectorReport.most }

    /// Segments: how late the debt was, in three.
    package static let segments = ["0-60", "61-120", ">120"]

    package static func segment(daysPastDue: Int64?) -> Int {
        switch daysPastDue ?? 0 {
        case ...60: 0
        case ...120: 1
        default: 2
        }
    }

    /// Collectors and the estimate; nil collectors' cases belong to nobody and are left out.
    package func estimate() throws(ScoringFailure) -> (collectors: [PersonID], estimate: SkillEstimate) {
        let collectors = Set(rows.collectors.compactMap { $0 }).sorted()
        let place = Dictionary(uniqueKeysWithValues: collectors.enumerated().map { ($1, $0) })
        let assigned = rows.collectors.indices.filter { rows.collectors[$0] != nil }
        guard collectors.count > 1 else {
            throw ScoringFailure(.oneClass, "there must be two collectors at least to compare them")
        }
        let table = rows.table().picking(assigned)
        var options = TrainingOptions(target: Scorecard.Target(column: TrainingRows.target, bad: "1"))
        options.characteristics = CollectorReport.caseMix
        let days = rows.daysPastDue
        return (
            collectors,
            try SkillEstimate(
                table, options, collectors: assigned.map { place[rows.collectors[$0] ?? .nil_] ?? 0 },
                segments: assigned.map { CollectorReport.segment(daysPastDue: days[$0]) })
        )
    }

    /// What a case is like whoever has it; what the collector did himself is not among it.
    private static let caseMix = [
        FactName.daysPastDue, .balance, .income, .bureauScore, .netWorth, .balanceToIncome, .tenureDays, .keptPercent,
        .payments90, .paid90Percent, .daysSincePayment, .product,
    ].map(\.name)

    package func result(names: (PersonID) -> String) -> ReportResult {
        var table = ReportResult.Table(
            "collectors",
            [
                ReportResult.Column("collector", "Collector", "Gestor"),
                ReportResult.Column("segment", "Days past due", "Días de atraso"),
                ReportResult.Column("cases", "Cases", "Casos"), ReportResult.Column("paid", "Paid", "Pagaron"),
                ReportResult.Column("expected", "Expected", "Esperado"),
                ReportResult.Column("lift", "Better by, points", "Mejor por, puntos"),
                ReportResult.Column("lift_low", "From", "Desde"), ReportResult.Column("lift_high", "To", "Hasta"),
            ])
        if let (collectors, estimate) = try? estimate() {
            for cell in estimate.cells {
                let lift = cell.liftTenths
                table.rows.append([
                    .text(names(collectors[cell.collector])), .text(CollectorReport.segments[cell.segment]),
                    .whole(cell.rows), .whole(cell.good), .whole((cell.expectedTenths + 5) / 10),
                    lift.map { .share($0.lift) } ?? .none, lift.map { .share($0.low) } ?? .none,
                    lift.map { .share($0.high) } ?? .none,
                ])
            }
        }
        return ReportResult(name: "collectors", from: period.from, to: period.to, tables: [table])
    }
}
