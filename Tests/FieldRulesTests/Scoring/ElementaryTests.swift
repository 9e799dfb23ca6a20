import Foundation
import Testing

@testable import FieldRules

struct ElementaryTests {
    /// In units of the last place of the true value.
    private func error(_ ours: Double, _ theirs: Double) -> Double { abs(ours - theirs) / theirs.ulp }

    @Test func knownValuesComeOutToTheLastPlace() {
        #expect(Elementary.ln(1) == 0)
        #expect(error(Elementary.ln(2), 0.69314718055994530942) <= 1)
        #expect(error(Elementary.ln(10), 2.30258509299404568402) <= 1)
        #expect(error(Elementary.ln(0.1), -2.30258509299404568402) <= 1)
        #expect(Elementary.exp(0) == 1)
        #expect(error(Elementary.exp(1), 2.71828182845904523536) <= 1)
        #expect(error(Elementary.exp(-1), 0.36787944117144232160) <= 1)
        #expect(error(Elementary.exp(20), 485165195.40979027796911) <= 1)
    }

    @Test func bothAgreeWithTheLibraryWithinTwoUnits() {
        var generator = ShuffleGenerator(seed: 7)
        var (lnError, expError) = (0.0, 0.0)
        for _ in 0..<20_000 {
            let x = Double.random(in: -700...700, using: &generator)
            expError = max(expError, error(Elementary.exp(x), Foundation.exp(x)))
            let y = Double(bitPattern: UInt64.random(in: 1...0x7FEF_FFFF_FFFF_FFFF, using: &generator))
            lnError = max(lnError, error(Elementary.ln(y), Foundation.log(y)))
            let near = Double.random(in: 0.5...2, using: &generator)
            lnError = max(lnError, error(Elementary.ln(near), Foundation.log(near)))
        }
        #expect(expError <= 2)
        #expect(lnError <= 2)
    }

    @Test func endsOfTheRangeAreWhatTheyShouldBe() {
        #expect(Elementary.ln(0) == -.infinity)
        #expect(Elementary.ln(-1).isNaN)
        #expect(Elementary.ln(.infinity) == .infinity)
        #expect(Elementary.ln(.nan).isNaN)
        #expect(Elementary.exp(1000) == .infinity)
        #expect(Elementary.exp(-1000) == 0)
        #expect(Elementary.exp(-.infinity) == 0)
        #expect(Elementary.exp(.nan).isNaN)
        #expect(Elementary.exp(-740) == Foundation.exp(-740))
        #expect(Elementary.logistic(1000) == 1)
        #expect(Elementary.logistic(-1000) == 0)
        #expect(Elementary.logistic(0) == 0.5)
    }

    /// Tables of the chi-square distribution.
    @Test(arguments: [
        (3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (7.814727903251179, 3, 0.05),
        (15.50731305586545, 8, 0.05), (10.0, 8, 0.2650259152973621), (0.5, 5, 0.9921232932),
    ])
    func chiSquareTailsAreThoseOfTheTables(x: Double, degrees: Int, tail: Double) {
        #expect(abs(ChiSquare.above(x, degrees) - tail) < 1e-9)
    }

    @Test func theBoundIsExceededOnceInTwentyTimes() {
        for degrees in 1...100 { #expect(abs(ChiSquare.above(ChiSquare.bound95(degrees), degrees) - 0.05) < 1e-9) }
    }
}
