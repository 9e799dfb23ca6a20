import FieldModel
import Testing

@testable import FieldRules

/// The cards of `Rules/Scorecards` can be read, read only facts, and judge nobody by what is protected.
@Suite("Shipped scorecards")
struct ShippedCardTests {
    private static let names = ["propensity", "promise-kept", "recovery", "settlement"]

    private func card(_ name: String) throws -> Scorecard {
        let file = try #require(Library.files("Scorecards", ".yaml").first { $0.name == name })
        return try ScorecardLoader.card(YAMLSubset.read(file.text), file: "\(name).yaml")
    }

    @Test("can be read and compiled", arguments: names)
    func read(name: String) throws {
        let card = try card(name)
        #expect(CompiledCard.unknownFacts(of: card) == [])
        #expect(CompiledCard(card) != nil)
        #expect(ProtectedAttributes.characteristics(of: card).isEmpty)
        #expect(card.name == String(name.map { $0 == "-" ? "_" : $0 }))
        #expect(card.amount != nil || name == "propensity" || name == "promise-kept")
    }

    @Test("a card that found its facts scores as one that looks them up by name", arguments: names)
    func compiled(name: String) throws {
        let card = try card(name)
        let compiled = try #require(CompiledCard(card))
        var facts = DrawnFacts(seed: 7)
        for number in 0..<2_000 {
            var account = facts.next()
            // Beyond what a millionth can say, and on either side of an edge.
            if number % 10 == 0 { account.set(.daysPastDue, [Int64.max, .min + 1, 30, 31, 0, -1][number / 10 % 6]) }
            let known = account
            #expect(compiled.evaluate(known) == card.evaluate { known[named: $0] })
            let words = compiled.score(known)
            #expect(words.reasons == compiled.evaluate(known).reasons.map(\.characteristic))
        }
    }

    @Test("who pays is more likely to pay again")
    func direction() throws {
        let card = try #require(CompiledCard(try card("propensity")))
        var payer = AccountFacts()
        payer.set(.daysPastDue, 20)
        payer.set(.payments90, 3)
        payer.set(.daysSincePayment, 10)
        var silent = AccountFacts()
        silent.set(.daysPastDue, 200)
        silent.set(.payments90, 0)
        #expect(card.evaluate(payer).milliPoints > card.evaluate(silent).milliPoints)
        #expect(card.evaluate(payer).probabilityPpm < card.evaluate(silent).probabilityPpm)
        // Seven months late costs 151 points against the best bin, no payment 137: everything else less.
        #expect(card.evaluate(silent).reasons.prefix(2).map(\.characteristic) == ["days_past_due", "payments_90"])
    }
}
