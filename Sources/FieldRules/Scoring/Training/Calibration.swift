/// Whether the probabilities are true, not only their order.
package struct Calibration: Hashable, Sendable {
    package struct Group: Hashable, Sendable {
        package var rows: Int
        package var bad: Int
        package var meanProbability: Double

        package var badRate: Double { rows == 0 ? 0 : Double(bad) / Double(rows) }
    }

    /// The mean squared distance of the probability from what happened.
    package var brier: Double
    /// Tenths of the rows from the least probability up.
    package var groups: [Group]
    package var hosmerLemeshow: Double
    package var degreesOfFreedom: Int
    /// How probable a statistic as large as this is when the probabilities are true; nil with too few groups.
    package var hosmerLemeshowP: Double?

    static let mostGroups = 10

    /// Fitting the model to the same rows costs the test two degrees of freedom.
    package init(probability: [Double], outcome: BinaryOutcome, isFitted: Bool = true) {
        let count = Double(max(1, probability.count))
        brier =
            zip(probability, outcome.isBad).reduce(0) { $0 + ($1.0 - ($1.1 ? 1 : 0)) * ($1.0 - ($1.1 ? 1 : 0)) } / count
        groups = Calibration.groups(probability, outcome)
        hosmerLemeshow = groups.reduce(0) { sum, group in
            let expected = group.meanProbability * Double(group.rows)
            let variance = expected * (1 - group.meanProbability)
            let distance = Double(group.bad) - expected
            return variance > 0 ? sum + distance * distance / variance : sum
        }
        degreesOfFreedom = max(0, groups.count - (isFitted ? 2 : 0))
        hosmerLemeshowP = degreesOfFreedom > 0 ? ChiSquare.above(hosmerLemeshow, degreesOfFreedom) : nil
    }

    /// Rows of one probability are never torn apart.
    private static func groups(_ probability: [Double], _ outcome: BinaryOutcome) -> [Group] {
        let order = zip(probability, outcome.isBad).map { (p: $0, isBad: $1) }.sorted { $0.p < $1.p }
        var groups: [Group] = []
        var (rows, bad, sum) = (0, 0, 0.0)
        var (index, taken) = (0, 0)
        while index < order.count {
            let p = order[index].p
            while index < order.count, order[index].p == p {
                rows += 1
                bad += order[index].isBad ? 1 : 0
                sum += p
                index += 1
            }
            guard index == order.count || index * mostGroups >= order.count * (taken + 1) else { continue }
            groups.append(Group(rows: rows, bad: bad, meanProbability: sum / Double(rows)))
            (rows, bad, sum) = (0, 0, 0)
            taken = index * mostGroups / order.count
        }
        return groups
    }
}

/// What is won by looking at the riskiest rows first.
package struct LiftTable: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var rows: Int
        package var bad: Int
        /// Of all bad, found down to this row.
        package var capturedBad: Double
        /// How many times the bad rate of all rows, down to this row.
        package var cumulativeLift: Double
    }

    package let rows: [Row]

    /// Tenths from the most risk down; rows of the same risk in the order of the file.
    package init<Risk: Comparable>(risk: [Risk], outcome: BinaryOutcome) {
        let order = risk.indices.sorted { risk[$0] == risk[$1] ? $0 < $1 : risk[$0] > risk[$1] }
        var out: [Row] = []
        var (start, badSoFar) = (0, 0)
        for tenth in 1...10 {
            let end = order.count * tenth / 10
            guard end > start else { continue }
            let bad = order[start..<end].reduce(0) { $0 + (outcome.isBad[$1] ? 1 : 0) }
            badSoFar += bad
            let captured = outcome.bad > 0 ? Double(badSoFar) / Double(outcome.bad) : 0
            out.append(
                Row(
                    rows: end - start, bad: bad, capturedBad: captured,
                    cumulativeLift: captured * Double(order.count) / Double(end)))
            start = end
        }
        rows = out
    }
}
