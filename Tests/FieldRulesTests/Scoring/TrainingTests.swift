import Testing

@testable import FieldRules

struct TrainingTests {
    /// Rows of a world whose truth is known: `x` and `kind` matter, `noise` does not.
    static func sample(_ rows: Int, seed: UInt64, header: Bool = true) -> [UInt8] {
        var generator = ShuffleGenerator(seed: seed)
        var text = "x,kind,noise,group,month,outcome\n"
        for row in 0..<rows {
            let x = Int.random(in: 0...99, using: &generator)
            let kind = ["loan", "card", "phone"].randomElement(using: &generator)!
            let noise = Int.random(in: 0...9, using: &generator)
            let logOdds = -2 + Double(x) / 40 + (kind == "phone" ? 1 : 0)
            let isBad = Double.random(in: 0..<1, using: &generator) < Elementary.logistic(logOdds)
            let month = "2026-0\(row * 9 / rows + 1)"
            let shown = row % 20 == 7 ? "" : "\(x)"
            text += "\(shown),\(kind),\(noise),\(row % 2 == 0 ? "east" : "west"),\(month),\(isBad ? "bad" : "good")\n"
        }
        return Array(text.utf8)
    }

    private static var options: TrainingOptions {
        var options = TrainingOptions(target: Scorecard.Target(column: "outcome", bad: "bad"))
        options.characteristics = ["x", "kind", "noise"]
        return options
    }

    private func refusal(_ csv: String, _ change: (inout TrainingOptions) -> Void = { _ in }) -> ScoringFailure? {
        do throws(ScoringFailure) {
            var options = TrainingOptions(target: Scorecard.Target(column: "y", bad: "1"))
            change(&options)
            _ = try ScorecardTrainer.train(try DataTableBuilder.table(Array(csv.utf8)), options)
            return nil
        } catch { return error }
    }

    @Test func pointsAreTheModelInIntegers() throws {
        let table = try DataTableBuilder.table(Self.sample(4000, seed: 1))
        let report = try ScorecardTrainer.train(table, Self.options)
        let factor = 50 / Elementary.ln(2)
        let offset = 600 + factor * Elementary.ln(1.0 / 19)
        #expect(abs(Double(report.card.constantMilliPoints) / 1000 - (offset - factor * report.intercept)) <= 0.0005)
        for one in report.characteristics {
            let beta = try #require(one.coefficient)
            for (points, row) in zip(one.milliPoints, one.evidence.rows) {
                #expect(abs(Double(points) / 1000 + factor * beta * row.woe) <= 0.0005)
            }
        }
        #expect(abs(report.pointsRanking.auc - report.measures.ranking.auc) < 0.001)
        #expect(report.measures.ranking.auc > 0.7)
        #expect(report.measures.ranking.gini == 2 * report.measures.ranking.auc - 1)
    }

    @Test func theTableOfProbabilitiesIsTheModelsWithin60PerMillion() throws {
        let table = try DataTableBuilder.table(Self.sample(4000, seed: 1))
        let card = try ScorecardTrainer.train(table, Self.options).card
        let scaling = PointScaling(card.scale)
        let knots = card.probability.knots
        for points in stride(from: knots[0].milliPoints, through: knots[knots.count - 1].milliPoints, by: 777) {
            let exact = scaling.probabilityPpm(atMilliPoints: points)
            #expect(abs(card.probability.value(at: points) - exact) <= 60)
        }
        let mean = try table.milliPoints(of: card).reduce(0) { $0 + card.probability.value(at: $1) } / table.rows
        let outcome = try BinaryOutcome(table, target: card.target)
        #expect(abs(mean - outcome.bad * 1_000_000 / table.rows) < 100)
    }

    @Test func trainingTwiceGivesTheSameBytes() throws {
        let bytes = Self.sample(2000, seed: 5)
        let first = try ScorecardTrainer.train(try DataTableBuilder.table(bytes), Self.options).card.text
        let second = try ScorecardTrainer.train(try DataTableBuilder.table(bytes), Self.options).card.text
        #expect(first == second)
    }

    @Test func badInputIsSaidWithItsPlace() {
        #expect(
            refusal("a,y\n1,0\n2,1\n") { $0.target.column = "yy" }?.description
                == "there is no column yy; did you mean y?")
        #expect(refusal("a,y\n1,0\n2,0\n")?.code == .oneClass)
        #expect(refusal("a,y\n1,1\n2,1\n")?.code == .oneClass)
        #expect(refusal("a,y\n1,0\n2,\n3,1\n")?.description == "row 3, column y: the target is empty")
        #expect(refusal("a,y\n1,0\n1,1\n")?.code == .nothingToLearn)
        #expect(refusal("a,y\n1,0\n2,1\n") { $0.characteristics = ["y"] }?.column == "y")
        #expect(refusal("a,y\n1,0\n2,1\n") { $0.characteristics = ["a", "a"] }?.column == "a")
        #expect(refusal("a,y\n1,0\n2,1\n") { $0.characteristics = ["b"] }?.code == .unknownColumn)
        #expect(
            refusal("a,y\n1,0\n2,1\n") { $0.bins = BinsFile([.init(name: "b", shape: nil)]) }?.code == .unknownColumn)
        let many = "a,y\n" + (0...2000).map { "\($0),\($0 % 2)\n" }.joined()
        #expect(refusal(many) { $0.binning = .each }?.code == .tooLarge)
    }

    @Test func constantFreeTextAndProtectedColumnsAreSaid() throws {
        var text = "x,same,note,birth_date,y\n"
        for row in 0..<6000 {
            text += "\(row % 10),1,note \(row),\(1950 + row % 7),\(row % 10 + row % 3 > 5 ? 1 : 0)\n"
        }
        let table = try DataTableBuilder.table(Array(text.utf8))
        let report = try ScorecardTrainer.train(
            table, TrainingOptions(target: Scorecard.Target(column: "y", bad: "1")))
        let said = report.warnings.map { "\($0.code.rawValue) \($0.characteristic ?? "")" }
        #expect(said.contains("constant same"))
        #expect(said.contains("free_text note"))
        #expect(said.contains("protected birth_date"))
        #expect(!report.card.characteristics.contains { $0.name == "same" || $0.name == "note" })
    }

    @Test func allGoodAndAllBadBinsTrain() throws {
        var text = "k,x,y\n"
        for row in 0..<300 {
            let kind = row % 3
            text += "\(["a", "b", "c"][kind]),\(row % 7),\(kind == 0 ? 0 : kind == 1 ? 1 : row % 2)\n"
        }
        var options = TrainingOptions(target: Scorecard.Target(column: "y", bad: "1"))
        options.binning = .each
        let report = try ScorecardTrainer.train(try DataTableBuilder.table(Array(text.utf8)), options)
        #expect(report.warnings.contains { $0.code == .emptySide && $0.characteristic == "k" })
        #expect(report.characteristics[0].evidence.rawInformationValue == nil)
        #expect(report.regression.coefficients.allSatisfy { $0.isFinite })
    }

    @Test func crossValidationHoldsRowsOutAndDependsOnTheSeedOnly() throws {
        let table = try DataTableBuilder.table(Self.sample(3000, seed: 8))
        var (first, second) = (ShuffleGenerator(seed: 3), ShuffleGenerator(seed: 3))
        let folds = try Validation.crossValidate(table, Self.options, folds: 5, using: &first)
        let again = try Validation.crossValidate(table, Self.options, folds: 5, using: &second)
        #expect(folds.map(\.ranking) == again.map(\.ranking))
        #expect(folds.reduce(0) { $0 + $1.rows } == 3000)
        #expect(folds.allSatisfy { $0.ranking.auc > 0.65 && $0.ranking.auc < 0.85 })
        #expect(throws: ScoringFailure.self) {
            try Validation.crossValidate(table, Self.options, folds: 1, using: &first)
        }
    }

    @Test func outOfTimeLearnsFromTheRowsBefore() throws {
        let table = try DataTableBuilder.table(Self.sample(4500, seed: 8))
        var options = Self.options
        options.characteristics = nil
        let split = try Validation.outOfTime(table, options, column: "month", from: "2026-07")
        #expect(split.report.card.training.rows == 3000)
        #expect(split.held.rows == 1500)
        #expect(!split.report.card.characteristics.contains { $0.name == "month" })
        #expect(abs(split.held.ranking.auc - split.report.measures.ranking.auc) < 0.05)
        #expect(throws: ScoringFailure.self) {
            try Validation.outOfTime(table, options, column: "month", from: "2027-01")
        }
    }

    @Test func theSamePeopleAreStableAndOthersAreNot() throws {
        let table = try DataTableBuilder.table(Self.sample(4000, seed: 1))
        let card = try ScorecardTrainer.train(table, Self.options).card
        let same = try card.drift(table)
        #expect(same.total.index < 1e-12)
        #expect(same.characteristics.allSatisfy { $0.stability.verdict == .stable })
        let column = try table.column("x")
        let old = (0..<table.rows).filter {
            if case .number(let x) = column.fact($0) { x > ScoreNumber(70) } else { false }
        }
        let shifted = try card.drift(table.picking(old))
        #expect(shifted.characteristics[0].stability.verdict == .act)
        #expect(shifted.total.verdict == .act)
        // A handful of rows differs by chance; that is no alarm.
        #expect(try card.drift(table.picking(Array(0..<12))).total.verdict == .stable)
    }

    @Test func populationStabilityIsItsFormula() {
        let stability = Stability(expected: [100, 300, 0], actual: [200, 200, 0])
        let expected = (0.5 - 0.25) * Elementary.ln(0.5 / 0.25) + (0.5 - 0.75) * Elementary.ln(0.5 / 0.75)
        #expect(abs(stability.index - expected) < 1e-12)
        #expect(stability.verdict == .act)
        let empty = Stability(expected: [100, 0], actual: [90, 10])
        #expect(empty.index > 0 && empty.index.isFinite)
        #expect(Stability(expected: [], actual: []).verdict == .stable)
    }

    @Test func fairnessComparesGroupsThatAreNoInput() throws {
        let table = try DataTableBuilder.table(Self.sample(4000, seed: 1))
        let card = try ScorecardTrainer.train(table, Self.options).card
        let outcome = try BinaryOutcome(table, target: card.target)
        let byRegion = try Fairness(card, table, groups: "group", cutOffMilliPoints: 450_000, outcome: outcome)
        #expect(byRegion.groups.map(\.name) == ["east", "west"])
        #expect(byRegion.groups.allSatisfy { $0.impactRatio > 0.85 })
        #expect(byRegion.groups.contains { $0.impactRatio == 1 })
        #expect(byRegion.groups.allSatisfy { abs($0.meanProbability - ($0.badRate ?? 9)) < 0.03 })
        #expect(throws: ScoringFailure.self) {
            try Fairness(card, table, groups: "kind", cutOffMilliPoints: 450_000, outcome: nil)
        }
    }
}
