import Testing

@testable import FieldRules

/// Comparing, watching and judging cards, on worlds whose truth is known.
struct ReportTests {
    private static let target = Scorecard.Target(column: "outcome", bad: "bad")

    private func trained(
        _ rows: Int, seed: UInt64, _ names: [String]
    ) throws -> (card: Scorecard, table: DataTable, outcome: BinaryOutcome) {
        let table = try DataTableBuilder.table(TrainingTests.sample(rows, seed: seed))
        var options = TrainingOptions(target: Self.target)
        options.characteristics = names
        let card = try ScorecardTrainer.train(table, options).card
        return (card, table, try BinaryOutcome(table, target: Self.target))
    }

    @Test func curvesEndAtAllAndAreWidestAtKS() {
        let outcome = BinaryOutcome(isBad: [true, true, false, false, true, false])
        let curves = RankingCurves(risk: [9, 8, 7, 6, 5, 5], outcome: outcome)
        #expect(curves.points.first == RankingCurves.Point(rows: 0, good: 0, bad: 0))
        #expect(curves.points.last == RankingCurves.Point(rows: 1_000_000, good: 1_000_000, bad: 1_000_000))
        #expect(curves.widest == RankingCurves.Point(rows: 333_333, good: 0, bad: 666_666))
        let ranking = Ranking(risk: [9, 8, 7, 6, 5, 5], outcome: outcome)
        #expect(abs(ranking.ks - 2.0 / 3) < 1e-12)
        let many = RankingCurves(
            risk: (0..<5000).map { ($0 * 7919) % 5000 }, outcome: BinaryOutcome(isBad: (0..<5000).map { $0 % 3 == 0 }))
        #expect(many.points.count <= 402)
    }

    @Test func bandsHoldEveryRowOnce() {
        let points = (-400..<600).map { $0 * 1000 }
        let outcome = BinaryOutcome(isBad: points.map { $0 < 0 })
        let distribution = ScoreDistribution(milliPoints: points, outcome: outcome)
        #expect(distribution.bands.count <= 24)
        #expect(distribution.bands.reduce(0) { $0 + $1.bad } == 400)
        #expect(distribution.bands.reduce(0) { $0 + $1.good } == 600)
        #expect(distribution.bands.first?.from ?? 0 <= -400)
        #expect(
            zip(distribution.bands, distribution.bands.dropFirst()).allSatisfy {
                $1.from - $0.from == distribution.width
            })
        #expect(ScoreDistribution(milliPoints: [], outcome: nil).bands.isEmpty)
    }

    /// The published example of DeLong's method has no public rows; two identities pin it instead: a measure against
    /// itself has no error, and against one that ties everything it is the error of a single AUC.
    @Test func delongsErrorIsThatOfTheFormula() {
        let outcome = BinaryOutcome(isBad: [true, true, true, false, false, false, false])
        let points = [1, 2, 5, 3, 4, 6, 7]
        #expect(PairedAUC(points, points, outcome).standardError == 0)
        let flat = Array(repeating: 0, count: 7)
        // Placements of bad: 1, 1, 1/2; of good: 2/3, 2/3, 1, 1.
        let bad = [1.0, 1, 0.5], good = [2.0 / 3, 2.0 / 3, 1, 1]
        func variance(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1) / Double(values.count)
        }
        let expected = (variance(bad) + variance(good)).squareRoot()
        #expect(abs(PairedAUC(points, flat, outcome).standardError - expected) < 1e-12)
    }

    @Test func aBetterChallengerIsSettledAndTakesBetterRows() throws {
        let champion = try trained(4000, seed: 1, ["x"])
        let challenger = try trained(4000, seed: 1, ["x", "kind"]).card
        let compared = try CardComparison(
            champion: champion.card, challenger: challenger, champion.table, champion.outcome, favouredShare: 50)
        #expect(compared.difference > 0.01 && compared.isSettled)
        #expect(compared.onlyByChallenger.badRate < compared.onlyByChampion.badRate)
        let all = [
            compared.favouredByBoth, compared.onlyByChampion, compared.onlyByChallenger, compared.favouredByNeither,
        ]
        #expect(all.reduce(0) { $0 + $1.rows } == 4000)
        #expect(all.reduce(0) { $0 + $1.bad } == champion.outcome.bad)
        let same = try CardComparison(
            champion: challenger, challenger: challenger, champion.table, champion.outcome, favouredShare: 50)
        #expect(!same.isSettled && same.difference == 0 && same.onlyByChampion.rows == 0)
    }

    @Test func monitoringHoldsOnTheSameWorldAndActsOnAnother() throws {
        let (card, _, _) = try trained(6000, seed: 1, ["x", "kind"])
        let later = try DataTableBuilder.table(TrainingTests.sample(3000, seed: 2))
        let outcome = try BinaryOutcome(later, target: Self.target)
        let fine = try Monitoring(card, later, outcome)
        #expect(fine.drift.total.verdict == .stable)
        let outcomes = try #require(fine.outcomes)
        #expect(abs(outcomes.tenthsKS - outcomes.trainedKS) < 0.05)
        #expect(abs(outcomes.observedToExpected - 1) < 0.1)
        #expect(fine.tenths.reduce(0) { $0 + $1.rows } == 3000)
        #expect(fine.tenths.reduce(0) { $0 + ($1.bad ?? 0) } == outcome.bad)
        // Only the cases with the largest x: another population, with more bad than foreseen where labels are turned.
        let column = try later.column("x")
        let some = (0..<later.rows).filter {
            column.fact($0) != .missing && column.fact($0) == .number(ScoreNumber(99)) || $0 % 40 == 0
        }
        let moved = try Monitoring(card, later.picking(some), BinaryOutcome(isBad: some.map { !outcome.isBad[$0] }))
        #expect(moved.outcomes?.calibration == .off)
        #expect(moved.drift.characteristics.first { $0.name == "x" }?.stability.verdict != .stable)
        #expect(try Monitoring(card, later, nil).outcomes == nil)
    }

    @Test func fairnessSeesTheGroupThatIsTreatedApartAndJudgesNoFew() throws {
        let (card, table, outcome) = try trained(4000, seed: 1, ["x", "noise"])
        let points = try table.milliPoints(of: card)
        let cut = CardComparison.cutOff(points, favouredShare: 50)
        let byKind = try Fairness(card, table, groups: "kind", cutOffMilliPoints: cut, outcome: outcome)
        let phone = try #require(byKind.groups.first { $0.name == "phone" })
        #expect(phone.isMiscalibrated && !phone.isDisadvantaged)
        #expect(!byKind.groups.contains { $0.name == "east" })
        let few = try Fairness(card, table.picking(Array(0..<40)), groups: "kind", cutOffMilliPoints: cut, outcome: nil)
        #expect(few.groups.allSatisfy { !$0.isDisadvantaged && !$0.isMiscalibrated })
    }

    @Test func edgesMakeGroupsOfNumbersInOrder() throws {
        let (card, table, _) = try trained(2000, seed: 3, ["x", "kind"])
        let edges = [ScoreNumber(3), ScoreNumber(7)]
        let fairness = try Fairness(card, table, groups: "noise", edges: edges, cutOffMilliPoints: 0, outcome: nil)
        #expect(fairness.groups.map(\.name) == ["[-inf,3)", "[3,7)", "[7,inf)"])
        #expect(throws: ScoringFailure.self) {
            try Fairness(card, table, groups: "group", edges: edges, cutOffMilliPoints: 0, outcome: nil)
        }
        #expect(throws: ScoringFailure.self) {
            try Fairness(
                card, table, groups: "noise", edges: edges.reversed(), cutOffMilliPoints: 0, outcome: nil)
        }
    }

    @Test(arguments: [(0, 50, 0.0, 0.0713), (5, 50, 0.0435, 0.2136), (50, 50, 0.9287, 1.0)])
    func wilsonsIntervalIsThePublishedOne(count: Int, rows: Int, low: Double, high: Double) {
        let interval = Wilson.interval(count, of: rows)
        #expect(abs(interval.lowerBound - low) < 0.0001 && abs(interval.upperBound - high) < 0.0001)
    }
}
