import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Settlement authority")
struct SettlementTests {
    private let rules = TestRules.active(
        """
        {"pack": "lender", "version": 3, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [{"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}],
         "settlement": [
          {"role": "collector", "principal": 0, "interest": 20, "fees": 50, "most_forgiven": 1000},
          {"role": "collector", "bucket": "61-90", "principal": 10, "interest": 50, "fees": 100},
          {"role": "supervisor", "principal": 30, "interest": 100, "fees": 100}]}
        """)

    private func desk(daysPastDue: Int = 40) -> Desk {
        var desk = Desk()
        var debt = desk.debt
        (debt.principal, debt.interest, debt.fees, debt.daysPastDue) = (99_999, 1_001, 333, daysPastDue)
        desk.records.set(debt, Desk.account)
        desk.records.settle()
        return desk
    }

    private func offer(_ id: UInt64, _ principal: Int, _ interest: Int, _ fees: Int, by: String = "2026-12-01")
        -> Intent
    {
        .proposeSettlement(
            ProposeSettlement(
                offer: named(id), principalPercent: principal, interestPercent: interest, feesPercent: fees,
                payByDay: day(by)))
    }

    @Test("an offer within the author's limits stands, its amount rounded down cell by cell")
    func within() {
        var desk = desk(daysPastDue: 20)
        let outcome = desk.act(offer(1, 0, 20, 50)) { $0.rules = rules }
        #expect(outcome.state == .applied)
        let kept = desk.records[SettlementOffer.self, named(1)]!
        #expect(kept.forgiven == 200 + 166 && kept.state == "offered" && kept.matrixVersion == "lender@3")
    }

    @Test("beyond them it is held, and the limits are over all offers that stand")
    func beyond() {
        for (first, second, state) in [
            ((0, 10, 0), (0, 10, 0), OutcomeState.applied), ((0, 20, 0), (0, 1, 0), .held), ((1, 0, 0), nil, .held),
            ((0, 0, 51), nil, .held),
        ] as [((Int, Int, Int), (Int, Int, Int)?, OutcomeState)] {
            var desk = desk(daysPastDue: 20)
            var outcome = desk.act(offer(1, first.0, first.1, first.2)) { $0.rules = rules }
            if let second { outcome = desk.act(offer(2, second.0, second.1, second.2)) { $0.rules = rules } }
            #expect(outcome.state == state)
            #expect(state == .applied || (outcome.reason == "approval" && outcome.rule == "settlement/authority"))
        }
    }

    @Test("the row that says more of the account counts, and whoever has more authority may more")
    func rows() {
        var late = desk(daysPastDue: 60)
        #expect(late.act(offer(1, 10, 50, 100)) { $0.rules = rules }.state == .applied)
        var early = desk(daysPastDue: 20)
        #expect(early.act(offer(1, 10, 50, 100)) { $0.rules = rules }.state == .held)
        #expect(
            early.act(offer(2, 30, 0, 0), by: Desk.actor(Desk.beto, .supervisor)) { $0.rules = rules }.state == .applied
        )
        #expect(early.act(offer(3, 1, 0, 0), by: Desk.actor(Desk.carla, .branch)) { $0.rules = rules }.state == .held)
    }

    @Test("what cannot be an offer is refused")
    func refused() {
        let cases: [(Intent, String)] = [
            (offer(1, 0, 0, 0), "bad_range"), (offer(1, 101, 0, 0), "bad_range"), (offer(1, 0, -1, 0), "bad_range"),
            (offer(1, 0, 10, 0, by: "2026-11-23"), "due_date_past"),
            (offer(1, 0, 10, 0, by: "2027-12-01"), "due_date_beyond_horizon"),
        ]
        for (intent, reason) in cases {
            var desk = desk()
            #expect(desk.act(intent) { $0.rules = rules }.reason == reason)
        }
        var bare = Desk()
        #expect(bare.act(offer(1, 0, 10, 0)) { $0.rules = rules }.reason == "no_settlement_authority")
        var without = desk()
        #expect(without.act(offer(1, 0, 10, 0)) { $0.rules = TestRules.active() }.reason == "no_settlement_authority")
    }

    @Test("a changed balance ends the offer; the same file again does not")
    func void() {
        for (balance, state) in [(Int64(1_000_000), "offered"), (900_000, "void")] {
            var desk = desk(daysPastDue: 20)
            desk.act(offer(1, 0, 10, 0)) { $0.rules = rules }
            var debt = desk.debt
            debt.lenderBalance = balance
            let row = ImportAccount(account: debt, debtorID: named(7), debtor: Debtor(name: "Rosa Ibarra"))
            desk.act(.importAccount(row), by: Desk.system)
            #expect(desk.records[SettlementOffer.self, named(1)]!.state == state)
        }
    }

    private static let waterfall = """
        {"pack": "lender", "version": 4, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [{"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}],
         "settlement": [
          {"role": "collector", "principal": 50, "interest": 100, "fees": 100, "valid_days": 10, "second_approver": true},
          {"role": "supervisor", "principal": 50, "interest": 100, "fees": 100}],
         "waterfall": [{"order": [
          "past_due/interest", "past_due/principal", "past_due/fees", "past_due/penalty", "due/interest",
          "due/principal", "due/fees", "due/penalty", "advance/interest", "advance/principal", "advance/fees",
          "advance/penalty"]}]}
        """

    private func cells(_ cells: [OwedCell]) -> String {
        cells.map { "\($0.name):\($0.amount)" }.joined(separator: " ")
    }

    @Test("an offer freezes what is owed and splits the rest in the order of the waterfall")
    func split() {
        let rules = TestRules.active(Self.waterfall)
        var desk = desk()
        var debt = desk.debt
        debt.owed = [
            OwedCell(status: "due", part: "principal", amount: 1_001),
            OwedCell(status: "past_due", part: "principal", amount: 501),
            OwedCell(status: "past_due", part: "interest", amount: 300),
            OwedCell(status: "past_due", part: "fees", amount: 100),
        ]
        debt.collectedSince = 350
        desk.records.set(debt, Desk.account)
        desk.records.settle()
        #expect(desk.act(offer(1, 10, 0, 100)) { ($0.rules, $0.isApproved) = (rules, true) }.state == .applied)
        let kept = desk.records[SettlementOffer.self, named(1)]!
        // 350 were paid: all the interest and 50 of the principal past due.
        #expect(cells(kept.owed) == "past_due/principal:451 past_due/fees:100 due/principal:1001")
        #expect(cells(kept.forgivenCells) == "past_due/principal:45 past_due/fees:100 due/principal:100")
        #expect(cells(kept.split) == "past_due/principal:406 due/principal:901" && kept.forgiven == 245)
        #expect(!kept.assumedPastDue && kept.waterfallVersion == "lender@4" && kept.bucket == "61-90")
    }

    @Test("without cells all is taken for past due, and the offer says so")
    func fallback() {
        var desk = desk()
        desk.act(offer(1, 0, 20, 50)) { $0.rules = rules }
        desk.act(offer(2, 0, 5, 0)) { $0.rules = rules }
        let kept = desk.records.all(SettlementOffer.self).first!.value
        #expect(kept.assumedPastDue && kept.waterfallVersion.isEmpty)
        #expect(cells(kept.split) == "past_due/fees:167 past_due/interest:801 past_due/principal:99999")
        let values = LetterValues.fixed(desk.records)
        #expect(values["settlement_split_en"]?.contains("principal (past due) 999.99 MXN") == true)
        #expect(values["settlement_basis_es"]?.contains("todo se toma como vencido") == true)
    }

    @Test("a row may ask for another person within the limits, and for an early day")
    func second() {
        let rules = TestRules.active(Self.waterfall)
        var desk = desk()
        let held = desk.act(offer(1, 10, 0, 0)) { $0.rules = rules }
        #expect(held.reason == "approval" && held.rule == "settlement/second-approver")
        #expect(desk.act(offer(2, 10, 0, 0, by: "2026-12-05")) { $0.rules = rules }.reason == "due_date_beyond_horizon")
    }

    @Test("a waterfall that does not name each cell once is refused")
    func malformed() throws {
        let text = Self.waterfall.replacing("\"due/fees\"", with: "\"due/penalty\"")
        let failure = #expect(throws: RuleFailure.self) {
            try PackLoader.pack(try JSONReader.read(text), file: "lender")
        }
        #expect(failure?.code == .badValue)
    }

    @Test("a signed offer outlives a changed balance; an open one does not, nor one whose day has passed")
    func signed() {
        var desk = desk()
        for id in 1...2 as ClosedRange<UInt64> { desk.act(offer(id, 0, 5, 0)) { $0.rules = rules } }
        func sign(_ id: UInt64) -> Outcome {
            desk.act(.signSettlement(SignSettlement(offer: named(id), evidence: "paper")))
        }
        #expect(sign(1).state == .applied)
        var file = Desk.debt(balance: 900_000)
        file.daysPastDue = 40
        desk.act(
            .importAccount(ImportAccount(account: file, debtorID: named(7), debtor: Debtor(name: "Rosa Ibarra"))),
            by: Desk.system)
        #expect(desk.records[SettlementOffer.self, named(1)]?.state == "signed")
        #expect(desk.records[SettlementOffer.self, named(2)]?.voidReason == "balance_changed")
        #expect(sign(2).reason == "offer_void" && sign(3).reason == "unknown_record")
        var other = self.desk()
        other.act(offer(1, 0, 5, 0)) { $0.rules = rules }
        other.advance(to: "2026-12-02T00:00:01-06:00")
        other.act(.judgeDuties(JudgeDuties(asOf: other.now)), by: Desk.system)
        #expect(other.records[SettlementOffer.self, named(1)]?.voidReason == "expired")
    }
}
