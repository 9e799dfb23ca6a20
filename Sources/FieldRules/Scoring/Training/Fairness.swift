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
        package var bad: Int?

        package var badRate: Double? { bad.map { Double($0) / Double(rows) } }
        package var favouredRate: Double { rows == 0 ? 0 : Double(favoured) / Double(rows) }
        package var isLargeEnough: Bool { rows >= Fairness.fewestRows }

        /// Where its bad rate may truly lie, 19 times in 20.
        package var badRateInterval: ClosedRange<Double>? { bad.map { Wilson.interval($0, of: rows) } }

        /// The card's mean probability lies outside the interval: for this group it is not true.
        package var isMiscalibrated: Bool {
            isLargeEnough && badRateInterval.map { !$0.contains(meanProbability) } ?? false
        }

        /// Less than four fifths as often favoured as the most favoured group.
        package var isDisadvantaged: Bool { isLargeEnough && impactRatio < Fairness.lowestRatio }
    }

    package var groups: [Group]
    package var cutOffMilliPoints: Int

    /// The four-fifths rule of employment law, used as a first look.
    package static let lowestRatio = 0.8
    package static let fewestRows = 30
    package static let mostGroups = 50

    /// `edges` make ranges of a column of numbers.
    package init(
        _ card: Scorecard, _ table: DataTable, groups name: String, edges: [ScoreNumber] = [],
        cutOffMilliPoints: Int, outcome: BinaryOutcome?
    ) throws(ScoringFailure) {
        self.cutOffMilliPoints = cutOffMilliPoints
        guard !card.characteristics.contains(where: { $0.name == name }) else {
            throw ScoringFailure(.badValue, "the card reads it; a group column must not be an input", column: name)
        }
        let column = try table.column(name)
        if let failure = column.freeTextFailure { throw failure }
        let labels = try Fairness.labels(edges, column)
        let points = try table.milliPoints(of: card)
        var sums: [String?: (rows: Int, favoured: Int, ppm: Int, bad: Int)] = [:]
        for row in 0..<table.rows {
            let label = labels(row)
            var sum = sums[label] ?? (0, 0, 0, 0)
            sum.rows += 1
            sum.favoured += points[row] >= cutOffMilliPoints ? 1 : 0
            sum.ppm += card.probability.value(at: points[row])
            sum.bad += outcome?.isBad[row] == true ? 1 : 0
            sums[label] = sum
            guard sums.count <= Fairness.mostGroups else {
                throw ScoringFailure(
                    .tooLarge, "more than \(Fairness.mostGroups) groups; make ranges of numbers with edges",
                    row: row + DataTable.firstRow, column: name)
            }
        }
        groups = sums.map { label, sum in
            Group(
                name: label, rows: sum.rows, favoured: sum.favoured, impactRatio: 1,
                meanProbability: Double(sum.ppm) / Double(sum.rows) / 1e6, bad: outcome == nil ? nil : sum.bad)
        }
        let order = edges.isEmpty ? [:] : Fairness.order(edges)
        groups.sort {
            let places = (order[$0.name ?? ""] ?? 0, order[$1.name ?? ""] ?? 0)
            return places.0 == places.1 ? ($0.name ?? "") < ($1.name ?? "") : places.0 < places.1
        }
        let best = groups.filter(\.isLargeEnough).map(\.favouredRate).max() ?? 0
        for index in groups.indices where best > 0 { groups[index].impactRatio = groups[index].favouredRate / best }
    }

    private static func order(_ edges: [ScoreNumber]) -> [String: Int] {
        guard let layout = BinLayout(.ranges(edges: edges)) else { return [:] }
        return Dictionary(uniqueKeysWithValues: (0..<layout.count).map { (layout.label($0), $0 + 1) })
    }

    private static func labels(
        _ edges: [ScoreNumber], _ column: DataTable.Column
    ) throws(ScoringFailure) -> (Int) -> String? {
        guard !edges.isEmpty else { return { text(column.fact($0)) } }
        guard let layout = BinLayout(.ranges(edges: edges)) else {
            throw ScoringFailure(.badValue, "the edges must rise", column: column.name)
        }
        guard case .numbers = column.values else {
            throw ScoringFailure(.badValue, "edges are for columns of numbers", column: column.name)
        }
        return { row in
            let fact = column.fact(row)
            return fact == .missing ? nil : layout.bin(of: fact).map(layout.label)
        }
    }

    private static func text(_ fact: ScoreFact) -> String? {
        switch fact {
        case .missing: nil
        case .number(let number): number.description
        case .text(let text): text
        }
    }
}

/// Wilson's interval of a share: right also for few rows and for shares near 0 and 1.
package enum Wilson {
    package static func interval(_ count: Int, of rows: Int) -> ClosedRange<Double> {
        guard rows > 0 else { return 0...1 }
        let n = Double(rows)
        let share = Double(count) / n
        let z = CardComparison.normal95
        let middle = share + z * z / (2 * n)
        let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return max(0, (middle - reach) / scale)...min(1, (middle + reach) / scale)
    }
}
