/// How good and bad fall into the bins of a characteristic.
///
/// WoE = ln(share of all good / share of all bad). A bin with an empty side gets +0.5 on both its counts, the others
/// and the totals none; a bin without any rows says nothing and is worth 0.
package struct WeightOfEvidence: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var good: Int
        package var bad: Int
        package var woe: Double
        /// Its part of the information value.
        package var value: Double
        package var isSmoothed: Bool
    }

    package let rows: [Row]

    package init(good: [Int], bad: [Int]) {
        let totalGood = Double(good.reduce(0, +))
        let totalBad = Double(bad.reduce(0, +))
        rows = zip(good, bad).map { good, bad in
            WeightOfEvidence.row(good: good, bad: bad, totalGood: totalGood, totalBad: totalBad)
        }
    }

    static func row(good: Int, bad: Int, totalGood: Double, totalBad: Double) -> Row {
        guard good + bad > 0, totalGood > 0, totalBad > 0 else {
            return Row(good: good, bad: bad, woe: 0, value: 0, isSmoothed: false)
        }
        let isSmoothed = good == 0 || bad == 0
        let extra = isSmoothed ? 0.5 : 0
        let shareGood = (Double(good) + extra) / totalGood
        let shareBad = (Double(bad) + extra) / totalBad
        let woe = Elementary.ln(shareGood / shareBad)
        return Row(good: good, bad: bad, woe: woe, value: (shareGood - shareBad) * woe, isSmoothed: isSmoothed)
    }

    package var informationValue: Double { rows.reduce(0) { $0 + $1.value } }

    /// Without smoothing; nil where an empty side makes it infinite.
    package var rawInformationValue: Double? { rows.contains(where: \.isSmoothed) ? nil : informationValue }
}

/// The two classes that a card tells apart.
package struct BinaryOutcome: Sendable {
    package var isBad: [Bool]
    package private(set) var good: Int
    package private(set) var bad: Int

    package init(isBad: [Bool]) {
        self.isBad = isBad
        bad = isBad.reduce(0) { $0 + ($1 ? 1 : 0) }
        good = isBad.count - bad
    }

    package init(_ table: DataTable, target: Scorecard.Target) throws(ScoringFailure) {
        let column = try table.column(target.column)
        if let failure = column.freeTextFailure { throw failure }
        switch column.values {
        case .numbers(let numbers):
            let bad = ScoreNumber(target.bad)?.millionths ?? ScoreNumber.missing
            try BinaryOutcome.refuseMissing(numbers.firstIndex(of: ScoreNumber.missing), column)
            self.init(isBad: numbers.map { $0 == bad })
        case .categories(let codes, let words):
            let bad = words.dropFirst().firstIndex(of: target.bad).map(UInt16.init)
            try BinaryOutcome.refuseMissing(codes.firstIndex(of: 0), column)
            self.init(isBad: codes.map { $0 == bad })
        case .freeText: self.init(isBad: [])
        }
        guard bad > 0, good > 0 else {
            let message =
                bad == 0
                ? "no row has the value \(target.bad) that means bad" : "all rows have the value \(target.bad)"
            throw ScoringFailure(.oneClass, "\(message); good and bad are both needed", column: column.name)
        }
    }

    private static func refuseMissing(_ index: Int?, _ column: DataTable.Column) throws(ScoringFailure) {
        guard let index else { return }
        throw ScoringFailure(
            .badValue, "the target is empty", row: index + DataTable.firstRow, column: column.name)
    }

    package func picking(_ rows: [Int]) -> BinaryOutcome { BinaryOutcome(isBad: rows.map { isBad[$0] }) }

    /// Good and bad of each bin; rows in no bin are left out.
    func counts(bins: [UInt16], count: Int) -> (good: [Int], bad: [Int]) {
        var good = Array(repeating: 0, count: count)
        var bad = good
        for (row, bin) in bins.enumerated() where bin != noBin {
            if isBad[row] { bad[Int(bin)] += 1 } else { good[Int(bin)] += 1 }
        }
        return (good, bad)
    }
}
