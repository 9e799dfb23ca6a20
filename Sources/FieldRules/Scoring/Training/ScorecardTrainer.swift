package struct TrainingOptions: Sendable {
    package var target: Scorecard.Target
    /// Nil takes every column but the target and what is excluded.
    package var characteristics: [String]?
    package var excluded: Set<String> = []
    package var binning = Binning.optimal
    package var bins = BinsFile()
    package var ridge = 0.0
    package var scale = Scorecard.Scale()
    package var cardName = "scorecard"
    package var cardVersion = "1"

    package init(target: Scorecard.Target) { self.target = target }
}

/// Something to know about a trained card that is no failure.
package struct TrainingWarning: Hashable, Sendable {
    package enum Code: String, Sendable {
        case freeText = "free_text"
        case constant
        case protected
        case emptySide = "empty_side"
        case wrongSign = "wrong_sign"
        case illConditioned = "ill_conditioned"
        case separated
        case notConverged = "not_converged"
        case sampled
    }

    package var code: Code
    package var characteristic: String?
    package var message: String
}

/// One characteristic as it was learned.
package struct TrainedCharacteristic: Sendable {
    package var name: String
    package var layout: BinLayout
    package var evidence: WeightOfEvidence
    /// Nil for a constant one, which is not in the model.
    package var coefficient: Double?
    package var standardError: Double?
    package var milliPoints: [Int]
}

package struct TrainingReport: Sendable {
    package var card: Scorecard
    package var characteristics: [TrainedCharacteristic]
    package var intercept: Double
    package var regression: LogisticRegression
    /// By the model's own probabilities, on the rows that it learned from.
    package var measures: ScoreMeasures
    /// By the card's points: what is lost by rounding.
    package var pointsRanking: Ranking
    package var swappedPairs: Int
    package var distribution: ScoreDistribution
    package var warnings: [TrainingWarning]
}

package struct ScoreMeasures: Sendable {
    package var rows: Int
    package var bad: Int
    package var ranking: Ranking
    package var calibration: Calibration
    package var lift: LiftTable
    package var curves: RankingCurves

    /// Of probabilities of bad; `isFitted` when the model learned from these very rows.
    package init(probability: [Double], outcome: BinaryOutcome, isFitted: Bool) {
        rows = probability.count
        bad = outcome.bad
        ranking = Ranking(risk: probability, outcome: outcome)
        calibration = Calibration(probability: probability, outcome: outcome, isFitted: isFitted)
        lift = LiftTable(risk: probability, outcome: outcome)
        curves = RankingCurves(risk: probability, outcome: outcome)
    }
}

extension Scorecard {
    /// How the card does on rows whose outcome is known, by its own integers.
    package func measures(on table: DataTable, _ outcome: BinaryOutcome) throws(ScoringFailure) -> ScoreMeasures {
        let points = try table.milliPoints(of: self)
        var measures = ScoreMeasures(
            probability: points.map { Double(probability.value(at: $0)) / 1e6 }, outcome: outcome, isFitted: false)
        measures.ranking = Ranking(risk: points.map { -$0 }, outcome: outcome)
        measures.lift = LiftTable(risk: points.map { -$0 }, outcome: outcome)
        measures.curves = RankingCurves(risk: points.map { -$0 }, outcome: outcome)
        return measures
    }
}

/// Learns a scorecard from a table: bins, weights of evidence, logistic regression, points.
package struct ScorecardTrainer {
    private let table: DataTable
    private let options: TrainingOptions
    private let outcome: BinaryOutcome
    private var trained: [TrainedCharacteristic] = []
    private var bins: [[UInt16]] = []
    private var warnings: [TrainingWarning] = []

    package static func train(
        _ table: DataTable, _ options: TrainingOptions
    ) throws(ScoringFailure) -> TrainingReport {
        let outcome = try BinaryOutcome(table, target: options.target)
        var trainer = ScorecardTrainer(table: table, options: options, outcome: outcome)
        if let warning = table.sampleWarning { trainer.warnings.append(warning) }
        for name in try trainer.names() { try trainer.learnBins(of: name) }
        return try trainer.fit()
    }

    private init(table: DataTable, options: TrainingOptions, outcome: BinaryOutcome) {
        self.table = table
        self.options = options
        self.outcome = outcome
    }

    private func names() throws(ScoringFailure) -> [String] {
        for chosen in options.bins.characteristics { _ = try table.column(chosen.name) }
        guard let wanted = options.characteristics else {
            return table.columns.map(\.name).filter { $0 != options.target.column && !options.excluded.contains($0) }
        }
        for name in wanted {
            _ = try table.column(name)
            guard name != options.target.column else {
                throw ScoringFailure(.badValue, "the target cannot be a characteristic too", column: name)
            }
            guard wanted.filter({ $0 == name }).count == 1 else {
                throw ScoringFailure(.badValue, "the characteristic is named twice", column: name)
            }
        }
        return wanted
    }

    private mutating func learnBins(of name: String) throws(ScoringFailure) {
        let column = try table.column(name)
        if let failure = column.freeTextFailure {
            guard options.characteristics == nil, options.bins[name] == nil else { throw failure }
            warn(.freeText, name, "left out: \(failure.message)")
            return
        }
        let chooser = BinChooser(binning: options.binning, bins: options.bins[name])
        let layout = try chooser.layout(column, outcome)
        let rows = column.bins(in: layout)
        let counts = outcome.counts(bins: rows, count: layout.count)
        let evidence = WeightOfEvidence(good: counts.good, bad: counts.bad)
        let isConstant = evidence.rows.filter { $0.good + $0.bad > 0 }.count < 2
        if isConstant { warn(.constant, name, "tells nothing: all rows are in one bin; it is not in the card") }
        if evidence.rows.contains(where: \.isSmoothed) {
            warn(.emptySide, name, "a bin holds only good or only bad rows; 0.5 was added to both its counts")
        }
        if let attribute = ProtectedAttributes.attribute(of: name), !isConstant {
            warn(.protected, name, "seems to say something of \(attribute); a server refuses a card that reads it")
        }
        trained.append(
            TrainedCharacteristic(
                name: name, layout: layout, evidence: evidence, coefficient: isConstant ? nil : 0, milliPoints: []))
        if !isConstant { bins.append(rows) }
    }

    private mutating func fit() throws(ScoringFailure) -> TrainingReport {
        let inModel = trained.indices.filter { trained[$0].coefficient != nil }
        guard !inModel.isEmpty else {
            throw ScoringFailure(.nothingToLearn, "no characteristic tells good from bad; nothing can be learned")
        }
        let values = inModel.map { trained[$0].evidence.rows.map(\.woe) }
        let design = DesignMatrix(bins: bins, values: values, rows: table.rows)
        let regression = LogisticRegression(design, outcome, ridge: options.ridge)
        for (position, index) in inModel.enumerated() {
            trained[index].coefficient = regression.coefficients[position]
            trained[index].standardError = regression.standardErrors[position + 1]
        }
        warnAbout(regression, inModel)
        let scaling = PointScaling(options.scale)
        for index in inModel {
            let beta = trained[index].coefficient ?? 0
            trained[index].milliPoints = trained[index].evidence.rows.map { scaling.milliPoints(beta, woe: $0.woe) }
        }
        let logOdds = regression.logOdds(design)
        var card = makeCard(inModel, scaling, regression)
        let points = try table.milliPoints(of: card)
        card.training.deciles = deciles(points)
        return TrainingReport(
            card: card, characteristics: trained, intercept: regression.intercept, regression: regression,
            measures: ScoreMeasures(
                probability: logOdds.map(Elementary.logistic), outcome: outcome, isFitted: true),
            pointsRanking: Ranking(risk: points.map { -$0 }, outcome: outcome),
            swappedPairs: Ranking.swappedPairs(logOdds, points.map { -$0 }, outcome: outcome),
            distribution: ScoreDistribution(milliPoints: points, outcome: outcome), warnings: warnings)
    }

    private func makeCard(
        _ inModel: [Int], _ scaling: PointScaling, _ regression: LogisticRegression
    ) -> Scorecard {
        let characteristics = inModel.compactMap { index -> Scorecard.Characteristic? in
            let one = trained[index]
            let bins = zip(one.milliPoints, one.evidence.rows).map {
                Scorecard.Bin(milliPoints: $0, good: $1.good, bad: $1.bad)
            }
            return Scorecard.Characteristic(name: one.name, layout: one.layout, bins: bins)
        }
        let constant = scaling.constantMilliPoints(intercept: regression.intercept)
        var card = Scorecard(
            name: options.cardName, version: options.cardVersion, target: options.target,
            constantMilliPoints: constant, characteristics: characteristics,
            probability: scaling.probabilityTable(constant: constant, characteristics))
        card.scale = options.scale
        card.training = Scorecard.Training(rows: table.rows)
        return card
    }

    /// Rows of the same score are never torn apart.
    private func deciles(_ points: [Int]) -> [Scorecard.Decile] {
        let order = zip(points, outcome.isBad).map { (points: $0, isBad: $1) }.sorted { $0.points < $1.points }
        var out: [Scorecard.Decile] = []
        for (index, row) in order.enumerated() {
            let isNew = index == 0 || (row.points > order[index - 1].points && index * 10 >= order.count * out.count)
            if isNew { out.append(Scorecard.Decile(fromMilliPoints: row.points, good: 0, bad: 0)) }
            if row.isBad { out[out.count - 1].bad += 1 } else { out[out.count - 1].good += 1 }
        }
        return out
    }

    private mutating func warnAbout(_ regression: LogisticRegression, _ inModel: [Int]) {
        for index in inModel where trained[index].coefficient ?? 0 > 0 {
            warn(.wrongSign, trained[index].name, "its coefficient goes against its own evidence; leave it out")
        }
        for finding in regression.findings {
            switch finding {
            case .illConditioned:
                warn(.illConditioned, nil, "characteristics nearly repeat each other; a ridge of 0.000001 was used")
            case .separated:
                let message = "the characteristics tell good from bad without an error, in all rows or in some; no "
                warn(.separated, nil, message + "finite coefficients fit, and a ridge of \(regression.ridge) was used")
            case .notConverged: warn(.notConverged, nil, "the regression did not settle; do not use this card")
            }
        }
    }

    private mutating func warn(_ code: TrainingWarning.Code, _ name: String?, _ message: String) {
        warnings.append(TrainingWarning(code: code, characteristic: name, message: message))
    }
}
