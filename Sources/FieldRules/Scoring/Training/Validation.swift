/// How a card would have done on rows that it did not learn from.
package enum Validation {
    package struct Fold: Sendable {
        package var rows: Int
        package var ranking: Ranking
        package var brier: Double
    }

    /// Bins, weights and coefficients are learned again without each fold, each class spread evenly over the folds.
    package static func crossValidate(
        _ table: DataTable, _ options: TrainingOptions, folds: Int, using generator: inout some RandomNumberGenerator
    ) throws(ScoringFailure) -> [Fold] {
        let outcome = try BinaryOutcome(table, target: options.target)
        guard folds >= 2, outcome.bad >= folds, outcome.good >= folds else {
            throw ScoringFailure(.oneClass, "\(folds) folds need as many good and as many bad rows, and at least 2")
        }
        var foldOf = Array(repeating: 0, count: table.rows)
        for wanted in [false, true] {
            var rows = (0..<table.rows).filter { outcome.isBad[$0] == wanted }
            rows.shuffle(using: &generator)
            for (position, row) in rows.enumerated() { foldOf[row] = position % folds }
        }
        var out: [Fold] = []
        for fold in 0..<folds {
            let held = (0..<table.rows).filter { foldOf[$0] == fold }
            let learned = (0..<table.rows).filter { foldOf[$0] != fold }
            let measures = try holdOut(table, outcome, options, learned: learned, held: held)
            out.append(Fold(rows: held.count, ranking: measures.ranking, brier: measures.calibration.brier))
        }
        return out
    }

    package struct OutOfTime: Sendable {
        package var report: TrainingReport
        package var held: ScoreMeasures
    }

    /// Learns from the rows whose column is before `from` and measures on the others. Numbers compare as numbers,
    /// other values as texts in byte order, which is the order of time for dates written YYYY-MM-DD.
    package static func outOfTime(
        _ table: DataTable, _ options: TrainingOptions, column name: String, from: String
    ) throws(ScoringFailure) -> OutOfTime {
        let column = try table.column(name)
        if let failure = column.freeTextFailure { throw failure }
        var isLater: [Bool?]
        switch column.values {
        case .numbers(let numbers):
            guard let edge = ScoreNumber(from) else {
                throw ScoringFailure(.badValue, "\(from) is not a number, but the column holds numbers", column: name)
            }
            isLater = numbers.map { $0 == ScoreNumber.missing ? nil : $0 >= edge.millionths }
        case .categories(let codes, let words):
            let ofWord = words.map { word -> Bool? in
                word.isEmpty ? nil : !word.utf8.lexicographicallyPrecedes(from.utf8)
            }
            isLater = codes.map { ofWord[Int($0)] }
        case .freeText: isLater = []
        }
        if let row = isLater.firstIndex(of: nil) {
            throw ScoringFailure(.badValue, "the time is empty", row: row + DataTable.firstRow, column: name)
        }
        var options = options
        options.excluded.insert(name)
        let learned = table.picking(isLater.indices.filter { isLater[$0] == false })
        let held = table.picking(isLater.indices.filter { isLater[$0] == true })
        guard learned.rows > 0, held.rows > 0 else {
            throw ScoringFailure(.oneClass, "rows before and from \(from) on are both needed", column: name)
        }
        let report = try ScorecardTrainer.train(learned, options)
        let measures = try report.card.measures(on: held, try BinaryOutcome(held, target: options.target))
        return OutOfTime(report: report, held: measures)
    }

    private static func holdOut(
        _ table: DataTable, _ outcome: BinaryOutcome, _ options: TrainingOptions, learned: [Int], held: [Int]
    ) throws(ScoringFailure) -> ScoreMeasures {
        let report = try ScorecardTrainer.train(table.picking(learned), options)
        return try report.card.measures(on: table.picking(held), outcome.picking(held))
    }
}

/// SplitMix64: the same seed shuffles alike everywhere.
package struct ShuffleGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
