import Testing

@testable import FieldRules

struct RegressionTests {
    /// A column for each list of values, every row a bin of its own.
    private func design(_ columns: [[Double]]) -> DesignMatrix {
        let rows = columns.first?.count ?? 0
        return DesignMatrix(bins: columns.map { _ in (0..<rows).map(UInt16.init) }, values: columns, rows: rows)
    }

    private func outcome(_ text: String) -> BinaryOutcome { BinaryOutcome(isBad: text.map { $0 == "1" }) }

    /// Hours of study and passing (20 students): the textbook example; intercept -4.0777, slope 1.5046, errors 1.7610
    /// and 0.6287.
    @Test func theTextbookExampleComesOut() {
        let hours = [
            0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5,
        ]
        let fit = LogisticRegression(design([hours]), outcome("00000010101010111111"))
        #expect(abs(fit.intercept + 4.0777) < 1e-4)
        #expect(abs(fit.coefficients[0] - 1.5046) < 1e-4)
        #expect(abs(fit.standardErrors[0] - 1.7610) < 1e-3)
        #expect(abs(fit.standardErrors[1] - 0.6287) < 1e-3)
        #expect(fit.findings.isEmpty)
        #expect(fit.ridge == 0)
    }

    @Test func theMeanProbabilityIsTheRateAlsoUnderARidge() {
        var generator = ShuffleGenerator(seed: 2)
        let x = (0..<500).map { _ in Double.random(in: -2...2, using: &generator) }
        let data = BinaryOutcome(isBad: x.map { Double.random(in: -3...3, using: &generator) < $0 })
        for ridge in [0.0, 1, 1000] {
            let design = design([x])
            let fit = LogisticRegression(design, data, ridge: ridge)
            let mean = fit.logOdds(design).map(Elementary.logistic).reduce(0, +) / 500
            #expect(abs(mean - Double(data.bad) / 500) < 1e-9)
            #expect(fit.ridge == ridge)
        }
    }

    @Test func completeSeparationIsSaidAndStaysFinite() {
        let fit = LogisticRegression(design([[1, 2, 3, 4, 5, 6]]), outcome("000111"))
        #expect(fit.findings == [.separated])
        #expect(fit.ridge > 0)
        #expect(fit.coefficients[0].isFinite && fit.coefficients[0] > 0)
    }

    @Test func separationOfSomeRowsIsSaid() {
        // The second column is 1 only in bad rows.
        let first: [Double] = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]
        let second: [Double] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
        let fit = LogisticRegression(design([first, second]), outcome("0110010111"))
        #expect(fit.findings == [.separated])
        #expect(fit.coefficients.allSatisfy { $0.isFinite })
    }

    @Test func characteristicsThatRepeatEachOtherGetARidge() {
        let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
        let fit = LogisticRegression(design([x, x.map { $0 * 2 }]), outcome("00101101"))
        #expect(fit.findings == [.illConditioned])
        #expect(fit.ridge == 1e-6)
        #expect(fit.coefficients.allSatisfy { $0.isFinite })
    }

    @Test func aWeakCharacteristicIsNoSeparation() {
        var generator = ShuffleGenerator(seed: 9)
        let x = (0..<400).map { _ in Double.random(in: -0.001...0.001, using: &generator) }
        let data = BinaryOutcome(isBad: x.map { _ in Bool.random(using: &generator) })
        let fit = LogisticRegression(design([x]), data)
        #expect(fit.findings.isEmpty)
    }

    @Test func tiesCountHalfInTheAuc() {
        #expect(Ranking(risk: [1, 1, 1, 1], outcome: outcome("0101")).auc == 0.5)
        #expect(Ranking(risk: [1, 2, 2, 3], outcome: outcome("0101")).auc == 0.875)
        #expect(Ranking(risk: [1, 2, 3, 4], outcome: outcome("0011")).ks == 1)
        #expect(Ranking(risk: [4, 3, 2, 1], outcome: outcome("0011")).gini == -1)
    }

    @Test func rankingIsWhatCountingAllPairsSays() {
        var generator = ShuffleGenerator(seed: 4)
        for _ in 0..<30 {
            let risk = (0..<60).map { _ in Int.random(in: 0...20, using: &generator) }
            let other = risk.map { $0 + Int.random(in: -4...4, using: &generator) }
            let data = BinaryOutcome(isBad: risk.map { _ in Bool.random(using: &generator) })
            var (halves, swapped) = (0, 0)
            for bad in 0..<60 where data.isBad[bad] {
                for good in 0..<60 where !data.isBad[good] {
                    halves += risk[bad] > risk[good] ? 2 : risk[bad] == risk[good] ? 1 : 0
                    swapped += (risk[bad] - risk[good]) * (other[bad] - other[good]) < 0 ? 1 : 0
                }
            }
            let auc = Double(halves) / 2 / Double(data.good) / Double(data.bad)
            #expect(abs(Ranking(risk: risk, outcome: data).auc - auc) < 1e-12)
            #expect(Ranking.swappedPairs(risk.map(Double.init), other, outcome: data) == swapped)
        }
    }

    @Test func calibrationAndLiftAddUp() {
        var generator = ShuffleGenerator(seed: 6)
        let p = (0..<5000).map { _ in Double.random(in: 0.01...0.6, using: &generator) }
        let data = BinaryOutcome(isBad: p.map { Double.random(in: 0..<1, using: &generator) < $0 })
        let calibration = Calibration(probability: p, outcome: data)
        #expect(calibration.groups.count == 10)
        #expect(calibration.groups.reduce(0) { $0 + $1.rows } == 5000)
        #expect(calibration.groups.reduce(0) { $0 + $1.bad } == data.bad)
        #expect(calibration.degreesOfFreedom == 8)
        #expect(calibration.hosmerLemeshowP! > 0.01)
        let wrong = Calibration(probability: p.map { $0 / 2 }, outcome: data)
        #expect(wrong.hosmerLemeshowP! < 1e-6)
        #expect(wrong.brier > calibration.brier)
        let lift = LiftTable(risk: p, outcome: data).rows
        #expect(lift.map(\.rows) == Array(repeating: 500, count: 10))
        #expect(lift.last?.capturedBad == 1)
        #expect(abs(lift.last!.cumulativeLift - 1) < 1e-12)
        #expect(lift[0].cumulativeLift > 1.5)
        let same = Calibration(probability: Array(repeating: 0.5, count: 4), outcome: outcome("0101"))
        #expect(same.groups.count == 1)
        #expect(same.hosmerLemeshowP == nil)
        #expect(same.brier == 0.25)
    }
}
