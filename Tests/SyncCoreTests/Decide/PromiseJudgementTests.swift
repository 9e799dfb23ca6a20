import FieldModel
import SyncCore
import Testing

/// Worked examples of kept, kept late, partial and broken; grace 3 days, threshold 95 percent, made on 24 November.
@Suite("Judging a promise")
struct PromiseJudgementTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var terms: String
        /// `day:amount`, at noon.
        var paid: String
        var asOf: String
        var state: PromiseState
        var counted: Int64
        var testDescription: String { name }
    }

    static let plain: [Example] = [
        Example(name: "nothing yet", terms: "2026-12-01:1000", paid: "", asOf: "2026-12-01", state: .open, counted: 0),
        Example(
            name: "the last day of grace", terms: "2026-12-01:1000", paid: "", asOf: "2026-12-04", state: .open,
            counted: 0),
        Example(
            name: "nothing by the deadline", terms: "2026-12-01:1000", paid: "", asOf: "2026-12-05", state: .broken,
            counted: 0),
        Example(
            name: "all on the due day", terms: "2026-12-01:1000", paid: "2026-12-01:1000", asOf: "2026-12-01",
            state: .kept, counted: 1000),
        Example(
            name: "the threshold exactly", terms: "2026-12-01:1000", paid: "2026-12-01:950", asOf: "2026-12-05",
            state: .kept, counted: 950),
        Example(
            name: "one below the threshold", terms: "2026-12-01:1000", paid: "2026-12-01:949", asOf: "2026-12-05",
            state: .partial, counted: 949),
        Example(
            name: "a part, with time left", terms: "2026-12-01:1000", paid: "2026-12-01:949", asOf: "2026-12-04",
            state: .open, counted: 949),
        Example(
            name: "within the grace", terms: "2026-12-01:1000", paid: "2026-12-04:950", asOf: "2026-12-04",
            state: .keptLate, counted: 950),
        Example(
            name: "after the grace", terms: "2026-12-01:1000", paid: "2026-12-05:1000", asOf: "2026-12-06",
            state: .broken, counted: 0),
        Example(
            name: "the threshold is rounded up: 95.95", terms: "2026-12-01:101", paid: "2026-12-01:95",
            asOf: "2026-12-05", state: .partial, counted: 95),
        Example(
            name: "96 of 101", terms: "2026-12-01:101", paid: "2026-12-01:96", asOf: "2026-12-05", state: .kept,
            counted: 96),
        Example(
            name: "in two payments", terms: "2026-12-01:1000", paid: "2026-11-28:500 2026-12-01:450",
            asOf: "2026-12-01", state: .kept, counted: 950),
        Example(
            name: "the second of two in the grace", terms: "2026-12-01:1000", paid: "2026-11-28:500 2026-12-02:450",
            asOf: "2026-12-02", state: .keptLate, counted: 950),
        Example(
            name: "more than was promised", terms: "2026-12-01:1000", paid: "2026-12-01:4000", asOf: "2026-12-01",
            state: .kept, counted: 1000),
        Example(
            name: "what is paid after the day asked for", terms: "2026-12-01:1000", paid: "2026-12-01:1000",
            asOf: "2026-11-30", state: .open, counted: 0),
        Example(
            name: "the largest amount, exactly", terms: "2026-12-01:9000000000000000",
            paid: "2026-12-01:8550000000000000", asOf: "2026-12-05", state: .kept, counted: 8_550_000_000_000_000),
        Example(
            name: "the largest amount, less one", terms: "2026-12-01:9000000000000000",
            paid: "2026-12-01:8549999999999999", asOf: "2026-12-05", state: .partial, counted: 8_549_999_999_999_999),
    ]

    static let instalments: [Example] = [
        Example(
            name: "the first paid, the second to come", terms: "2026-12-01:500 2026-12-15:500", paid: "2026-12-01:500",
            asOf: "2026-12-10", state: .open, counted: 500),
        Example(
            name: "both paid to the threshold", terms: "2026-12-01:500 2026-12-15:500",
            paid: "2026-12-01:475 2026-12-15:475", asOf: "2026-12-15", state: .kept, counted: 950),
        Example(
            name: "all at once on the first day", terms: "2026-12-01:500 2026-12-15:500", paid: "2026-12-01:1000",
            asOf: "2026-12-02", state: .kept, counted: 1000),
        Example(
            name: "the excess of the first counts for the second", terms: "2026-12-01:500 2026-12-15:500",
            paid: "2026-12-01:700 2026-12-15:250", asOf: "2026-12-15", state: .kept, counted: 950),
        Example(
            name: "nothing for the second", terms: "2026-12-01:500 2026-12-15:500", paid: "2026-12-01:500",
            asOf: "2026-12-19", state: .broken, counted: 500),
        Example(
            name: "a part of the second", terms: "2026-12-01:500 2026-12-15:500", paid: "2026-12-01:500 2026-12-15:100",
            asOf: "2026-12-19", state: .partial, counted: 600),
        Example(
            name: "the first missed stays missed, whatever is paid later", terms: "2026-12-01:500 2026-12-15:500",
            paid: "2026-12-15:1000", asOf: "2026-12-15", state: .broken, counted: 1000),
        Example(
            name: "the worst counts: late and in time", terms: "2026-12-01:500 2026-12-15:500",
            paid: "2026-12-03:500 2026-12-15:500", asOf: "2026-12-15", state: .keptLate, counted: 1000),
        Example(
            name: "a part of the first, with the second to come", terms: "2026-12-01:500 2026-12-15:500",
            paid: "2026-12-01:100", asOf: "2026-12-10", state: .partial, counted: 100),
    ]

    private func terms(_ text: String, promise: RecordID = named(1)) -> PromiseJudgement.Terms {
        PromiseJudgement.Terms(
            promise: promise, instalments: SyncCoreTests.terms(text), graceDays: 3, thresholdPercent: 95,
            madeAt: instant("2026-11-24T12:00:00-06:00"))
    }

    private func payments(_ text: String) -> [PromiseJudgement.Paid] {
        SyncCoreTests.terms(text).enumerated().map { index, paid in
            PromiseJudgement.Paid(
                payment: named(100 + UInt64(index)), amount: paid.amount,
                effectiveAt: instant("\(paid.dueDay)T12:00:01-06:00"), effectiveDay: paid.dueDay)
        }
    }

    @Test("follows the worked examples", arguments: plain + instalments)
    func examples(_ example: Example) {
        let expected = PromiseJudgement.Standing(state: example.state, paid: example.counted)
        let paid = payments(example.paid)
        #expect(PromiseJudgement.state(terms(example.terms), paid, asOf: day(example.asOf)) == expected)
        #expect(PromiseJudgement.state(terms(example.terms), paid.reversed(), asOf: day(example.asOf)) == expected)
    }

    @Test("counts only what is effective after the making")
    func making() {
        let made = instant("2026-11-24T12:00:00-06:00")
        for (offset, counted) in [(-1, 0), (0, 0), (1, 1000)] as [(Int64, Int64)] {
            let paid = PromiseJudgement.Paid(
                payment: named(100), amount: 1000, effectiveAt: made + offset, effectiveDay: day("2026-11-24"))
            let standing = PromiseJudgement.state(terms("2026-12-01:1000"), [paid], asOf: day("2026-11-24"))
            #expect(standing.paid == counted)
        }
    }

    @Test("counts each unit once, for the oldest due instalment of all promises first")
    func severalPromises() {
        let promises = [
            terms("2026-12-10:1000", promise: named(1)), terms("2026-12-05:600 2026-12-20:600", promise: named(2)),
        ]
        func standing(_ paid: String, asOf: String) -> [PromiseJudgement.Standing] {
            PromiseJudgement.judge(promises, payments(paid), asOf: day(asOf))
        }
        #expect(standing("2026-12-01:600", asOf: "2026-12-01").map(\.paid) == [0, 600])
        #expect(standing("2026-12-01:1600", asOf: "2026-12-01").map(\.paid) == [1000, 600])
        #expect(standing("2026-12-01:1600", asOf: "2026-12-01").map(\.state) == [.kept, .open])
        #expect(standing("2026-12-01:5000", asOf: "2026-12-01").map(\.paid) == [1000, 1200])
        // A promise whose last deadline is over takes nothing from those that still run.
        let later = standing("2026-12-14:600", asOf: "2026-12-14")
        #expect(later.map(\.paid) == [0, 600] && later.map(\.state) == [.broken, .broken])
    }

    @Test("never traps, whatever the numbers")
    func hostile() {
        let days = [Int32.min, -719_163, 0, 20_000, Int32.max].map(CalendarDate.init(daysSince1970:))
        let amounts = [Int64.min, -1, 0, 1, Money.mostMinor, .max]
        var dice = Dice(5)
        for _ in 0..<3000 {
            let instalments = (0..<3).map { _ in
                Instalment(dueDay: days.randomElement(using: &dice)!, amount: amounts.randomElement(using: &dice)!)
            }
            let promise = PromiseJudgement.Terms(
                promise: named(1), instalments: instalments,
                graceDays: [Int.min, -1, 0, 3, Int.max].randomElement(using: &dice)!,
                thresholdPercent: [Int.min, 0, 95, Int.max].randomElement(using: &dice)!,
                madeAt: Instant(milliseconds: amounts.randomElement(using: &dice)!))
            let paid = (0..<3).map { index in
                PromiseJudgement.Paid(
                    payment: named(UInt64(index)), amount: amounts.randomElement(using: &dice)!,
                    effectiveAt: Instant(milliseconds: amounts.randomElement(using: &dice)!),
                    effectiveDay: days.randomElement(using: &dice)!)
            }
            let standing = PromiseJudgement.judge(
                [promise, promise], paid, asOf: days.randomElement(using: &dice)!)
            #expect(standing.allSatisfy { $0.paid >= 0 })
        }
    }
}
