/// Merges neighbouring classes into bins whose bad rate only rises or only falls and that are not too small, so that
/// the information value is as large as can be.
///
/// Exact by dynamic programming over the last bin; the fewest bins that reach 99 % of the best value are taken, because
/// the last ones add noise rather than information.
struct OptimalMerge {
    let minimumRows: Int
    let mostBins: Int

    private static let enough = 0.99

    /// Where bins begin, 0 included. One bin when nothing can be separated.
    func starts(good: [Int], bad: [Int], directions: [Direction] = Direction.allCases) -> [Int] {
        guard good.count > 1 else { return [0] }
        let sums = Sums(good: good, bad: bad)
        guard sums.good[good.count] > 0, sums.bad[good.count] > 0 else { return [0] }
        var best: (starts: [Int], value: Double) = ([0], 0)
        for direction in directions {
            var search = MergeSearch(sums: sums, minimumRows: minimumRows, mostBins: mostBins, direction: direction)
            let found = search.run()
            let top = found.map(\.value).max() ?? 0
            if top > best.value, let choice = found.first(where: { $0.value >= top * OptimalMerge.enough }) {
                best = (choice.starts, top)
            }
        }
        return best.starts
    }

    enum Direction: CaseIterable {
        case falling, rising
    }

    struct Sums {
        var good: [Int] = [0]
        var bad: [Int] = [0]

        init(good: [Int], bad: [Int]) {
            for (g, b) in zip(good, bad) {
                self.good.append(self.good[self.good.count - 1] + g)
                self.bad.append(self.bad[self.bad.count - 1] + b)
            }
        }
    }
}

/// One direction's search. A state is the last bin: from class `from` up to before class `to`.
private struct MergeSearch {
    let sums: OptimalMerge.Sums
    let minimumRows: Int
    let mostBins: Int
    let direction: OptimalMerge.Direction
    private let classes: Int
    private let side: Int
    private var segmentValue: [Double]

    init(sums: OptimalMerge.Sums, minimumRows: Int, mostBins: Int, direction: OptimalMerge.Direction) {
        self.sums = sums
        self.minimumRows = minimumRows
        self.mostBins = mostBins
        self.direction = direction
        classes = sums.good.count - 1
        side = classes + 1
        segmentValue = Array(repeating: -.infinity, count: side * side)
        for from in 0..<classes {
            for to in (from + 1)...classes { segmentValue[from * side + to] = value(from, to) }
        }
    }

    /// The best with one bin, with two, and so on, as far as there are any.
    mutating func run() -> [(starts: [Int], value: Double)] {
        var best = Array(repeating: -Double.infinity, count: side * side)
        for to in 1...classes { best[to] = segmentValue[to] }
        var parents: [[Int]] = []
        var found: [(starts: [Int], value: Double)] = []
        for bins in 1...max(1, mostBins) {
            if bins > 1 {
                let (next, parent) = extend(best)
                best = next
                parents.append(parent)
            }
            let last = (0..<classes).max { best[$0 * side + classes] < best[$1 * side + classes] } ?? 0
            let top = best[last * side + classes]
            if top.isFinite { found.append((starts(last, parents), top)) }
        }
        return found
    }

    private func extend(_ best: [Double]) -> (best: [Double], parent: [Int]) {
        var next = Array(repeating: -Double.infinity, count: side * side)
        var parent = Array(repeating: 0, count: side * side)
        for from in 1..<classes {
            for to in (from + 1)...classes where segmentValue[from * side + to].isFinite {
                for before in 0..<from where best[before * side + from].isFinite {
                    let sum = best[before * side + from] + segmentValue[from * side + to]
                    if sum > next[from * side + to], isMonotone(before, from, to) {
                        next[from * side + to] = sum
                        parent[from * side + to] = before
                    }
                }
            }
        }
        return (next, parent)
    }

    private func starts(_ last: Int, _ parents: [[Int]]) -> [Int] {
        var out = [last]
        var to = classes
        for parent in parents.reversed() {
            let from = out[out.count - 1]
            out.append(parent[from * side + to])
            to = from
        }
        return out.reversed()
    }

    private func isMonotone(_ before: Int, _ from: Int, _ to: Int) -> Bool {
        let (leftGood, leftBad) = (sums.good[from] - sums.good[before], sums.bad[from] - sums.bad[before])
        let (rightGood, rightBad) = (sums.good[to] - sums.good[from], sums.bad[to] - sums.bad[from])
        let left = leftBad * (rightGood + rightBad)
        let right = rightBad * (leftGood + leftBad)
        return direction == .falling ? left > right : left < right
    }

    private func value(_ from: Int, _ to: Int) -> Double {
        let good = sums.good[to] - sums.good[from]
        let bad = sums.bad[to] - sums.bad[from]
        guard good + bad >= minimumRows else { return -.infinity }
        return WeightOfEvidence.row(
            good: good, bad: bad, totalGood: Double(sums.good[classes]), totalBad: Double(sums.bad[classes])
        ).value
    }
}
