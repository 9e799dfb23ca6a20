/// How a card does on new rows, against what it was when it was trained.
package struct Monitoring: Sendable {
    /// One tenth of the training rows, then and now.
    package struct Tenth: Hashable, Sendable {
        package var fromMilliPoints: Int
        package var trainedRows: Int
        package var trainedBad: Int
        package var rows: Int
        /// Nil where outcomes are not known.
        package var bad: Int?
    }

    package struct Outcomes: Sendable {
        package var measures: ScoreMeasures
        /// From the tenths, which is all that a card keeps of its training, for both alike.
        package var trainedKS: Double
        package var tenthsKS: Double
        /// All bad that were found over all that the card foresaw.
        package var observedToExpected: Double
        package var calibration: CalibrationDrift
    }

    /// Whether probabilities still hold.
    package enum CalibrationDrift: String, Sendable {
        case holds
        /// More than chance explains, by Hosmer and Lemeshow's test at one in twenty.
        case off
    }

    package var rows: Int
    package var drift: Scorecard.Drift
    package var tenths: [Tenth]
    package var distribution: ScoreDistribution
    package var outcomes: Outcomes?

    package init(_ card: Scorecard, _ table: DataTable, _ outcome: BinaryOutcome?) throws(ScoringFailure) {
        rows = table.rows
        drift = try card.drift(table)
        let points = try table.milliPoints(of: card)
        distribution = ScoreDistribution(milliPoints: points, outcome: outcome)
        tenths = card.training.deciles.map {
            Tenth(
                fromMilliPoints: $0.fromMilliPoints, trainedRows: $0.good + $0.bad, trainedBad: $0.bad, rows: 0,
                bad: outcome.map { _ in 0 })
        }
        for (row, value) in points.enumerated() where !tenths.isEmpty {
            let tenth = card.tenth(of: value)
            tenths[tenth].rows += 1
            if let outcome, outcome.isBad[row] { tenths[tenth].bad = (tenths[tenth].bad ?? 0) + 1 }
        }
        outcomes = try outcome.map { (outcome) throws(ScoringFailure) in
            try Monitoring.outcomes(card, table, outcome, tenths)
        }
    }

    private static func outcomes(
        _ card: Scorecard, _ table: DataTable, _ outcome: BinaryOutcome, _ tenths: [Tenth]
    ) throws(ScoringFailure) -> Outcomes {
        let measures = try card.measures(on: table, outcome)
        let expected = measures.calibration.groups.reduce(0) { $0 + $1.meanProbability * Double($1.rows) }
        let isOff = (measures.calibration.hosmerLemeshowP ?? 1) < 0.05
        return Outcomes(
            measures: measures, trainedKS: ks(tenths.map { ($0.trainedRows - $0.trainedBad, $0.trainedBad) }),
            tenthsKS: ks(tenths.map { ($0.rows - ($0.bad ?? 0), $0.bad ?? 0) }),
            observedToExpected: expected > 0 ? Double(outcome.bad) / expected : .nan,
            calibration: isOff ? .off : .holds)
    }

    private static func ks(_ tenths: [(good: Int, bad: Int)]) -> Double {
        let good = Double(tenths.reduce(0) { $0 + $1.good })
        let bad = Double(tenths.reduce(0) { $0 + $1.bad })
        guard good > 0, bad > 0 else { return .nan }
        var (goodBelow, badBelow, most) = (0, 0, 0.0)
        for tenth in tenths {
            goodBelow += tenth.good
            badBelow += tenth.bad
            most = max(most, abs(Double(goodBelow) / good - Double(badBelow) / bad))
        }
        return most
    }
}
