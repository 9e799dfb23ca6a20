import FieldModel
import FieldRules
import SyncCore
import Testing

/// The design page's sentences about promises, each as a story: 95 percent, three days of grace, made on 24 November.
@Suite("Worked examples of promises")
struct PromiseExampleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var terms: String
        /// `day:amount` pays on that day, `day:return` takes the payment before back, `day:judge` is that day's midnight.
        var story: String
        /// `state paid` after each step, `!` where the promise was opened again.
        var states: String

        init(_ name: String, _ terms: String, _ story: String, _ states: String) {
            (testDescription, self.terms, self.story, self.states) = (name, terms, story, states)
        }
    }

    static let examples = [
        Example("kept on the due day", "2026-12-01:1000", "2026-12-01:1000", "kept 1000"),
        Example(
            "kept by 95 of 100, and the rest is more of it", "2026-12-01:1000", "2026-12-01:950 2026-12-02:50",
            "kept 950, kept 1000"),
        Example(
            "kept late, on the last day of grace", "2026-12-01:1000", "2026-12-02:judge 2026-12-04:1000",
            "open 0, kept_late 1000"),
        Example(
            "broken with nothing, the day after the grace", "2026-12-01:1000", "2026-12-04:judge 2026-12-05:judge",
            "open 0, broken 0"),
        Example(
            "partial below the threshold", "2026-12-01:1000", "2026-12-01:949 2026-12-05:judge", "open 949, partial 949"
        ),
        Example(
            "paid after the grace is paid too late", "2026-12-01:1000", "2026-12-05:judge 2026-12-05:1000",
            "broken 0, broken 0"),
        Example(
            "returned before the deadline: open again", "2026-12-01:1000", "2026-12-01:1000 2026-12-03:return",
            "kept 1000, open 0!"),
        Example(
            "returned after the deadline, nothing left: broken", "2026-12-01:1000",
            "2026-12-01:1000 2026-12-09:return", "kept 1000, broken 0!"),
        Example(
            "returned after the deadline, a part left: partial", "2026-12-01:1000",
            "2026-11-28:400 2026-12-01:600 2026-12-09:return", "open 400, kept 1000, partial 400!"),
        Example(
            "returned, and paid again in time", "2026-12-01:1000", "2026-12-01:1000 2026-12-02:return 2026-12-04:1000",
            "kept 1000, open 0!, kept_late 1000"),
        Example(
            "two instalments, each in time", "2026-12-01:500 2026-12-15:500", "2026-12-01:500 2026-12-15:500",
            "open 500, kept 1000"),
        Example(
            "what is more than the first is for the second", "2026-12-01:500 2026-12-15:500",
            "2026-12-01:800 2026-12-15:200", "open 800, kept 1000"),
        Example(
            "the worst instalment is the promise", "2026-12-01:500 2026-12-15:500",
            "2026-12-01:500 2026-12-19:judge", "open 500, broken 500"),
        Example(
            "a first instalment missed is not mended by the second", "2026-12-01:500 2026-12-15:500",
            "2026-12-05:judge 2026-12-15:1000", "broken 0, broken 1000"),
        Example(
            "rounded up: 95 percent of 101 is 96", "2026-12-01:101", "2026-12-01:95 2026-12-05:judge",
            "open 95, partial 95"),
    ]

    @Test("go as the design page says", arguments: examples)
    func story(_ example: Example) {
        var desk = Desk()
        desk.act(.makePromise(MakePromise(promise: named(50), instalments: terms(example.terms), currency: "MXN")))
        var payment: UInt64 = 60
        var states: [String] = []
        for step in example.story.split(separator: " ") {
            let (date, act) = (step.prefix(10), step.dropFirst(11))
            desk.advance(to: act == "judge" ? "\(date)T00:01:00-06:00" : "\(date)T18:00:00-06:00")
            switch act {
            case "judge": desk.act(.judgePromises(JudgePromises(asOfDay: day(String(date)))), by: Desk.system)
            case "return": desk.act(.reversePayment(ReversePayment(payment: named(payment), reason: "bounced")))
            default:
                payment += 1
                desk.act(
                    .recordPayment(
                        RecordPayment(payment: named(payment), amount: Int64(act)!, currency: "MXN", method: "cash")))
            }
            let promise = desk.promise(named(50))
            let again = promise.events.last?.reopened == true ? "!" : ""
            states.append("\(PromiseField.text(promise.state)) \(promise.paid)\(again)")
        }
        #expect(states.joined(separator: ", ") == example.states)
    }

    @Test("another promise in its place replaces it, and takes what was paid; taken back alone it is withdrawn")
    func replaced() {
        var desk = Desk()
        let first = desk.write(
            .makePromise(MakePromise(promise: named(50), instalments: terms("2026-12-01:1000"), currency: "MXN")),
            by: Desk.actor(Desk.ana))
        desk.admit(first)
        desk.act(.recordPayment(RecordPayment(payment: named(60), amount: 400, currency: "MXN", method: "cash")))
        var alone = desk
        alone.act(.withdrawOperation(WithdrawOperation(operation: first.id, reason: "typed wrong")))
        #expect(alone.promise(named(50)).state == .withdrawn)

        let second = Intent.makePromise(
            MakePromise(promise: named(51), instalments: terms("2026-12-08:1500"), currency: "MXN"))
        desk.act(.replaceOperation(ReplaceOperation(operation: first.id, intent: second)))
        #expect(desk.promise(named(50)).events.map(\.state) == [.open, .replaced])
        #expect(desk.promise(named(51)).state == .open)
        desk.act(.recordPayment(RecordPayment(payment: named(61), amount: 1500, currency: "MXN", method: "cash")))
        desk.advance(to: "2026-12-20T12:00:00-06:00")
        desk.act(.judgePromises(JudgePromises(asOfDay: day("2026-12-20"))), by: Desk.system)
        #expect(desk.promise(named(50)).state == .replaced && desk.promise(named(51)).state == .kept)
    }
}
