/// A card whose characteristics have found their facts: no name is looked up while accounts are scored.
package struct CompiledCard: Sendable {
    package let card: Scorecard
    private let facts: [FactName]

    /// The characteristics that no fact is called by.
    package static func unknownFacts(of card: Scorecard) -> [String] {
        card.characteristics.map(\.name).filter { FactName(name: $0) == nil }
    }

    /// Nil for a card that reads something else than facts.
    package init?(_ card: Scorecard) {
        let facts = card.characteristics.compactMap { FactName(name: $0.name) }
        guard facts.count == card.characteristics.count else { return nil }
        self.card = card
        self.facts = facts
    }

    package func evaluate(_ account: AccountFacts) -> ScoreResult {
        var bins: [Int?] = []
        bins.reserveCapacity(facts.count)
        for (index, fact) in facts.enumerated() {
            bins.append(card.characteristics[index].layout.bin(of: account[fact]))
        }
        return card.evaluate(inBins: bins)
    }
}
