import Testing

@testable import FieldRules

struct ScorecardTests {
    private func characteristic(
        _ name: String, _ layout: BinLayout?, _ points: [Int]
    ) throws -> Scorecard.Characteristic {
        let layout = try #require(layout)
        let bins = points.map { Scorecard.Bin(milliPoints: $0) }
        return try #require(Scorecard.Characteristic(name: name, layout: layout, bins: bins))
    }

    private func card() throws -> Scorecard {
        let edges = [ScoreNumber(8), ScoreNumber(millionths: 16_500_000)]
        return Scorecard(
            name: "sample", version: "3", target: Scorecard.Target(column: "y", bad: "yes"),
            constantMilliPoints: 450_500,
            characteristics: [
                try characteristic("b", BinLayout(.ranges(edges: edges), missing: .own), [30_000, 0, -20_000, -5_000]),
                try characteristic(
                    "a: \"odd\"", BinLayout(.groups([["it's, x", "null"], ["12"]]), hasOther: true),
                    [10_000, 0, -20_000]),
                try characteristic("c", BinLayout(.groups([["k"]]), missing: .bin(0)), [1_000]),
            ],
            probability: try #require(
                PointsTable([.init(milliPoints: 400_000, value: 900_000), .init(milliPoints: 500_000, value: 100_000)]))
        )
    }

    @Test func aScoreIsASumWithItsLargestShortfallsFirst() throws {
        let card = try card()
        let facts: [String: ScoreFact] = [
            "b": .number(ScoreNumber(20)), "a: \"odd\"": .text("unheard of"), "c": .text("k"),
        ]
        let result = card.evaluate { facts[$0] ?? .missing }
        #expect(result.milliPoints == 450_500 - 20_000 - 20_000 + 1_000)
        #expect(result.points == 412)
        #expect(result.probabilityPpm == 900_000 - 800_000 * 11_500 / 100_000)
        #expect(
            result.reasons == [
                ScoreReason(characteristic: "b", shortfallMilliPoints: 50_000),
                ScoreReason(characteristic: "a: \"odd\"", shortfallMilliPoints: 30_000),
            ])
    }

    @Test func equalShortfallsComeByName() throws {
        let layout = BinLayout(.groups([["p"], ["q"]]))
        var card = try card()
        card.characteristics = try ["z", "m", "a", "k", "b"].map { try characteristic($0, layout, [5, 0]) }
        let result = card.evaluate { _ in .text("q") }
        #expect(result.reasons.map(\.characteristic) == ["a", "b", "k", "m"])
    }

    @Test func whatTrainingNeverSawIsWorthNothing() throws {
        let lines = try card().explain { $0 == "c" ? .text("new") : .missing }
        #expect(lines.map(\.bin) == ["missing", "unseen", "unseen"])
        #expect(lines.map(\.milliPoints) == [-5_000, 0, 0])
        #expect(lines.map(\.shortfallMilliPoints) == [35_000, 10_000, 1_000])
        #expect(try card().explain { _ in .missing }[2].bin == "k")
    }

    @Test(arguments: [(499, 0), (500, 1), (1_499, 1), (-499, 0), (-500, -1), (-1_500, -2)])
    func wholePointsAreRoundedHalfAwayFromZero(milli: Int, whole: Int) {
        #expect(ScoreResult.wholePoints(milli) == whole)
    }

    @Test func tablesAreStraightBetweenTheirKnots() throws {
        let table = try #require(PointsTable([.init(milliPoints: -10, value: 7), .init(milliPoints: 0, value: 4)]))
        #expect([-99, -10, -9, -5, -4, -1, 0, 99].map(table.value) == [7, 7, 7, 5, 5, 4, 4, 4])
        let wide = try #require(
            PointsTable([.init(milliPoints: -1_000_000_000, value: 0), .init(milliPoints: 1_000_000_000, value: .max)]))
        #expect(wide.value(at: 0) == Int.max / 2 + 1)
        #expect(PointsTable([]) == nil)
        #expect(PointsTable([.init(milliPoints: 1, value: 0), .init(milliPoints: 1, value: 1)]) == nil)
        #expect(
            PointsTable([
                .init(milliPoints: 1, value: 0), .init(milliPoints: 2, value: 1), .init(milliPoints: 3, value: 0),
            ]) == nil)
    }

    @Test func aCardIsTheSameAfterWritingAndReading() throws {
        var card = try card()
        card.amount = PointsTable([.init(milliPoints: 0, value: 0), .init(milliPoints: 9, value: 150_000)])
        card.training = Scorecard.Training(rows: 10)
        card.training.deciles = [.init(fromMilliPoints: -5, good: 1, bad: 9)]
        #expect(try ScorecardLoader.card(card.document, file: "card.yaml") == card)
        let table = try DataTableBuilder.table(TrainingTests.sample(1000, seed: 3))
        var options = TrainingOptions(target: Scorecard.Target(column: "outcome", bad: "bad"))
        options.characteristics = ["x", "kind", "noise"]
        let trained = try ScorecardTrainer.train(table, options).card
        #expect(try ScorecardLoader.card(trained.document, file: "card.yaml") == trained)
        // The text itself, by the reader that tests have: labels with a comma are not for it.
        var plain = trained
        plain.characteristics = []
        #expect(try ScorecardLoader.card(YAMLSubset.read(plain.text), file: "card.yaml") == plain)
    }

    @Test func theTextIsSimpleYAML() throws {
        let lines = try card().text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "format: 1")
        #expect(lines[1] == "scorecard: sample")
        #expect(lines[2] == "version: \"3\"")
        #expect(lines.contains("  bad: \"yes\""))
        #expect(lines.contains("  - name: b"))
        #expect(lines.contains("    edges: [8, 16.5]"))
        #expect(lines.contains("      - bin: \"[8,16.5)\""))
        #expect(lines.contains("  - name: \"a: \\\"odd\\\"\""))
        #expect(lines.contains("      - [\"it's, x\", \"null\"]"))
        #expect(lines.contains("  - [400000, 900000]"))
    }

    private func refusal(_ change: (inout [RuleNode.Entry]) -> Void) throws -> RuleFailure? {
        guard case .map(var entries, let line) = try card().document else { return nil }
        change(&entries)
        do throws(RuleFailure) {
            _ = try ScorecardLoader.card(.map(entries, line: line), file: "card.yaml")
            return nil
        } catch { return error }
    }

    private func set(_ key: String, _ json: String) -> (inout [RuleNode.Entry]) -> Void {
        { entries in
            for index in entries.indices where entries[index].key == key {
                entries[index].value = (try? JSONReader.read(json)) ?? entries[index].value
            }
        }
    }

    @Test func brokenCardsAreRefused() throws {
        #expect(try refusal { _ in } == nil)
        let unknown = try refusal(set("format", "2"))
        #expect(unknown?.message == "this program reads scorecards of format 1, not 2; update it")
        #expect(unknown?.path == "$.format")
        #expect(unknown?.file == "card.yaml")
        #expect(try refusal(set("constant_milli_points", "1000000001"))?.code == .badValue)
        #expect(try refusal(set("constant_milli_points", "1.5"))?.code == .badValue)
        #expect(try refusal(set("probability_ppm", "[[0,5],[1,9],[2,5]]"))?.code == .overlap)
        #expect(try refusal(set("probability_ppm", "[[0,1000001]]"))?.code == .badValue)
        #expect(try refusal(set("probability_ppm", "[]"))?.code == .overlap)
        #expect(try refusal { $0.removeAll { $0.key == "probability_ppm" } }?.code == .missingKey)
        let bin = #"{"bin":"k","milli_points":1,"good":1,"bad":1}"#
        let short = #"[{"name":"c","groups":[["k"],["l"]],"missing":"own","bins":[\#(bin)]}]"#
        #expect(try refusal(set("characteristics", short))?.message == "the bin l is missing")
        let other = #"[{"name":"c","groups":[["m"]],"missing":"nothing","bins":[\#(bin)]}]"#
        #expect(try refusal(set("characteristics", other))?.message.contains("this is the bin m, not k") == true)
        let far = #"[{"name":"c","groups":[["k"]],"missing":4,"bins":[\#(bin)]}]"#
        #expect(try refusal(set("characteristics", far))?.code == .badValue)
        let one = #"{"name":"c","groups":[["k"]],"missing":"nothing","bins":[\#(bin)]}"#
        #expect(try refusal(set("characteristics", "[\(one)]")) == nil)
        #expect(try refusal(set("characteristics", "[\(one),\(one)]"))?.code == .overlap)
    }

    @Test(arguments: [
        ("age_in_years", "age"), ("birth_date", "age"), ("Edad", "age"), ("marital-status", "marital status"),
        ("foreign_worker", "nationality"), ("average_balance", nil), ("manager", nil), ("days_past_due", nil),
    ])
    func protectedAttributesAreKnownByTheirWords(name: String, attribute: String?) {
        #expect(ProtectedAttributes.attribute(of: name) == attribute)
    }

    @Test func aTableIsScoredAsItsRowsAre() throws {
        let table = try DataTableBuilder.table(TrainingTests.sample(500, seed: 12))
        var options = TrainingOptions(target: Scorecard.Target(column: "outcome", bad: "bad"))
        options.characteristics = ["x", "kind", "noise"]
        let card = try ScorecardTrainer.train(table, options).card
        let points = try table.milliPoints(of: card)
        for row in 0..<table.rows {
            let columns = table.columns
            let one = card.evaluate { name in columns.first { $0.name == name }?.fact(row) ?? .missing }
            #expect(one.milliPoints == points[row])
        }
    }
}
