/// How much better or worse a collector does with a segment than others would with the same cases.
///
/// The expectation of a case comes from a card that was learned without the collector's cases (out of fold), and is set
/// right in the segment by what all the others achieved there. What remains is his: a shift of the log odds, drawn
/// towards none by how much collectors differ at all, with a 95 % interval.
package struct SkillEstimate: Sendable {
    package struct Cell: Hashable, Sendable {
        package var collector: Int
        package var segment: Int
        package var rows: Int
        package var good: Int
        /// Good outcomes that others would have had.
        package var expected: Double
        /// Log odds, drawn towards none, and their interval; nil below the minimum of rows.
        package var shift: Double?
        package var low: Double?
        package var high: Double?
        /// Shares of good that shift and interval come to on his own cases, less the expected share.
        package var lift: Double?
        package var lowLift: Double?
        package var highLift: Double?
    }

    package static let leastRows = 30
    private static let folds = 5

    package let cells: [Cell]
    /// How much collectors differ: the standard deviation of the shifts.
    package let spread: Double

    /// One entry a row: `collectors` and `segments` count from 0.
    package init(
        _ table: DataTable, _ options: TrainingOptions, collectors: [Int], segments: [Int]
    ) throws(ScoringFailure) {
        let outcome = try BinaryOutcome(table, target: options.target)
        let offsets = try SkillEstimate.offsets(table, options, collectors)
        var sums: [Int: CellSums] = [:]
        let count = (segments.max() ?? 0) + 1
        for row in collectors.indices {
            sums[collectors[row] * count + segments[row], default: CellSums()].take(offsets[row], !outcome.isBad[row])
        }
        var fitted: [(key: Int, sums: CellSums, fit: Fit)] = []
        for (key, own) in sums.sorted(by: { $0.key < $1.key }) where own.rows >= SkillEstimate.leastRows {
            let others = sums.filter { $0.key % count == key % count && $0.key != key }.values
            guard others.contains(where: { $0.rows > 0 }) else { continue }
            let level = Fit.solve(others.sorted { $0.first < $1.first }, shift: 0, spread: nil)
            fitted.append((key, own, level))
        }
        spread = SkillEstimate.spread(fitted.map { (Fit.solve([$0.sums], shift: $0.fit.shift, spread: nil), $0.fit) })
        var cells: [Int: Cell] = [:]
        for (key, own) in sums {
            cells[key] = Cell(
                collector: key / count, segment: key % count, rows: own.rows, good: own.good,
                expected: own.expected(0))
        }
        for (key, own, level) in fitted {
            cells[key] = SkillEstimate.cell(key / count, key % count, own, level, spread)
        }
        self.cells = cells.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func cell(
        _ collector: Int, _ segment: Int, _ own: CellSums, _ level: Fit, _ spread: Double
    ) -> Cell {
        let fit = Fit.solve([own], shift: level.shift, spread: max(spread, 0.02))
        let drawn = fit.information / (fit.information + 1 / (max(spread, 0.02) * max(spread, 0.02)))
        let error = (fit.variance + drawn * drawn * level.variance).squareRoot()
        let (low, high) = (fit.shift - 1.96 * error, fit.shift + 1.96 * error)
        let expected = own.expected(level.shift)
        func lift(_ shift: Double) -> Double { (own.expected(level.shift + shift) - expected) / Double(own.rows) }
        return Cell(
            collector: collector, segment: segment, rows: own.rows, good: own.good, expected: expected,
            shift: fit.shift, low: low, high: high, lift: lift(fit.shift), lowLift: lift(low), highLift: lift(high))
    }

    /// What the estimates vary by beyond their own errors.
    private static func spread(_ raw: [(own: Fit, level: Fit)]) -> Double {
        guard !raw.isEmpty else { return 0 }
        let weights = raw.map { 1 / ($0.own.variance + $0.level.variance + 0.01) }
        var sum = 0.0
        for ((own, level), weight) in zip(raw, weights) {
            sum += weight * (own.shift * own.shift - own.variance - level.variance)
        }
        return max(0, sum / weights.reduce(0, +)).squareRoot()
    }

    /// Log odds of good, of each row, by a card learned from the cases of collectors of other folds.
    private static func offsets(
        _ table: DataTable, _ options: TrainingOptions, _ collectors: [Int]
    ) throws(ScoringFailure) -> [Double] {
        let most = min(folds, (collectors.max() ?? 0) + 1)
        guard most >= 2 else {
            throw ScoringFailure(.oneClass, "there must be two collectors at least to compare them")
        }
        var out = [Double](repeating: 0, count: table.rows)
        for fold in 0..<most {
            let held = collectors.indices.filter { collectors[$0] % most == fold }
            let learned = collectors.indices.filter { collectors[$0] % most != fold }
            let report = try ScorecardTrainer.train(table.picking(learned), options)
            let factor = Double(options.scale.pointsToDouble) * 1000 / Elementary.ln(2)
            let odds = Double(options.scale.baseOddsGood) / Double(options.scale.baseOddsBad)
            let offset = Double(options.scale.basePoints) * 1000 - factor * Elementary.ln(odds)
            let points = try table.picking(held).milliPoints(of: report.card)
            for (row, points) in zip(held, points) { out[row] = (Double(points) - offset) / factor }
        }
        return out
    }
}

/// The rows of one collector in one segment.
private struct CellSums {
    var offsets: [Double] = []
    var good = 0

    var rows: Int { offsets.count }
    var first: Double { offsets.first ?? 0 }

    mutating func take(_ offset: Double, _ isGood: Bool) {
        offsets.append(offset)
        if isGood { good += 1 }
    }

    func expected(_ shift: Double) -> Double { offsets.reduce(0) { $0 + Elementary.logistic($1 + shift) } }
}

/// The shift of the log odds under which the outcomes are likeliest, by Newton's steps.
private struct Fit {
    var shift: Double
    /// Of the outcomes alone.
    var information: Double
    /// Of the shift, what draws it towards none included.
    var variance: Double

    /// Beside `shift`, which stands; a `spread` draws towards 0.
    static func solve(_ cells: [CellSums], shift level: Double, spread: Double?) -> Fit {
        let pull = spread.map { 1 / ($0 * $0) } ?? 0
        var found = 0.0
        var information = 0.0
        for _ in 0..<25 {
            var gradient = -pull * found
            information = 0
            for cell in cells {
                gradient += Double(cell.good)
                for offset in cell.offsets {
                    let p = Elementary.logistic(offset + level + found)
                    gradient -= p
                    information += p * (1 - p)
                }
            }
            let step = gradient / max(information + pull, 1e-9)
            found = max(-8, min(8, found + max(-2, min(2, step))))
            if abs(step) < 1e-9 { break }
        }
        return Fit(shift: found, information: information, variance: 1 / max(information + pull, 1e-9))
    }
}

extension SkillEstimate.Cell {
    /// For reports: good outcomes that others would have had, in tenths.
    package var expectedTenths: Int { Int((expected * 10).rounded()) }

    /// The lift and its interval in tenths of a percentage point; nil below the minimum of rows.
    package var liftTenths: (lift: Int, low: Int, high: Int)? {
        guard let lift, let lowLift, let highLift else { return nil }
        func tenths(_ share: Double) -> Int { Int((share * 1000).rounded()) }
        return (tenths(lift), tenths(lowLift), tenths(highLift))
    }
}
