import Testing

@testable import FieldRules

/// Rows scored as they come must get what a whole table gets.
struct RowScorerTests {
    private func card(_ csv: [UInt8], _ names: [String]) throws -> Scorecard {
        var options = TrainingOptions(target: Scorecard.Target(column: "outcome", bad: "bad"))
        options.characteristics = names
        return try ScorecardTrainer.train(try DataTableBuilder.table(csv), options).card
    }

    private func scored(
        _ card: Scorecard, _ csv: [UInt8], id: String? = nil, piece: Int = 1 << 16
    ) throws(ScoringFailure) -> [RowScorer.Scored] {
        var scorer = RowScorer(card, id: id)
        var out: [RowScorer.Scored] = []
        var start = 0
        while start < csv.count {
            let end = min(csv.count, start + piece)
            try scorer.read(Array(csv[start..<end])) { (row) throws(ScoringFailure) in out.append(row) }
            start = end
        }
        try scorer.finish { (row) throws(ScoringFailure) in out.append(row) }
        return out
    }

    private func refusal(_ card: Scorecard, _ csv: String, id: String? = nil) -> ScoringFailure? {
        do throws(ScoringFailure) {
            _ = try scored(card, Array(csv.utf8), id: id)
            return nil
        } catch { return error }
    }

    @Test(arguments: [1, 7, 1000])
    func piecesOfAnySizeGiveWhatTheTableGives(piece: Int) throws {
        let csv = TrainingTests.sample(600, seed: 4)
        let card = try card(csv, ["x", "kind", "noise"])
        let table = try DataTableBuilder.table(csv)
        let expected = try table.milliPoints(of: card)
        let rows = try scored(card, csv, id: "kind", piece: piece)
        #expect(rows.map(\.result.milliPoints) == expected)
        #expect(rows.map(\.row) == Array(2..<602))
        #expect(Set(rows.compactMap(\.id)) == ["loan", "card", "phone"])
    }

    @Test func whatTrainingNeverSawSaysNothing() throws {
        let card = try card(TrainingTests.sample(600, seed: 4), ["x", "kind"])
        let rows = try scored(card, Array("kind,x\nboat,many\n".utf8))
        #expect(rows.first?.result.milliPoints == card.constantMilliPoints)
    }

    @Test func badRowsAreSaidWithRowAndColumn() throws {
        let card = try card(TrainingTests.sample(600, seed: 4), ["x", "kind"])
        #expect(refusal(card, "x,kin\n1,card\n")?.description == "there is no column kind; did you mean kin?")
        #expect(refusal(card, "x,kind\n1,card\n\"1,5\",card\n")?.description.hasPrefix("row 3, column x: ") == true)
        #expect(refusal(card, "x,kind\n1e300,card\n")?.code == .badValue)
        #expect(refusal(card, "x,kind\ninf,card\n")?.row == 2)
        #expect(refusal(card, "x,kind\n1,card,2\n")?.row == 2)
        #expect(refusal(card, "x,kind\n")?.code == .badSyntax)
        #expect(refusal(card, "")?.code == .badSyntax)
        #expect(refusal(card, "x,kind\n1,card\n", id: "name")?.code == .unknownColumn)
    }
}
