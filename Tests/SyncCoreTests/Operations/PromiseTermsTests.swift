import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Promise rules as data")
struct PromiseTermsTests {
    private static let calendar = """
        {"calendar": "mx", "title": "t", "source": "s", "as_of": "2026-01-01", "first_year": 2024, "last_year": 2035, "holidays": [
         {"name": "Navidad", "fixed": "12-25"}]}
        """

    private func rules(_ rows: String, calendar: Bool = false) throws -> ActiveRules {
        let pack = """
            {"pack": "lender", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
             "reviewed_by": "x", "rules": [
              {"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}],
             "promises": [\(rows)]}
            """
        var documents = [TestRules.base, TestRules.allowance, pack].map { TestRules.document($0) }
        if calendar {
            documents.append(
                RuleDocument(
                    kind: .calendar, name: "mx", version: "2026-01-01", days: ValidDays(),
                    content: try JSONReader.read(Self.calendar)))
        }
        return try #require(ActiveRules(documents))
    }

    private func promise(_ text: String, _ id: UInt64 = 50) -> Intent {
        .makePromise(MakePromise(promise: named(id), instalments: terms(text), currency: "MXN"))
    }

    @Test("the most specific row counts, and what it leaves out is as the branch has it")
    func rows() throws {
        let rules = try rules(
            """
            {"grace_days": 1, "threshold_percent": 90}, {"product": "card", "grace_days": 2},
            {"bucket": "61-90", "grace_days": 5}, {"bucket": "61-90", "product": "card", "grace_days": 7}
            """)
        for (product, days, grace, threshold) in [
            ("", 0, 1, 90), ("card", 0, 2, 95), ("", 40, 5, 95), ("card", 40, 7, 95),
        ] {
            var desk = Desk()
            var debt = desk.debt
            (debt.product, debt.daysPastDue) = (product, days)
            desk.records.set(debt, Desk.account)
            desk.records.settle()
            desk.act(promise("2026-12-01:500")) { $0.rules = rules }
            #expect(desk.promise(named(50)).graceDays == grace && desk.promise(named(50)).thresholdPercent == threshold)
        }
    }

    @Test("least amount, instalments, horizon and how many are open are the row's")
    func limits() throws {
        let rules = try rules(
            """
            {"least_amount": 100, "most_instalments": 2, "horizon_days": 30, "most_open": 1}
            """)
        for (text, reason) in [
            ("2026-12-01:99", "below_least_amount"),
            ("2026-12-01:100 2026-12-02:100 2026-12-03:100", "too_many_instalments"),
            ("2026-12-25:100", "due_date_beyond_horizon"), ("2026-12-24:100", ""),
        ] {
            var desk = Desk()
            #expect(desk.act(promise(text)) { $0.rules = rules }.reason == reason)
            guard reason.isEmpty else { continue }
            #expect(desk.act(promise(text, 51)) { $0.rules = rules }.reason == "too_many_open_promises")
        }
    }

    @Test("a deadline on a day without business moves to the next one, and is frozen")
    func deadline() throws {
        let rules = try rules(#"{"grace_days": 3, "calendar": "mx"}"#, calendar: true)
        // Tuesday 22 and three days: Friday, Christmas; the next day with business is Monday 28.
        var desk = Desk()
        desk.act(promise("2026-12-22:500")) { $0.rules = rules }
        #expect(
            desk.promise(named(50)).movedDeadlines == [
                MovedDeadline(dueDay: day("2026-12-22"), deadlineDay: day("2026-12-28"))
            ])
        for (paidOn, state) in [
            ("2026-12-28T23:59:00-06:00", PromiseState.keptLate), ("2026-12-29T00:00:01-06:00", .broken),
        ] {
            var copy = desk
            copy.advance(to: paidOn)
            copy.act(
                .recordPayment(RecordPayment(payment: named(60), amount: 500, currency: "MXN", method: "cash")))
            copy.act(.judgePromises(JudgePromises(asOfDay: day("2026-12-28"))), by: Desk.system)
            copy.advance(to: "2026-12-30T12:00:00-06:00")
            copy.act(.judgePromises(JudgePromises(asOfDay: day("2026-12-29"))), by: Desk.system)
            #expect(copy.promise(named(50)).state == state, "\(paidOn)")
        }
        desk.act(
            .revisePromise(
                RevisePromise(
                    promise: named(50), instalments: terms("2026-12-22:300 2027-01-05:200"), currency: "MXN",
                    baseRevision: 1))
        ) { $0.rules = rules }
        #expect(desk.promise(named(50)).movedDeadlines.map(\.dueDay) == [day("2026-12-22")])
    }
}
