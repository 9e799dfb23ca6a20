import FieldModel
import FieldRules
import SyncCore
import Testing

/// A balance of 10,000.00 as of 1 November; 1,000.00 promised for 1 December with three days of grace.
@Suite("A balance that falls without a payment")
struct PromiseBalanceTests {
    private func start(_ text: String = "2026-12-01:100000") -> Desk {
        var desk = Desk()
        desk.act(.makePromise(MakePromise(promise: named(50), instalments: terms(text), currency: "MXN")))
        return desk
    }

    /// The lender's file of a day, imported on the next morning.
    private func file(_ balance: Int64, of date: String, in desk: inout Desk) {
        desk.now = max(desk.now, Desk.zone.startOfDay(day(date) + 1) + 28_800_000)
        var debt = desk.debt
        (debt.lenderBalance, debt.balanceAsOfDay, debt.balanceAsOfAt) = (balance, day(date), nil)
        desk.act(
            .importAccount(ImportAccount(account: debt, debtorID: named(7), debtor: Debtor(name: "Rosa Ibarra"))),
            by: Desk.system)
    }

    private func judge(_ date: String, in desk: inout Desk) {
        desk.now = max(desk.now, Desk.zone.startOfDay(day(date)))
        desk.act(.judgePromises(JudgePromises(asOfDay: day(date))), by: Desk.system)
    }

    private func pay(_ amount: Int64, on date: String, _ id: UInt64 = 60, in desk: inout Desk) {
        let paid = desk.write(
            .recordPayment(RecordPayment(payment: named(id), amount: amount, currency: "MXN", method: "cash")),
            by: Desk.actor(Desk.ana), at: instant("\(date)T12:00:00-06:00"))
        desk.now = max(desk.now, instant("\(date)T12:00:00-06:00"))
        desk.admit(paid)
    }

    private func post(_ amount: Int64, on date: String, _ id: UInt64 = 70, reverses: String = "", in desk: inout Desk) {
        desk.act(
            .importPayment(
                ImportPayment(
                    payment: named(id), amount: amount, method: "transfer", externalReference: "L-\(id)",
                    effectiveDay: day(date), reverses: reverses)), by: Desk.system)
    }

    private func standing(_ desk: Desk) -> String {
        let promise = desk.promise(named(50))
        return PromiseField.text(promise.state) + (promise.unconfirmed ? " unconfirmed" : "")
    }

    @Test("keeps a promise open past its deadline until a payment says what it was")
    func posted() {
        for (amount, end) in [(Int64(100_000), "kept"), (40_000, "partial unconfirmed")] {
            var desk = start()
            file(900_000, of: "2026-12-02", in: &desk)
            #expect(standing(desk) == "open unconfirmed")
            judge("2026-12-05", in: &desk)
            #expect(standing(desk) == "open unconfirmed")
            post(amount, on: "2026-12-01", in: &desk)
            #expect(standing(desk) == end)
        }
    }

    @Test("takes a promise that was called broken back to open, where the fall may have been in time")
    func late() {
        for (of, end) in [("2026-12-05", "open unconfirmed"), ("2026-12-20", "broken")] {
            var desk = start()
            judge("2026-12-05", in: &desk)
            #expect(standing(desk) == "broken")
            // A file of the deadline without a fall shows that what falls later was paid too late.
            if end == "broken" { file(1_000_000, of: "2026-12-04", in: &desk) }
            file(900_000, of: of, in: &desk)
            #expect(standing(desk) == end)
            #expect(desk.promise(named(50)).events.allSatisfy { !$0.reopened })
        }
    }

    @Test("is explained by a payment of the field, before the file or after it")
    func explained() {
        var before = start()
        pay(100_000, on: "2026-12-01", in: &before)
        file(900_000, of: "2026-12-02", in: &before)
        #expect(standing(before) == "kept")

        var after = start()
        file(950_000, of: "2026-12-02", in: &after)
        judge("2026-12-05", in: &after)
        #expect(standing(after) == "open unconfirmed")
        pay(50_000, on: "2026-12-01", in: &after)
        #expect(standing(after) == "partial")
    }

    @Test("clears when the lender's balance is up again, and then the promise is broken")
    func corrected() {
        var desk = start()
        file(900_000, of: "2026-12-02", in: &desk)
        judge("2026-12-05", in: &desk)
        file(1_000_000, of: "2026-12-05", in: &desk)
        #expect(standing(desk) == "broken")
    }

    @Test("is seen through interest that makes the balance grow between")
    func interest() {
        var desk = start()
        file(1_030_000, of: "2026-11-30", in: &desk)
        #expect(standing(desk) == "open")
        file(1_010_000, of: "2026-12-02", in: &desk)
        judge("2026-12-05", in: &desk)
        #expect(standing(desk) == "open unconfirmed")
    }

    @Test("a returned payment is no fall: the promise is broken and opened again as ever")
    func returned() {
        var desk = start()
        post(100_000, on: "2026-11-24", in: &desk)
        file(900_000, of: "2026-12-02", in: &desk)
        #expect(standing(desk) == "kept")
        judge("2026-12-05", in: &desk)
        post(100_000, on: "2026-12-05", 71, reverses: "L-70", in: &desk)
        #expect(standing(desk) == "broken")
        #expect(desk.promise(named(50)).events.last?.reopened == true)
        file(1_000_000, of: "2026-12-06", in: &desk)
        #expect(standing(desk) == "broken")
    }

    @Test("a promise in doubt can be withdrawn; the same file again changes nothing; kept stays kept")
    func others() {
        var desk = start()
        file(900_000, of: "2026-12-02", in: &desk)
        let before = desk.records.records
        file(900_000, of: "2026-12-02", in: &desk)
        #expect(desk.records.records == before)
        judge("2026-12-05", in: &desk)
        desk.act(.withdrawPromise(WithdrawPromise(promise: named(50), reason: "paid the bank", baseRevision: 1)))
        #expect(standing(desk) == "withdrawn")

        var kept = start()
        pay(100_000, on: "2026-12-01", in: &kept)
        file(500_000, of: "2026-12-02", in: &kept)
        #expect(standing(kept) == "kept")
    }

    @Test("ends the same however payments and files are shuffled in time")
    func shuffled() {
        for seed in 1...100 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            var ends: Set<String> = []
            let amounts = (0..<3).map { _ in Int64.random(in: 1...60_000, using: &dice) }
            for _ in 0..<4 {
                var desk = start()
                var order = amounts.indices.shuffled(using: &dice)
                let known = Int.random(in: 0...order.count, using: &dice)
                for index in order.prefix(known) {
                    pay(amounts[index], on: "2026-12-01", 60 + UInt64(index), in: &desk)
                }
                file(1_000_000 - amounts.reduce(0, +), of: "2026-12-02", in: &desk)
                judge("2026-12-05", in: &desk)
                order.removeFirst(known)
                for index in order { pay(amounts[index], on: "2026-12-01", 60 + UInt64(index), in: &desk) }
                ends.insert("\(standing(desk)) \(desk.promise(named(50)).paid)")
            }
            #expect(ends.count == 1, "seed \(seed): \(ends)")
            #expect(ends.allSatisfy { !$0.contains("unconfirmed") })
        }
    }
}
