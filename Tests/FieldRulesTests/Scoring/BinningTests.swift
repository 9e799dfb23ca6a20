import Testing

@testable import FieldRules

struct BinningTests {
    private func column(_ values: [Int?]) -> DataTable.Column {
        let numbers = values.map { $0.map { ScoreNumber($0).millionths } ?? ScoreNumber.missing }
        return DataTable.Column(name: "x", values: .numbers(NumberCells(numbers)))
    }

    private func column(_ values: [String]) throws -> DataTable.Column {
        try DataTableBuilder.table(Array("x,_\n".utf8) + values.flatMap { Array("\($0),1\n".utf8) }).column("x")
    }

    private func labels(_ layout: BinLayout) -> [String] { (0..<layout.count).map(layout.label) }

    private func bins(_ json: String) throws -> BinsFile { try BinsFile(try JSONReader.read(json), file: "bins.yaml") }

    private func refusal(_ json: String) -> RuleFailure? {
        do {
            _ = try bins(json)
            return nil
        } catch { return error as? RuleFailure }
    }

    @Test func rangesAreClosedOnTheLeft() throws {
        let layout = try #require(BinLayout(.ranges(edges: [ScoreNumber(8), ScoreNumber(16)]), missing: .own))
        #expect(labels(layout) == ["[-inf,8)", "[8,16)", "[16,inf)", "missing"])
        #expect(layout.bin(of: .number(ScoreNumber(millionths: 7_999_999))) == 0)
        #expect(layout.bin(of: .number(ScoreNumber(8))) == 1)
        #expect(layout.bin(of: .text("16")) == 2)
        #expect(layout.bin(of: .text("many")) == nil)
        #expect(layout.bin(of: .missing) == 3)
    }

    @Test func whatNoGroupNamesIsOtherOrNothing() throws {
        let plain = try #require(BinLayout(.groups([["a", "b"], ["c"]])))
        #expect(plain.bin(of: .text("b")) == 0)
        #expect(plain.bin(of: .text("z")) == nil)
        #expect(plain.bin(of: .missing) == nil)
        let other = try #require(BinLayout(.groups([["a", "b"], ["1.5"]]), hasOther: true, missing: .bin(1)))
        #expect(labels(other) == ["a, b", "1.5", "other"])
        #expect(other.bin(of: .text("z")) == 2)
        #expect(other.bin(of: .missing) == 1)
        #expect(other.bin(of: .number(ScoreNumber(millionths: 1_500_000))) == 1)
    }

    @Test func layoutsThatOverlapDoNotExist() {
        #expect(BinLayout(.ranges(edges: [ScoreNumber(2), ScoreNumber(2)])) == nil)
        #expect(BinLayout(.ranges(edges: [ScoreNumber(3), ScoreNumber(2)])) == nil)
        #expect(BinLayout(.groups([["a"], ["b", "a"]])) == nil)
        #expect(BinLayout(.groups([["a"], []])) == nil)
        #expect(BinLayout(.groups([["a"]]), missing: .bin(1)) == nil)
        #expect(BinLayout(.ranges(edges: (1...ScoringLimits.mostBins).map { ScoreNumber($0) })) == nil)
    }

    @Test(arguments: [
        (#"{"characteristics":{"d":{"edges":[8,16,16]}}}"#, "the bins would overlap"),
        (#"{"characteristics":{"d":{"edges":[8,"x"]}}}"#, "an edge is a number"),
        (#"{"characteristics":{"d":{"edges":[[0,8],[16,45]]}}}"#, "there is no bin from 8 to 16"),
        (#"{"characteristics":{"d":{"edges":[[0,8],[5,45]]}}}"#, "bins overlap before 8"),
        (#"{"characteristics":{"d":{"edges":[[0,8],[8,45]]}}}"#, "an edge is a number"),
        (#"{"characteristics":{"d":{"groups":[["a"],["b","a"]]}}}"#, "a is in two groups"),
        (#"{"characteristics":{"d":{"groups":[["a"],[]]}}}"#, "a group is a list of one or more categories"),
        (#"{"characteristics":{"d":{"edges":[1],"groups":[["a"]]}}}"#, "either edges or groups"),
        (#"{"characteristics":{"d":{"edge":[1]}}}"#, "edges, groups or missing is needed"),
        (#"{"characteristics":{"d":{"edges":[1],"missing":"best"}}}"#, "missing is own, worst or {value: N}"),
        (#"{"bins":{}}"#, "the key characteristics is missing"),
    ])
    func badBinsFilesAreRefused(json: String, part: String) throws {
        let failure = try #require(refusal(json))
        #expect(failure.message.contains(part))
        #expect(failure.file == "bins.yaml")
    }

    @Test func eachGivesEveryValueItsOwnBinWhateverTheOrderOfRows() throws {
        let outcome = BinaryOutcome(isBad: [true, false, true, false])
        let numbers = try BinChooser(binning: .each).layout(column([4, 1, nil, 1]), outcome)
        #expect(labels(numbers) == ["[-inf,4)", "[4,inf)", "missing"])
        let words = try BinChooser(binning: .each).layout(try column(["b", "a", "c", "a"]), outcome)
        #expect(labels(words) == ["a", "b", "c"])
    }

    @Test func quantilesHoldAboutAsManyRows() throws {
        let values = (0..<1000).map { Optional($0 * 7 % 1000) }
        let layout = try BinChooser(binning: .quantile).layout(
            column(values), BinaryOutcome(isBad: values.map { ($0 ?? 0) % 3 == 0 }))
        #expect(layout.count == 10)
        #expect(layout.label(1) == "[100,200)")
        let tied = try BinChooser(binning: .quantile).layout(
            column(Array(repeating: 5, count: 500) + (0..<500).map { $0 + 6 }),
            BinaryOutcome(isBad: values.map { ($0 ?? 0) < 9 }))
        #expect(tied.label(0) == "[-inf,6)" || tied.label(0).hasPrefix("[-inf,"))
        #expect(Set(labels(tied)).count == tied.count)
    }

    @Test func optimalBinsAreMonotoneLargeEnoughAndFewerOnlyWhenNothingIsLost() throws {
        var generator = ShuffleGenerator(seed: 11)
        for _ in 0..<20 {
            let values = (0..<2000).map { _ in Int.random(in: 0..<400, using: &generator) }
            let isBad = values.map { Int.random(in: 0..<800, using: &generator) < $0 }
            let outcome = BinaryOutcome(isBad: isBad)
            let column = column(values.map { $0 })
            let layout = try BinChooser(binning: .optimal).layout(column, outcome)
            let counts = outcome.counts(bins: column.bins(in: layout), count: layout.count)
            let woe = WeightOfEvidence(good: counts.good, bad: counts.bad).rows
            #expect((2...6).contains(layout.count))
            #expect(woe.allSatisfy { $0.good + $0.bad >= 100 })
            #expect(zip(woe, woe.dropFirst()).allSatisfy { $0.woe > $1.woe })
        }
    }

    /// Every way to merge 8 classes, compared with the search.
    @Test func theSearchFindsTheBestMerge() {
        var generator = ShuffleGenerator(seed: 3)
        for _ in 0..<50 {
            let good = (0..<8).map { _ in Int.random(in: 1...60, using: &generator) }
            let bad = (0..<8).map { _ in Int.random(in: 1...60, using: &generator) }
            let found = OptimalMerge(minimumRows: 40, mostBins: 8).starts(good: good, bad: bad)
            let ours = value(found, good, bad) ?? 0
            let best =
                (0..<128).compactMap { mask in
                    value([0] + (1..<8).filter { mask >> ($0 - 1) & 1 == 1 }, good, bad)
                }.max() ?? 0
            #expect(ours >= best * 0.99 - 1e-12)
            #expect(ours <= best + 1e-12)
        }
    }

    private func value(_ starts: [Int], _ good: [Int], _ bad: [Int]) -> Double? {
        let segments = zip(starts, starts.dropFirst() + [good.count]).map { $0..<$1 }
        let goods = segments.map { good[$0].reduce(0, +) }
        let bads = segments.map { bad[$0].reduce(0, +) }
        guard zip(goods, bads).allSatisfy({ $0 + $1 >= 40 }) else { return nil }
        let rates = zip(goods, bads).map { Double($1) / Double($0 + $1) }
        let pairs = Array(zip(rates, rates.dropFirst()))
        guard pairs.allSatisfy({ $0 < $1 }) || pairs.allSatisfy({ $0 > $1 }) else { return nil }
        return WeightOfEvidence(good: goods, bad: bads).informationValue
    }

    @Test func rareCategoriesBecomeOther() throws {
        let values = Array(repeating: "a", count: 60) + Array(repeating: "b", count: 60) + ["c", "d"]
        let isBad = values.indices.map { $0 < 60 ? $0 % 4 == 0 : $0 % 2 == 0 }
        let layout = try BinChooser(binning: .optimal).layout(try column(values), BinaryOutcome(isBad: isBad))
        #expect(labels(layout) == ["a", "b", "other"])
    }

    @Test func missingIsItsOwnTheWorstOrAValue() throws {
        let column = column([1, 1, 9, 9, nil, nil])
        let outcome = BinaryOutcome(isBad: [true, false, false, false, true, true])
        let edges = BinLayout.Shape.ranges(edges: [ScoreNumber(5)])
        func missing(_ policy: BinsFile.Missing) throws -> BinLayout.Missing {
            let chosen = BinsFile.Characteristic(name: "x", shape: edges, missing: policy)
            return try BinChooser(binning: .optimal, bins: chosen).layout(column, outcome).missing
        }
        #expect(try missing(.own) == .own)
        #expect(try missing(.worst) == .bin(0))
        #expect(try missing(.value("7")) == .bin(1))
        #expect(throws: ScoringFailure.self) { try missing(.value("seven")) }
    }

    @Test func edgesForAColumnOfTextsAreRefusedWithTheRow() throws {
        let chosen = BinsFile.Characteristic(name: "x", shape: .ranges(edges: [ScoreNumber(5)]))
        let column = try column(["1", "two", "3"])
        let failure = #expect(throws: ScoringFailure.self) {
            try BinChooser(binning: .optimal, bins: chosen).layout(column, BinaryOutcome(isBad: [true, false, true]))
        }
        #expect(failure?.row == 3)
    }

    @Test func onlyBinsWithAnEmptySideAreSmoothed() {
        let evidence = WeightOfEvidence(good: [50, 50, 0, 0], bad: [20, 10, 10, 0])
        #expect(evidence.rows.map(\.isSmoothed) == [false, false, true, false])
        #expect(abs(evidence.rows[0].woe - Elementary.ln(0.5 / 0.5)) < 1e-15)
        #expect(abs(evidence.rows[2].woe - Elementary.ln((0.5 / 100) / (10.5 / 40))) < 1e-15)
        #expect(evidence.rows[3].woe == 0)
        #expect(evidence.rawInformationValue == nil)
        #expect(evidence.informationValue > 0)
        let whole = WeightOfEvidence(good: [60, 40], bad: [10, 30])
        #expect(whole.rawInformationValue == whole.informationValue)
    }
}
