/// How far the cases of today lie from those that a card learned from: the population stability index.
package struct Stability: Hashable, Sendable {
    package enum Verdict: String, Sendable {
        case stable, watch, act
    }

    package var index: Double
    /// Chance alone goes beyond it once in twenty times; below it a small sample raises no alarm.
    package var chanceBound: Double
    package var verdict: Verdict

    /// Counts of the same bins; an empty side counts as half a row.
    package init(expected: [Int], actual: [Int]) {
        let n = Double(expected.reduce(0, +))
        let m = Double(actual.reduce(0, +))
        var sum = 0.0
        var used = 0
        for (before, now) in zip(expected, actual) where before + now > 0 && n > 0 && m > 0 {
            let left = max(Double(before), 0.5) / n
            let right = max(Double(now), 0.5) / m
            sum += (right - left) * Elementary.ln(right / left)
            used += 1
        }
        index = sum
        chanceBound = n > 0 && m > 0 ? ChiSquare.bound95(used - 1) * (1 / n + 1 / m) : .infinity
        verdict = sum <= chanceBound || sum < 0.1 ? .stable : sum <= 0.25 ? .watch : .act
    }
}

extension Scorecard {
    package struct Drift: Sendable {
        package var characteristics: [CharacteristicDrift]
        package var total: Stability
    }

    /// How the rows fall into the bins of one characteristic, then and now.
    package struct CharacteristicDrift: Sendable {
        package var name: String
        package var stability: Stability
        package var bins: [String]
        package var expected: [Int]
        package var actual: [Int]
    }

    /// Over the card's own bins, what training never saw being one more; in total over its tenths.
    package func drift(_ table: DataTable) throws(ScoringFailure) -> Drift {
        var out: [CharacteristicDrift] = []
        for characteristic in characteristics {
            let column = try table.column(characteristic.name)
            if let failure = column.freeTextFailure { throw failure }
            var actual = Array(repeating: 0, count: characteristic.bins.count + 1)
            for bin in column.bins(in: characteristic.layout) {
                actual[bin == noBin ? characteristic.bins.count : Int(bin)] += 1
            }
            let expected = characteristic.bins.map { $0.good + $0.bad } + [0]
            let labels = characteristic.bins.indices.map(characteristic.layout.label) + ["unseen"]
            out.append(
                CharacteristicDrift(
                    name: characteristic.name, stability: Stability(expected: expected, actual: actual), bins: labels,
                    expected: expected, actual: actual))
        }
        var actual = Array(repeating: 0, count: max(1, training.deciles.count))
        for points in try table.milliPoints(of: self) { actual[tenth(of: points)] += 1 }
        let expected = training.deciles.map { $0.good + $0.bad }
        return Drift(characteristics: out, total: Stability(expected: expected, actual: actual))
    }
}
