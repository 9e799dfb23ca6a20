import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Payments of the lender")
struct LenderPaymentTests {
    private func pay(_ id: UInt64, _ amount: Int64, voucher: String = "", reference: String = "") -> Intent {
        .recordPayment(
            RecordPayment(
                payment: named(id), amount: amount, currency: "MXN", method: "cash", reference: reference,
                voucher: voucher))
    }

    private func post(
        _ id: UInt64, _ amount: Int64, _ reference: String, on date: String = "2026-11-24", reverses: String = "",
        matches: String = ""
    ) -> Intent {
        .importPayment(
            ImportPayment(
                payment: named(id), amount: amount, method: "transfer", externalReference: reference,
                effectiveDay: day(date), reverses: reverses, matches: matches))
    }

    /// What the account has collected and which findings are open.
    private func standing(_ desk: Desk) -> String {
        let open = desk.records.all(Finding.self).map(\.value).filter { $0.status == "open" }.map(\.code)
        return "\(desk.debt.collectedSince) \(open.joined(separator: ","))"
    }

    @Test("one that names a field payment by voucher or reference counts once with it")
    func matched() {
        for (reference, matches) in [("V1", ""), ("R1", ""), ("L-9", "V1"), ("L-9", "R1")] {
            var desk = Desk()
            desk.act(pay(60, 500, voucher: "V1", reference: "R1"))
            #expect(desk.act(post(70, 500, reference, matches: matches), by: Desk.system).state == .applied)
            #expect(desk.payment(named(60)).match == named(70) && desk.payment(named(70)).match == named(60))
            #expect(!desk.payment(named(70)).matchSuspected && standing(desk) == "500 ")
        }
    }

    @Test("one of the same amount within three days is suspected, counts once, and is listed")
    func suspected() {
        for (date, state) in [
            ("2026-11-21", "500 suspected_duplicate"), ("2026-11-20", "1000 "),
            ("2026-11-24", "500 suspected_duplicate"),
        ] {
            var desk = Desk()
            desk.act(pay(60, 500, voucher: "V1"))
            desk.act(post(70, 500, "L-1", on: date), by: Desk.system)
            #expect(standing(desk) == state, "\(date)")
        }
    }

    @Test("a suspicion is settled by importing the row again with a name, or the word none")
    func settled() {
        for (word, state) in [("V1", "500 "), ("none", "1000 ")] {
            var desk = Desk()
            desk.act(pay(60, 500, voucher: "V1"))
            desk.act(post(70, 500, "L-1"), by: Desk.system)
            desk.act(post(71, 500, "L-1", matches: word), by: Desk.system)
            #expect(standing(desk) == state)
            #expect(desk.records.all(Payment.self).count == 2)
        }
    }

    /// Simulated seed 345: it counted beside the row that named it, until somebody imported that once more.
    @Test("a field payment that is freed is posted by another row that names it")
    func freed() {
        var desk = Desk()
        desk.act(pay(60, 500, voucher: "V1"))
        desk.act(post(70, 500, "L-1", matches: "V1"), by: Desk.system)
        desk.act(post(71, 400, "V1"), by: Desk.system)
        #expect(desk.payment(named(71)).match == nil && standing(desk) == "900 ")
        #expect(desk.act(post(70, 500, "L-1", matches: "none"), by: Desk.system).state == .applied)
        #expect(desk.payment(named(60)).match == named(71) && desk.payment(named(71)).match == named(60))
        #expect(desk.payment(named(70)).match == nil && !desk.payment(named(71)).matchSuspected)
        #expect(standing(desk) == "900 payment_differs")
        // Nobody else names it.
        desk.act(post(71, 400, "V1", matches: "none"), by: Desk.system)
        #expect(desk.payment(named(60)).match == nil)
    }

    @Test("a laptop that comes home after the file finds its payment posted")
    func late() {
        for (voucher, state) in [("L-1", "500 "), ("V1", "500 suspected_duplicate")] {
            var desk = Desk()
            desk.act(post(70, 500, "L-1"), by: Desk.system)
            desk.act(pay(60, 500, voucher: voucher))
            #expect(standing(desk) == state)
        }
    }

    @Test("a name that is certain takes a payment from a suspicion")
    func stronger() {
        var desk = Desk()
        desk.act(pay(60, 500, voucher: "V1"))
        desk.act(post(70, 500, "L-1"), by: Desk.system)
        desk.act(post(71, 500, "V1"), by: Desk.system)
        #expect(desk.payment(named(60)).match == named(71) && desk.payment(named(70)).match == nil)
        #expect(standing(desk) == "1000 ")
    }

    @Test("another amount than the field's is the lender's, with a finding")
    func differs() {
        var desk = Desk()
        desk.act(pay(60, 500, voucher: "V1"))
        desk.act(post(70, 450, "V1"), by: Desk.system)
        #expect(standing(desk) == "450 payment_differs")
    }

    @Test("importing it again changes nothing, and one reference is one payment")
    func again() {
        var desk = Desk()
        desk.act(post(70, 500, "L-1"), by: Desk.system)
        let before = desk.records.records
        #expect(desk.act(post(71, 500, "L-1"), by: Desk.system).state == .applied)
        #expect(desk.records.records == before)
        #expect(desk.act(post(72, 501, "L-1"), by: Desk.system).reason == "reference_taken")
        #expect(desk.act(post(72, 500, "L-1", on: "2026-11-23"), by: Desk.system).reason == "reference_taken")
        #expect(desk.act(post(72, 500, "L-2", matches: "V9"), by: Desk.system).reason == "unknown_payment")
        #expect(desk.act(post(72, 500, "L-3", on: "2026-11-26"), by: Desk.system).reason == "day_in_future")
    }

    @Test("counts against the balance of an earlier day only, a pair also where the field's came after the balance")
    func balance() {
        var desk = Desk()
        desk.act(post(70, 300, "L-1", on: "2026-11-01"), by: Desk.system)
        #expect(desk.debt.collectedSince == 0)
        desk.act(post(71, 300, "L-2", on: "2026-11-02"), by: Desk.system)
        #expect(desk.debt.collectedSince == 300)
        // Returned later, money that the balance has is owed again.
        desk.act(post(72, 300, "L-3", on: "2026-11-20", reverses: "L-1"), by: Desk.system)
        #expect(desk.debt.collectedSince == 0)
    }

    @Test("a return reverses the pair, opens the promise again and can be imported again")
    func returned() {
        var desk = Desk()
        desk.act(.makePromise(MakePromise(promise: named(50), instalments: terms("2026-11-25:500"), currency: "MXN")))
        desk.act(pay(60, 500, voucher: "V1"))
        desk.act(post(70, 500, "V1"), by: Desk.system)
        #expect(desk.promise(named(50)).state == .kept && desk.promise(named(50)).paid == 500)
        #expect(desk.act(post(71, 400, "L-9", reverses: "V1"), by: Desk.system).reason == "amount_differs")
        #expect(desk.act(post(71, 500, "L-9", reverses: "V1"), by: Desk.system).state == .applied)
        #expect(desk.promise(named(50)).state == .open && desk.promise(named(50)).events.last?.reopened == true)
        #expect(desk.payment(named(60)).reversedBy != nil && desk.payment(named(70)).reversalReference == "L-9")
        #expect(desk.debt.collectedSince == 0)
        let before = desk.records.records
        #expect(desk.act(post(72, 500, "L-9", reverses: "V1"), by: Desk.system).state == .applied)
        #expect(desk.records.records == before)
        #expect(desk.act(post(72, 500, "L-10", reverses: "V1"), by: Desk.system).reason == "already_reversed")
        #expect(desk.act(post(72, 500, "L-11", reverses: "nothing"), by: Desk.system).reason == "unknown_payment")
    }

    @Test("a promise takes the money on the day on which the field took it")
    func promise() {
        var desk = Desk(now: "2026-11-20T12:00:00-06:00")
        desk.act(.makePromise(MakePromise(promise: named(50), instalments: terms("2026-11-20:500"), currency: "MXN")))
        desk.act(pay(60, 500, voucher: "V1"))
        desk.advance(to: "2026-11-24T12:00:00-06:00")
        desk.act(post(70, 500, "V1", on: "2026-11-23"), by: Desk.system)
        #expect(desk.promise(named(50)).state == .kept)
    }

    @Test("money is counted once however field and file are shuffled")
    func shuffled() {
        for seed in 1...200 as ClosedRange<UInt64> {
            var dice = Dice(seed)
            var acts: [(Intent, Actor)] = []
            var expected: Int64 = 0
            for number in 1...5 as ClosedRange<UInt64> {
                let amount = Int64(number * 1_000)
                expected += amount
                if number != 2 { acts.append((pay(60 + number, amount, voucher: "V\(number)"), Desk.actor(Desk.ana))) }
                if number != 4 { acts.append((post(70 + number, amount, "V\(number)"), Desk.system)) }
                if number == 1 { acts.append((post(80, amount, "V1"), Desk.system)) }
            }
            acts.shuffle(using: &dice)
            var desk = Desk()
            for (intent, actor) in acts { desk.act(intent, by: actor) }
            #expect(desk.debt.collectedSince == expected, "seed \(seed)")
        }
    }
}
