/// How bins are chosen where nobody chose them.
package enum Binning: String, Sendable, CaseIterable {
    /// Monotone, of a minimum size, with the largest information value.
    case optimal
    /// Ranges with about as many rows each; each category by itself.
    case quantile
    /// Every distinct value by itself.
    case each
}

/// Chooses the layout of one characteristic from its training rows.
struct BinChooser {
    var binning: Binning
    var bins: BinsFile.Characteristic?
    /// Of the rows that have a value.
    var minimumShare = 0.05
    var mostBins = 6

    private static let fineClasses = 50
    private static let quantiles = 10
    /// Rarer categories are put into `other`.
    private static let rareRows = 5

    func layout(_ column: DataTable.Column, _ outcome: BinaryOutcome) throws(ScoringFailure) -> BinLayout {
        if let failure = column.freeTextFailure { throw failure }
        var layout = try mainLayout(column, outcome)
        switch bins?.missing ?? .own {
        case .own: if column.hasMissing { layout.missing = .own }
        case .worst: layout.missing = .bin(worstBin(layout, column, outcome))
        case .value(let text):
            guard let bin = layout.bin(of: .text(text)) else {
                throw ScoringFailure(.badValue, "the value for missing, \(text), is in no bin", column: column.name)
            }
            layout.missing = .bin(bin)
        }
        return layout
    }

    private func mainLayout(_ column: DataTable.Column, _ outcome: BinaryOutcome) throws(ScoringFailure) -> BinLayout {
        if let shape = bins?.shape { return try chosen(shape, column) }
        switch column.values {
        case .numbers(let numbers): return try ranges(numbers, column, outcome)
        case .categories(let codes, let words): return try groups(codes, words, column, outcome)
        case .freeText: return .everything
        }
    }

    private func chosen(_ shape: BinLayout.Shape, _ column: DataTable.Column) throws(ScoringFailure) -> BinLayout {
        var hasOther = false
        switch shape {
        case .ranges:
            if case .categories(let codes, let words) = column.values,
                let word = words.dropFirst().firstIndex(where: { ScoreNumber($0) == nil })
            {
                throw ScoringFailure(
                    .badValue, "the bins file has edges for it, but \(words[word]) is not a number",
                    row: codes.firstIndex(of: UInt16(word)).map { $0 + DataTable.firstRow }, column: column.name)
            }
        case .groups(let groups):
            let known = Set(groups.joined())
            hasOther = column.words.contains { !known.contains($0) }
        }
        return try made(shape, hasOther: hasOther, column)
    }

    private func made(
        _ shape: BinLayout.Shape, hasOther: Bool = false, _ column: DataTable.Column
    ) throws(ScoringFailure) -> BinLayout {
        if let layout = BinLayout(shape, hasOther: hasOther) { return layout }
        throw ScoringFailure(
            .tooLarge, "more than \(ScoringLimits.mostBins - 2) bins; choose another binning, or edges or groups",
            column: column.name)
    }

    // MARK: Ranges

    private func ranges(
        _ numbers: NumberCells, _ column: DataTable.Column, _ outcome: BinaryOutcome
    ) throws(ScoringFailure) -> BinLayout {
        var sorted = numbers.filter { $0 != ScoreNumber.missing }
        sorted.sort()
        guard let first = sorted.first else { return .everything }
        let distinct = distinctValues(sorted, atMost: binning == .each ? .max : BinChooser.fineClasses)
        var edges: [Int64]
        if binning == .each {
            edges = Array((distinct ?? []).dropFirst())
        } else {
            let classes = binning == .quantile ? BinChooser.quantiles : BinChooser.fineClasses
            let isFew = (distinct?.count ?? .max) <= classes
            edges = isFew ? Array((distinct ?? []).dropFirst()) : quantileEdges(sorted, first, classes)
        }
        if binning == .optimal { edges = merged(edges, rows: sorted.count, column, outcome) }
        let shape = BinLayout.Shape.ranges(edges: edges.map { ScoreNumber(millionths: $0) })
        return try made(shape, column)
    }

    /// Nil when there are more.
    private func distinctValues(_ sorted: [Int64], atMost: Int) -> [Int64]? {
        var out: [Int64] = []
        for value in sorted where out.last != value {
            guard out.count < atMost else { return nil }
            out.append(value)
        }
        return out
    }

    private func quantileEdges(_ sorted: [Int64], _ first: Int64, _ classes: Int) -> [Int64] {
        var edges: [Int64] = []
        for index in 1..<classes {
            let edge = sorted[index * sorted.count / classes]
            if edge > edges.last ?? first { edges.append(edge) }
        }
        return edges
    }

    private func merged(
        _ edges: [Int64], rows: Int, _ column: DataTable.Column, _ outcome: BinaryOutcome
    ) -> [Int64] {
        let shape = BinLayout.Shape.ranges(edges: edges.map { ScoreNumber(millionths: $0) })
        guard let fine = BinLayout(shape) else { return [] }
        let counts = outcome.counts(bins: column.bins(in: fine), count: fine.count)
        return merge(rows).starts(good: counts.good, bad: counts.bad).dropFirst().map { edges[$0 - 1] }
    }

    private func merge(_ rows: Int) -> OptimalMerge {
        OptimalMerge(minimumRows: max(1, Int((Double(rows) * minimumShare).rounded(.up))), mostBins: mostBins)
    }

    // MARK: Groups

    private func groups(
        _ codes: [UInt16], _ words: [String], _ column: DataTable.Column, _ outcome: BinaryOutcome
    ) throws(ScoringFailure) -> BinLayout {
        let (good, bad) = outcome.counts(bins: codes, count: words.count)
        let present = words.indices.dropFirst().filter { good[$0] + bad[$0] > 0 }.sorted { words[$0] < words[$1] }
        guard binning == .optimal else {
            return try made(.groups(present.map { [words[$0]] }), column)
        }
        let usual = present.filter { good[$0] + bad[$0] >= BinChooser.rareRows }
        let isSomeRare = usual.count < present.count
        guard !usual.isEmpty else { return try made(.groups(present.map { [words[$0]] }), column) }
        // By bad rate, so that a group holds categories that behave alike.
        let ordered = usual.sorted {
            let left = bad[$0] * (good[$1] + bad[$1])
            let right = bad[$1] * (good[$0] + bad[$0])
            return left == right ? words[$0] < words[$1] : left < right
        }
        let classes = pooled(ordered, good, bad)
        let rows = usual.reduce(0) { $0 + good[$1] + bad[$1] }
        let starts = merge(rows).starts(
            good: classes.map { $0.reduce(0) { $0 + good[$1] } }, bad: classes.map { $0.reduce(0) { $0 + bad[$1] } },
            directions: [.rising])
        var groups: [[String]] = []
        for (start, end) in zip(starts, starts.dropFirst() + [classes.count]) {
            groups.append(classes[start..<end].joined().map { words[$0] }.sorted())
        }
        return try made(.groups(groups), hasOther: isSomeRare, column)
    }

    /// Neighbours by bad rate together, so that the search stays small whatever the number of categories.
    private func pooled(_ ordered: [Int], _ good: [Int], _ bad: [Int]) -> [[Int]] {
        guard ordered.count > BinChooser.fineClasses else { return ordered.map { [$0] } }
        let rows = ordered.reduce(0) { $0 + good[$1] + bad[$1] }
        var classes: [[Int]] = [[]]
        var sum = 0
        for category in ordered {
            if sum * BinChooser.fineClasses >= rows * classes.count { classes.append([]) }
            classes[classes.count - 1].append(category)
            sum += good[category] + bad[category]
        }
        return classes
    }

    private func worstBin(_ layout: BinLayout, _ column: DataTable.Column, _ outcome: BinaryOutcome) -> Int {
        let counts = outcome.counts(bins: column.bins(in: layout), count: layout.count)
        let woe = WeightOfEvidence(good: counts.good, bad: counts.bad).rows
        return woe.indices.min { woe[$0].woe < woe[$1].woe } ?? 0
    }
}

extension DataTable.Column {
    var hasMissing: Bool {
        switch values {
        case .numbers(let numbers): numbers.contains(ScoreNumber.missing)
        case .categories(let codes, _): codes.contains(0)
        case .freeText: false
        }
    }

    /// The different texts; numbers as the shortest decimals.
    fileprivate var words: [String] {
        switch values {
        case .numbers(let numbers):
            Set(numbers).filter { $0 != ScoreNumber.missing }.map { ScoreNumber(millionths: $0).description }.sorted()
        case .categories(_, let words): Array(words.dropFirst())
        case .freeText: []
        }
    }
}
