import FieldModel
import FieldRules
import SyncCore
import Testing

/// Facts as of a day: what was committed by then, and nothing else.
@Suite("Facts of an account")
struct AccountFactTests {
    private static let zone = ZoneTable.standard.zone("America/Mexico_City")!
    private static let branch = BranchSettings(name: "Centro", timeZone: "America/Mexico_City")

    private var operations: [ToldOperation] = []
    private var count: UInt64 = 0

    private func day(_ text: String) -> CalendarDate { CalendarDate(text)! }

    private func moment(_ text: String, hour: Int = 12) -> Instant {
        Self.zone.startOfDay(day(text)) + Int64(hour) * 3_600_000
    }

    @discardableResult
    private mutating func tell(
        _ intent: Intent, on day: String, hour: Int = 12, committed: String? = nil
    ) -> OperationID {
        count += 1
        let id = Identifier(high: 1, low: count)
        let received = moment(committed ?? day, hour: hour)
        operations.append(
            ToldOperation(
                id: id, author: .nil_, wallClock: moment(day, hour: hour), receivedAt: received, committedAt: received,
                intent: intent))
        return id
    }

    private mutating func debt(on day: String, balance: Int64 = 900_000, daysPastDue: Int = 40) {
        let account = Account(
            creditor: "c", number: "1", product: "card", currency: Currency("MXN")!, lenderBalance: balance,
            balanceAsOfDay: self.day(day), pastDue: 100, daysPastDue: daysPastDue)
        let debtor = Debtor(name: "Rosa", income: 1_000_000, bureauScore: 610)
        tell(
            .importAccount(ImportAccount(account: account, debtorID: Identifier(high: 2, low: 1), debtor: debtor)),
            on: day)
    }

    private mutating func pay(_ amount: Int64, on day: String, committed: String? = nil, id: UInt64) {
        tell(
            .recordPayment(
                RecordPayment(
                    payment: Identifier(high: 3, low: id), amount: amount, currency: "MXN", method: "cash",
                    claimedAt: moment(day))), on: day, committed: committed)
    }

    private func facts(_ day: String) -> AccountFacts? {
        CommittedHistory(account: Identifier(high: 9, low: 9), zone: Self.zone, settings: Self.branch, told: operations)
            .facts(.endOf(self.day(day), in: Self.zone))
    }

    @Test("an account that had not come has none")
    mutating func before() {
        debt(on: "2026-03-01")
        #expect(facts("2026-02-28") == nil)
        #expect(facts("2026-03-01")?.number(.daysPastDue) == 40)
        #expect(facts("2026-03-11")?.number(.daysPastDue) == 50)
        #expect(facts("2026-03-11")?[.product] == .text("card"))
        #expect(facts("2026-03-11")?.number(.balanceToIncome) == 90)
    }

    @Test("what was synced later counts later, however early it is dated")
    mutating func lateSync() {
        debt(on: "2026-03-01")
        pay(50_000, on: "2026-03-05", committed: "2026-03-09", id: 1)
        #expect(facts("2026-03-08")?.number(.payments90) == 0)
        #expect(facts("2026-03-08")?.number(.balance) == 9_000)
        #expect(facts("2026-03-09")?.number(.payments90) == 1)
        #expect(facts("2026-03-09")?.number(.balance) == 8_500)
        #expect(facts("2026-03-09")?.number(.daysSincePayment) == 4)
    }

    @Test("a payment taken back is none from then on, and was one before")
    mutating func reversed() {
        debt(on: "2026-03-01")
        pay(50_000, on: "2026-03-05", id: 1)
        tell(.reversePayment(ReversePayment(payment: Identifier(high: 3, low: 1), reason: "r")), on: "2026-03-20")
        #expect(facts("2026-03-19")?.number(.payments90) == 1)
        #expect(facts("2026-03-20")?.number(.payments90) == 0)
    }

    @Test("a payment of the field and its posting by the lender count once, and not when the lender returned it")
    mutating func posted() {
        debt(on: "2026-03-01")
        pay(50_000, on: "2026-03-05", id: 1)
        let balance = facts("2026-03-07")?.number(.balance)
        func row(_ reference: String, _ date: String, id: UInt64, reverses: String = "", matches: String = "") -> Intent
        {
            .importPayment(
                ImportPayment(
                    payment: Identifier(high: 9, low: id), amount: 50_000, externalReference: reference,
                    effectiveDay: day(date), reverses: reverses, matches: matches))
        }
        tell(row("L-1", "2026-03-06", id: 1), on: "2026-03-08")
        #expect(facts("2026-03-08")?.number(.payments90) == 1)
        #expect(facts("2026-03-08")?.number(.balance) == balance)
        // The lender says that it only looked alike.
        tell(row("L-1", "2026-03-06", id: 2, matches: ImportPayment.noMatch), on: "2026-03-10")
        #expect(facts("2026-03-10")?.number(.payments90) == 2)
        tell(row("L-2", "2026-03-12", id: 3, reverses: "L-1"), on: "2026-03-12")
        #expect(facts("2026-03-12")?.number(.payments90) == 1)
        #expect(facts("2026-03-11")?.number(.payments90) == 2)
        #expect(facts("2026-03-07")?.number(.payments90) == 1)
    }

    @Test("promises are kept or broken by the payments known then")
    mutating func promises() {
        debt(on: "2026-03-01")
        let promise = Identifier(high: 4, low: 1)
        tell(
            .makePromise(
                MakePromise(
                    promise: promise, instalments: [Instalment(dueDay: day("2026-03-10"), amount: 50_000)],
                    currency: "MXN")), on: "2026-03-03")
        #expect(facts("2026-03-05")?.number(.promisesOpen) == 1)
        #expect(facts("2026-03-05")?.number(.daysToPromise) == 5)
        #expect(facts("2026-03-13")?.number(.promisesBroken) == 0)
        #expect(facts("2026-03-14")?.number(.promisesBroken) == 1)
        pay(50_000, on: "2026-03-09", committed: "2026-03-20", id: 1)
        #expect(facts("2026-03-19")?.number(.promisesBroken) == 1)
        #expect(facts("2026-03-20")?.number(.promisesKept) == 1)
        #expect(facts("2026-03-20")?.number(.keptPercent) == 100)
    }

    @Test("contacts are counted by way, hour and whom they reached, and the best of each is found")
    mutating func contacts() {
        debt(on: "2026-03-01")
        func call(_ id: UInt64, _ result: String, _ day: String, _ hour: Int) -> Intent {
            .logContact(
                LogContact(
                    contact: Identifier(high: 5, low: id), channel: "call", result: result, person: "debtor",
                    at: moment(day, hour: hour)))
        }
        tell(call(1, "no_answer", "2026-03-02", 9), on: "2026-03-02", hour: 9)
        tell(call(2, "no_answer", "2026-03-03", 9), on: "2026-03-03", hour: 9)
        tell(call(3, "conversation", "2026-03-04", 19), on: "2026-03-04", hour: 19)
        let visit = tell(
            .recordVisit(
                RecordVisit(
                    visit: Identifier(high: 6, low: 1), outcome: "not_home", startedAt: moment("2026-03-05"))),
            on: "2026-03-05")
        let known = facts("2026-03-06")
        #expect(known?.number(.attempts90) == 4)
        #expect(known?.number(.contacts90) == 1)
        #expect(known?.number(.rightParty90) == 1)
        #expect(known?.number(.morningAttempts) == 2)
        #expect(known?.number(.eveningContacts) == 1)
        #expect(known?[.bestChannel] == .text("call"))
        #expect(known?[.bestHour] == .text("evening"))
        tell(.withdrawOperation(WithdrawOperation(operation: visit, reason: "")), on: "2026-03-07")
        #expect(facts("2026-03-06")?.number(.visits90) == 1)
        #expect(facts("2026-03-07")?.number(.visits90) == 0)
        #expect(facts("2026-07-01")?.number(.attempts90) == 0)
    }

    @Test("every fact has a name of its own, and none is protected")
    func names() {
        #expect(Set(FactName.allCases.map(\.name)).count == FactName.allCases.count)
        for fact in FactName.allCases {
            #expect(FactName(name: fact.name) == fact)
            #expect(ProtectedAttributes.attribute(of: fact.name) == nil)
        }
    }
}
