/// score = offset - factor · ln(odds bad to good), in integer milli-points; halves are rounded away from zero.
struct PointScaling {
    let factor: Double
    let offset: Double

    /// The knots of the probability lie this far apart; between them the line is off by less than 60 per million.
    private static let knotMilliPoints = 5_000
    private static let mostKnots = 400

    init(_ scale: Scorecard.Scale) {
        factor = Double(scale.pointsToDouble) / Elementary.ln(2)
        let odds = Double(scale.baseOddsBad) / Double(scale.baseOddsGood)
        offset = Double(scale.basePoints) + factor * Elementary.ln(odds)
    }

    func milliPoints(_ coefficient: Double, woe: Double) -> Int { thousandths(-factor * coefficient * woe) }

    func constantMilliPoints(intercept: Double) -> Int { thousandths(offset - factor * intercept) }

    private func thousandths(_ points: Double) -> Int {
        let most = Double(ScoringLimits.mostMilliPoints)
        return Int(max(-most, min(most, (points * 1000).rounded())))
    }

    func probabilityPpm(atMilliPoints points: Int) -> Int {
        Int((Elementary.logistic((offset - Double(points) / 1000) / factor) * 1e6).rounded())
    }

    /// From the worst score that the card can give to the best.
    func probabilityTable(constant: Int, _ characteristics: [Scorecard.Characteristic]) -> PointsTable {
        let worst = characteristics.reduce(constant) { $0 + min(0, $1.bins.map(\.milliPoints).min() ?? 0) }
        let best = characteristics.reduce(constant) { $0 + max(0, $1.bestMilliPoints) }
        var step = PointScaling.knotMilliPoints
        while (best - worst) / step > PointScaling.mostKnots - 3 { step *= 2 }
        var knots: [PointsTable.Knot] = []
        let first = Int((Double(worst) / Double(step)).rounded(.down)) * step
        for points in stride(from: first, to: best + step, by: step) {
            knots.append(PointsTable.Knot(milliPoints: points, value: probabilityPpm(atMilliPoints: points)))
        }
        guard let table = PointsTable(knots) else { preconditionFailure("a logistic curve rises or falls") }
        return table
    }
}
