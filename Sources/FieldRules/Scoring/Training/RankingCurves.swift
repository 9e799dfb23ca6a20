/// How good and bad accumulate from the most risk to the least: what ROC and KS plots show.
package struct RankingCurves: Hashable, Sendable {
    /// Shares in parts per million, so that a picture needs no rounding of its own.
    package struct Point: Hashable, Sendable {
        package var rows: Int
        package var good: Int
        package var bad: Int
    }

    /// From (0, 0, 0) to all; thinned to what an eye can see.
    package let points: [Point]
    /// Where the distance between the two is largest.
    package let widest: Point

    /// Smaller moves than half a per cent are not kept.
    private static let leastMove = 5_000

    package init<Risk: Comparable>(risk: [Risk], outcome: BinaryOutcome) {
        let order = zip(risk, outcome.isBad).map { (risk: $0, isBad: $1) }.sorted { $0.risk > $1.risk }
        var points = [Point(rows: 0, good: 0, bad: 0)]
        var widest = points[0]
        var (good, bad, index) = (0, 0, 0)
        func share(_ count: Int, _ all: Int) -> Int { all == 0 ? 0 : count * 1_000_000 / all }
        while index < order.count {
            let risk = order[index].risk
            while index < order.count, order[index].risk == risk {
                if order[index].isBad { bad += 1 } else { good += 1 }
                index += 1
            }
            let point = Point(
                rows: share(index, order.count), good: share(good, outcome.good), bad: share(bad, outcome.bad))
            if abs(point.bad - point.good) > abs(widest.bad - widest.good) { widest = point }
            let last = points[points.count - 1]
            let moved = max(point.good - last.good, point.bad - last.bad)
            if moved >= RankingCurves.leastMove || index == order.count { points.append(point) }
        }
        self.points = points
        self.widest = widest
    }
}

/// How many good and bad have which points.
package struct ScoreDistribution: Hashable, Sendable {
    package struct Band: Hashable, Sendable {
        /// Whole points; the band ends where the next begins.
        package var from: Int
        package var good: Int
        package var bad: Int
    }

    package let bands: [Band]
    package let width: Int

    private static let mostBands = 24

    /// Without an outcome all rows count as good.
    package init(milliPoints: [Int], outcome: BinaryOutcome?) {
        let points = milliPoints.map(ScoreResult.wholePoints)
        guard let least = points.min(), let most = points.max() else {
            (bands, width) = ([], 1)
            return
        }
        var width = 1
        for next in [2, 5, 10, 20, 25, 50, 100, 200, 500] where (most - least) / width >= Self.mostBands {
            width = next
        }
        while (most - least) / width >= Self.mostBands { width *= 2 }
        let first = least >= 0 ? least / width * width : -((width - 1 - least) / width * width)
        var bands = (0...(most - first) / width).map { Band(from: first + $0 * width, good: 0, bad: 0) }
        for (row, value) in points.enumerated() {
            let band = (value - first) / width
            if outcome?.isBad[row] == true { bands[band].bad += 1 } else { bands[band].good += 1 }
        }
        self.bands = bands
        self.width = width
    }
}
