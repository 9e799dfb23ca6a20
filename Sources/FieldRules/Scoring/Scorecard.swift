package import FieldModel

/// Characteristics, bins and points: a score is a sum of integers, the same on every machine.
package struct Scorecard: Hashable, Sendable {
    package struct Bin: Hashable, Sendable {
        package var milliPoints: Int
        /// Training counts: what later counts are compared with.
        package var good: Int
        package var bad: Int

        package init(milliPoints: Int, good: Int = 0, bad: Int = 0) {
            self.milliPoints = milliPoints
            self.good = good
            self.bad = bad
        }
    }

    package struct Characteristic: Hashable, Sendable {
        package let name: String
        package let layout: BinLayout
        package let bins: [Bin]
        /// Also the value of what falls into no bin is compared with it.
        package let bestMilliPoints: Int

        /// Nil unless there is a bin for each of the layout.
        package init?(name: String, layout: BinLayout, bins: [Bin]) {
            guard bins.count == layout.count, let best = bins.map(\.milliPoints).max() else { return nil }
            self.name = name
            self.layout = layout
            self.bins = bins
            bestMilliPoints = best
        }
    }

    /// `points_to_double` more points halve the odds of bad; `base_points` is worth the base odds.
    package struct Scale: Hashable, Sendable {
        package var basePoints = 600
        package var baseOddsBad = 1
        package var baseOddsGood = 19
        package var pointsToDouble = 50

        package init() {}
    }

    package struct Target: Hashable, Sendable {
        package var column: String
        package var bad: String

        package init(column: String, bad: String) {
            self.column = column
            self.bad = bad
        }
    }

    package struct Training: Hashable, Sendable {
        package var rows = 0
        package var from: CalendarDate?
        package var to: CalendarDate?
        /// Tenths of the training rows from the worst score up, where each begins and what it held.
        package var deciles: [Decile] = []

        package init(rows: Int = 0) { self.rows = rows }
    }

    package struct Decile: Hashable, Sendable {
        package var fromMilliPoints: Int
        package var good: Int
        package var bad: Int

        package init(fromMilliPoints: Int, good: Int, bad: Int) {
            self.fromMilliPoints = fromMilliPoints
            self.good = good
            self.bad = bad
        }
    }

    package var name: String
    package var version: String
    package var target: Target
    package var scale = Scale()
    package var constantMilliPoints: Int
    package var characteristics: [Characteristic]
    /// Parts per million that are bad.
    package var probability: PointsTable
    /// For models of money: minor units.
    package var amount: PointsTable?
    package var training = Training()

    package init(
        name: String, version: String, target: Target, constantMilliPoints: Int, characteristics: [Characteristic],
        probability: PointsTable
    ) {
        self.name = name
        self.version = version
        self.target = target
        self.constantMilliPoints = constantMilliPoints
        self.characteristics = characteristics
        self.probability = probability
    }

    /// The format of the text that this program reads and writes.
    package static let format = 1
}

/// A curve over the score: knots, and straight lines between them in integers.
///
/// Here because tier 0 has no `exp`; a table also holds curves that were measured instead of derived.
package struct PointsTable: Hashable, Sendable {
    package struct Knot: Hashable, Sendable {
        package var milliPoints: Int
        package var value: Int

        package init(milliPoints: Int, value: Int) {
            self.milliPoints = milliPoints
            self.value = value
        }
    }

    package let knots: [Knot]

    /// Nil unless there are knots, their points rise, and their values go one way.
    package init?(_ knots: [Knot]) {
        guard (1...ScoringLimits.mostKnots).contains(knots.count) else { return nil }
        let pairs = Array(zip(knots, knots.dropFirst()))
        guard pairs.allSatisfy({ $0.milliPoints < $1.milliPoints }) else { return nil }
        let falls = pairs.allSatisfy { $0.value >= $1.value }
        guard falls || pairs.allSatisfy({ $0.value <= $1.value }) else { return nil }
        self.knots = knots
    }

    /// The value of the nearest end outside the knots.
    package func value(at milliPoints: Int) -> Int {
        var (low, high) = (0, knots.count)
        while low < high {
            let middle = (low + high) / 2
            if knots[middle].milliPoints <= milliPoints { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return knots[0].value }
        guard low < knots.count else { return knots[low - 1].value }
        let (left, right) = (knots[low - 1], knots[low])
        let width = right.milliPoints - left.milliPoints
        let step = (right.value - left.value).multipliedFullWidth(by: milliPoints - left.milliPoints)
        let isNegative = step.high < 0
        let size = isNegative ? negated(step) : (high: UInt(bitPattern: step.high), low: step.low)
        let (quotient, remainder) = UInt(width).dividingFullWidth((high: size.high, low: size.low))
        let rounded = Int(quotient) + (remainder * 2 >= UInt(width) ? 1 : 0)
        return left.value + (isNegative ? -rounded : rounded)
    }

    private func negated(_ value: (high: Int, low: UInt)) -> (high: UInt, low: UInt) {
        let low = ~value.low &+ 1
        return (~UInt(bitPattern: value.high) &+ (low == 0 ? 1 : 0), low)
    }
}
