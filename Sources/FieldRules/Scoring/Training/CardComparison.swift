/// A challenger against a champion on the same rows.
package struct CardComparison: Sendable {
    package struct Side: Sendable {
        package var card: Scorecard
        package var measures: ScoreMeasures
        package var distribution: ScoreDistribution
        /// At this score or above a row belongs to the favoured share.
        package var cutOffMilliPoints: Int
    }

    /// Rows that change sides when the challenger takes over, at the same share of favoured rows.
    package struct Swap: Hashable, Sendable {
        package var rows = 0
        package var bad = 0

        package var badRate: Double { rows == 0 ? 0 : Double(bad) / Double(rows) }
    }

    package var champion: Side
    package var challenger: Side
    /// Challenger's less champion's AUC.
    package var difference: Double
    /// By DeLong's method, which knows that both judged the same rows.
    package var standardError: Double
    package var favouredByBoth = Swap()
    package var onlyByChampion = Swap()
    package var onlyByChallenger = Swap()
    package var favouredByNeither = Swap()

    package static let normal95 = 1.959963984540054

    package var interval: ClosedRange<Double> {
        let reach = CardComparison.normal95 * standardError
        return (difference - reach)...(difference + reach)
    }

    /// Chance alone does not explain it, at one in twenty.
    package var isSettled: Bool { !interval.contains(0) }

    /// `favouredShare` in hundredths of all rows.
    package init(
        champion: Scorecard, challenger: Scorecard, _ table: DataTable, _ outcome: BinaryOutcome, favouredShare: Int
    ) throws(ScoringFailure) {
        let points = (try table.milliPoints(of: champion), try table.milliPoints(of: challenger))
        self.champion = try CardComparison.side(champion, points.0, table, outcome, favouredShare)
        self.challenger = try CardComparison.side(challenger, points.1, table, outcome, favouredShare)
        difference = self.challenger.measures.ranking.auc - self.champion.measures.ranking.auc
        standardError = PairedAUC(points.0, points.1, outcome).standardError
        for row in 0..<table.rows {
            let isBad = outcome.isBad[row]
            let favoured = (
                points.0[row] >= self.champion.cutOffMilliPoints, points.1[row] >= self.challenger.cutOffMilliPoints
            )
            switch favoured {
            case (true, true): favouredByBoth.count(isBad)
            case (true, false): onlyByChampion.count(isBad)
            case (false, true): onlyByChallenger.count(isBad)
            case (false, false): favouredByNeither.count(isBad)
            }
        }
    }

    private static func side(
        _ card: Scorecard, _ points: [Int], _ table: DataTable, _ outcome: BinaryOutcome, _ share: Int
    ) throws(ScoringFailure) -> Side {
        Side(
            card: card, measures: try card.measures(on: table, outcome),
            distribution: ScoreDistribution(milliPoints: points, outcome: outcome),
            cutOffMilliPoints: cutOff(points, favouredShare: share))
    }

    /// The score that so many hundredths of the rows reach, as nearly as ties let them.
    package static func cutOff(_ points: [Int], favouredShare: Int) -> Int {
        let sorted = points.sorted(by: >)
        let wanted = max(1, min(sorted.count, (sorted.count * favouredShare + 50) / 100))
        return sorted.isEmpty ? 0 : sorted[wanted - 1]
    }
}

extension CardComparison.Swap {
    fileprivate mutating func count(_ isBad: Bool) {
        rows += 1
        bad += isBad ? 1 : 0
    }
}

/// The standard error of the difference of two AUCs on the same rows (DeLong, DeLong and Clarke-Pearson 1988), by
/// midranks, so that a million rows cost two sorts.
struct PairedAUC {
    let standardError: Double

    init(_ first: [Int], _ second: [Int], _ outcome: BinaryOutcome) {
        let parts = [first, second].map { PairedAUC.placements($0, outcome) }
        let good = PairedAUC.variance(parts[0].good, parts[1].good)
        let bad = PairedAUC.variance(parts[0].bad, parts[1].bad)
        standardError = max(0, good + bad).squareRoot()
    }

    /// For each row, the share of the other class that it stands rightly against.
    private static func placements(_ points: [Int], _ outcome: BinaryOutcome) -> (good: [Double], bad: [Double]) {
        let order = points.indices.sorted { points[$0] < points[$1] }
        var placement = Array(repeating: 0.0, count: points.count)
        var (goodBelow, badBelow, start) = (0, 0, 0)
        while start < order.count {
            var end = start
            var (good, bad) = (0, 0)
            while end < order.count, points[order[end]] == points[order[start]] {
                if outcome.isBad[order[end]] { bad += 1 } else { good += 1 }
                end += 1
            }
            for row in order[start..<end] {
                placement[row] =
                    outcome.isBad[row]
                    ? (Double(outcome.good - goodBelow - good) + Double(good) / 2) / Double(outcome.good)
                    : (Double(badBelow) + Double(bad) / 2) / Double(outcome.bad)
            }
            (goodBelow, badBelow, start) = (goodBelow + good, badBelow + bad, end)
        }
        var (good, bad): ([Double], [Double]) = ([], [])
        for (row, value) in placement.enumerated() {
            if outcome.isBad[row] { bad.append(value) } else { good.append(value) }
        }
        return (good, bad)
    }

    /// Of the mean of the differences.
    private static func variance(_ first: [Double], _ second: [Double]) -> Double {
        guard first.count > 1 else { return 0 }
        let differences = zip(first, second).map { $1 - $0 }
        let mean = differences.reduce(0, +) / Double(differences.count)
        let sum = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return sum / Double(differences.count - 1) / Double(differences.count)
    }
}
