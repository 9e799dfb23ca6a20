/// How the values of one characteristic fall into bins: ranges or groups first, then `other`, then `missing`.
///
/// What training never saw (a category that no group names where there is no `other`, a missing value where none was
/// missing) falls into no bin: it is worth 0 points, because it says nothing.
package struct BinLayout: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        /// Closed on the left: `[-inf, e0) [e0, e1) … [en, inf)`.
        case ranges(edges: [ScoreNumber])
        case groups([[String]])
    }

    package enum Missing: Hashable, Sendable {
        case own
        /// Judged as if it were in that bin.
        case bin(Int)
        case nothing
    }

    package let shape: Shape
    /// Whether categories that no group names have a bin; of groups only.
    package let hasOther: Bool
    package var missing: Missing
    private let binOfWord: [String: Int]

    /// Nil when edges do not rise, a group is empty or a category stands twice.
    package init?(_ shape: Shape, hasOther: Bool = false, missing: Missing = .nothing) {
        var binOfWord: [String: Int] = [:]
        switch shape {
        case .ranges(let edges):
            guard !hasOther, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        case .groups(let groups):
            guard groups.allSatisfy({ !$0.isEmpty }) else { return nil }
            for (index, group) in groups.enumerated() {
                for word in group where binOfWord.updateValue(index, forKey: word) != nil { return nil }
            }
        }
        self.shape = shape
        self.hasOther = hasOther
        self.missing = missing
        self.binOfWord = binOfWord
        guard count <= ScoringLimits.mostBins else { return nil }
        if case .bin(let index) = missing, !(0..<mainCount + (hasOther ? 1 : 0)).contains(index) { return nil }
    }

    /// One range that holds every number.
    package static let everything = BinLayout(everythingMissing: .nothing)

    private init(everythingMissing: Missing) {
        shape = .ranges(edges: [])
        hasOther = false
        missing = everythingMissing
        binOfWord = [:]
    }

    /// Ranges or groups.
    package var mainCount: Int {
        switch shape {
        case .ranges(let edges): edges.count + 1
        case .groups(let groups): groups.count
        }
    }

    package var count: Int { mainCount + (hasOther ? 1 : 0) + (missing == .own ? 1 : 0) }

    package func bin(of fact: ScoreFact) -> Int? {
        switch fact {
        case .missing: missingBin
        case .number(let number): bin(of: number)
        case .text(let text): bin(of: text)
        }
    }

    private var missingBin: Int? {
        switch missing {
        case .own: count - 1
        case .bin(let index): index
        case .nothing: nil
        }
    }

    private func bin(of number: ScoreNumber) -> Int? {
        guard case .ranges(let edges) = shape else { return bin(of: number.description) }
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The group that holds the text; nil where it would fall into `other`.
    func named(_ text: String) -> Int? { binOfWord[text] }

    private func bin(of text: String) -> Int? {
        if case .ranges = shape { return ScoreNumber(text).flatMap { bin(of: $0) } }
        return binOfWord[text] ?? (hasOther ? mainCount : nil)
    }

    package func label(_ bin: Int) -> String {
        guard bin < mainCount else { return bin == mainCount && hasOther ? "other" : "missing" }
        switch shape {
        case .ranges(let edges):
            let from = bin == 0 ? "-inf" : edges[bin - 1].description
            return "[\(from),\(bin == edges.count ? "inf" : edges[bin].description))"
        case .groups(let groups): return groups[bin].joined(separator: ", ")
        }
    }
}
