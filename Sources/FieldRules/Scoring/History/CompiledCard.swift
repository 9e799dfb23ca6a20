internal import FieldModel

/// A card whose characteristics have found their facts: no name is looked up while accounts are scored.
package struct CompiledCard: Sendable {
    package let card: Scorecard
    private let lines: [Line]
    /// Of all characteristics, one after the other.
    private let edges: [Int64]
    private let points: [Int]
    /// Places of the characteristics by their names.
    private let byName: [Int]

    /// A characteristic as plain numbers: nothing is counted or copied while accounts are scored.
    private struct Line {
        var fact: FactName
        var edges: Range<Int> = 0..<0
        /// Where the points of the first bin are.
        var points = 0
        var missing = 0
        var best: Int
        var rank = 0
        /// Facts in words, and cards that put numbers into groups.
        var isByLayout = false
    }

    /// The characteristics that no fact is called by.
    package static func unknownFacts(of card: Scorecard) -> [String] {
        card.characteristics.map(\.name).filter { FactName(name: $0) == nil }
    }

    /// Nil for a card that reads something else than facts.
    package init?(_ card: Scorecard) {
        let facts = card.characteristics.compactMap { FactName(name: $0.name) }
        guard facts.count == card.characteristics.count else { return nil }
        self.card = card
        let byName = facts.indices.sorted { card.characteristics[$0].name < card.characteristics[$1].name }
        var lines: [Line] = []
        var edges: [Int64] = []
        var points: [Int] = []
        for (fact, characteristic) in zip(facts, card.characteristics) {
            var line = Line(fact: fact, best: characteristic.bestMilliPoints)
            if case .ranges(let own) = characteristic.layout.shape, !fact.isText {
                line.edges = edges.count..<(edges.count + own.count)
                line.points = points.count
                line.missing = characteristic.milliPoints(inBin: characteristic.layout.bin(of: .missing))
                edges += own.map(CompiledCard.wholeEdge)
                points += characteristic.bins.map(\.milliPoints)
            } else {
                line.isByLayout = true
            }
            lines.append(line)
        }
        for (rank, index) in byName.enumerated() { lines[index].rank = rank }
        self.lines = lines
        self.edges = edges
        self.points = points
        self.byName = byName
    }

    /// The least whole number that is not below the edge: facts are whole.
    private static func wholeEdge(_ edge: ScoreNumber) -> Int64 {
        // Facts beyond what millionths can say count as their end.
        if edge.millionths == .min + 1 { return .min + 1 }
        let floor = floorDivide(edge.millionths, ScoreNumber.perOne)
        return floor * ScoreNumber.perOne == edge.millionths ? floor : floor + 1
    }

    package func evaluate(_ account: AccountFacts) -> ScoreResult {
        let (sum, worst) = sum(account)
        return ScoreResult(
            milliPoints: sum, probabilityPpm: card.probability.value(at: sum), amount: card.amount?.value(at: sum),
            reasons: worst.reasons { key in
                let (index, shortfall) = reason(key)
                return ScoreReason(
                    characteristic: card.characteristics[index].name, shortfallMilliPoints: shortfall)
            })
    }

    /// What `evaluate` gives, without what the reasons cost.
    package func score(
        _ account: AccountFacts
    ) -> (milliPoints: Int, probabilityPpm: Int, amount: Int?, reasons: [String]) {
        let (sum, worst) = sum(account)
        let reasons = worst.reasons { card.characteristics[reason($0).index].name }
        return (sum, card.probability.value(at: sum), card.amount?.value(at: sum), reasons)
    }

    private func sum(_ account: AccountFacts) -> (Int, LargestShortfalls) {
        var sum = card.constantMilliPoints
        var worst = LargestShortfalls()
        for index in lines.indices {
            let line = lines[index]
            let given = line.isByLayout ? byLayout(index, account[line.fact]) : byEdges(line, account.whole(line.fact))
            sum += given
            if line.best > given { worst.take(key(line.best - given, line.rank)) }
        }
        return (sum, worst)
    }

    private func byEdges(_ line: Line, _ value: Int64) -> Int {
        if value == AccountFacts.missing { return line.missing }
        var bin = 0
        for index in line.edges where edges[index] <= value { bin += 1 }
        return points[line.points + bin]
    }

    private func byLayout(_ index: Int, _ fact: ScoreFact) -> Int {
        let characteristic = card.characteristics[index]
        return characteristic.milliPoints(inBin: characteristic.layout.bin(of: fact))
    }

    /// Larger for a larger shortfall, and of equal ones for the name that comes first. Never 0.
    private func key(_ shortfall: Int, _ rank: Int) -> Int { shortfall * lines.count + (lines.count - 1 - rank) }

    private func reason(_ key: Int) -> (index: Int, shortfall: Int) {
        let (shortfall, place) = key.quotientAndRemainder(dividingBy: lines.count)
        return (byName[lines.count - 1 - place], shortfall)
    }
}

/// The largest keys that were taken, `Scorecard.mostReasons` of them.
private struct LargestShortfalls {
    private var keys = (0, 0, 0, 0)

    mutating func take(_ key: Int) {
        guard key > keys.3 else { return }
        if key > keys.0 {
            keys = (key, keys.0, keys.1, keys.2)
        } else if key > keys.1 {
            keys = (keys.0, key, keys.1, keys.2)
        } else if key > keys.2 {
            keys = (keys.0, keys.1, key, keys.2)
        } else {
            keys.3 = key
        }
    }

    func reasons<Reason>(_ of: (Int) -> Reason) -> [Reason] {
        var out: [Reason] = []
        out.reserveCapacity(Scorecard.mostReasons)
        if keys.0 > 0 { out.append(of(keys.0)) }
        if keys.1 > 0 { out.append(of(keys.1)) }
        if keys.2 > 0 { out.append(of(keys.2)) }
        if keys.3 > 0 { out.append(of(keys.3)) }
        return out
    }
}
