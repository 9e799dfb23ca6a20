/// Whether a card favours some groups of people: a column that is never an input says who is in which.
package struct Fairness: Sendable {
    package struct Group: Sendable {
        /// Nil where the column is empty.
        package var name: String?
        package var rows: Int
        /// At the cut-off or above it.
        package var favoured: Int
        /// Its rate of favoured over that of the most favoured group that is large enough to judge.
        package var impactRatio: Double
        package var meanProbability: Double
        /// Nil where the outcome is not known.
        package var badRate: Double?

        package var favouredRate: Double { rows == 0 ? 0 : Double(favoured) / Double(rows) }
    }

    package var groups: [Group]

    /// The four-fifths rule of employment law, used as a first look.
    package static let lowestRatio = 0.8
    package static let fewestRows = 30

    package init(
        _ card: Scorecard, _ table: DataTable, groups name: String, cutOffMilliPoints: Int, outcome: BinaryOutcome?
    ) throws(ScoringFailure) {
        guard !card.characteristics.contains(where: { $0.name == name }) else {
            throw ScoringFailure(.badValue, "the card reads it; a group column must not be an input", column: name)
        }
        let column = try table.column(name)
        if let failure = column.freeTextFailure { throw failure }
        let points = try table.milliPoints(of: card)
        var sums: [ScoreFact: (rows: Int, favoured: Int, ppm: Int, bad: Int)] = [:]
        for row in 0..<table.rows {
            var sum = sums[column.fact(row)] ?? (0, 0, 0, 0)
            sum.rows += 1
            sum.favoured += points[row] >= cutOffMilliPoints ? 1 : 0
            sum.ppm += card.probability.value(at: points[row])
            sum.bad += outcome?.isBad[row] == true ? 1 : 0
            sums[column.fact(row)] = sum
        }
        groups = sums.map { fact, sum in
            Group(
                name: Fairness.text(fact), rows: sum.rows, favoured: sum.favoured, impactRatio: 1,
                meanProbability: Double(sum.ppm) / Double(sum.rows) / 1e6,
                badRate: outcome == nil ? nil : Double(sum.bad) / Double(sum.rows))
        }
        groups.sort { ($0.name ?? "") < ($1.name ?? "") }
        let best = groups.filter { $0.rows >= Fairness.fewestRows }.map(\.favouredRate).max() ?? 0
        for index in groups.indices where best > 0 { groups[index].impactRatio = groups[index].favouredRate / best }
    }

    private static func text(_ fact: ScoreFact) -> String? {
        switch fact {
        case .missing: nil
        case .number(let number): number.description
        case .text(let text): text
        }
    }
}
