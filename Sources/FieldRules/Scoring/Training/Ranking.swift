/// How well a measure of risk orders bad above good; a higher measure means more risk.
package struct Ranking: Hashable, Sendable {
    /// The share of pairs of a bad and a good row in which the bad one is higher; ties count half.
    package var auc: Double
    /// The largest distance between the two cumulative shares.
    package var ks: Double

    package var gini: Double { 2 * auc - 1 }

    package init<Risk: Comparable>(risk: [Risk], outcome: BinaryOutcome) {
        let order = zip(risk, outcome.isBad).map { (risk: $0, isBad: $1) }.sorted { $0.risk < $1.risk }
        let (totalGood, totalBad) = (Double(outcome.good), Double(outcome.bad))
        var (goodBelow, badBelow, index) = (0, 0, 0)
        // Halves of pairs, in integers: 2^63 is enough for a thousand million of each.
        var (halves, ks) = (0, 0.0)
        while index < order.count {
            var (good, bad) = (0, 0)
            let risk = order[index].risk
            while index < order.count, order[index].risk == risk {
                if order[index].isBad { bad += 1 } else { good += 1 }
                index += 1
            }
            halves += bad * (2 * goodBelow + good)
            goodBelow += good
            badBelow += bad
            ks = max(ks, abs(Double(goodBelow) / totalGood - Double(badBelow) / totalBad))
        }
        auc = totalGood > 0 && totalBad > 0 ? Double(halves) / 2 / totalGood / totalBad : .nan
        self.ks = totalGood > 0 && totalBad > 0 ? ks : .nan
    }

    /// Pairs of a bad and a good row that two measures order differently; where one of them ties, they do not.
    package static func swappedPairs(_ first: [Double], _ second: [Int], outcome: BinaryOutcome) -> Int {
        func inversions(_ wanted: Bool?) -> Int {
            let rows = first.indices.filter { wanted == nil || outcome.isBad[$0] == wanted }
            let order = rows.sorted {
                first[$0] == first[$1] ? second[$0] < second[$1] : first[$0] < first[$1]
            }
            var values = order.map { second[$0] }
            return countInversions(&values)
        }
        return inversions(nil) - inversions(true) - inversions(false)
    }

    /// Pairs in the wrong order, counted while they are merged into the right one.
    private static func countInversions(_ values: inout [Int]) -> Int {
        var count = 0
        var width = 1
        var merged = values
        while width < values.count {
            for start in stride(from: 0, to: values.count, by: 2 * width) {
                let middle = min(start + width, values.count)
                let end = min(start + 2 * width, values.count)
                var (left, right) = (start, middle)
                for index in start..<end {
                    if left < middle, right >= end || values[left] <= values[right] {
                        merged[index] = values[left]
                        left += 1
                    } else {
                        count += middle - left
                        merged[index] = values[right]
                        right += 1
                    }
                }
            }
            swap(&values, &merged)
            width *= 2
        }
        return count
    }
}
