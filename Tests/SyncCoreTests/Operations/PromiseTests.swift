import FieldModel
import SyncCore
import Testing

@Suite("Promises")
struct PromiseTests {
    private func make(_ text: String, _ id: RecordID = named(50), currency: String = "MXN") -> Intent {
        .makePromise(MakePromise(promise: id, instalments: terms(text), currency: currency))
    }

    private func pay(_ amount: Int64, _ id: RecordID) -> Intent {
        .recordPayment(RecordPayment(payment: id, amount: amount, currency: "MXN", method: "cash"))
    }

    private func judge(_ desk: inout Desk) {
        desk.act(
            .judgePromises(JudgePromises(asOfDay: day("\(desk.now.rfc3339(offsetSeconds: -21_600).prefix(10))"))),
            by: Desk.system)
    }

    @Test("open with terms, rule and making")
    func making() {
        var desk = Desk()
        #expect(desk.act(make("2026-12-01:50000 2026-12-15:50000")).state == .applied)
        let made = desk.promise(named(50))
        #expect(made.state == .open && made.paid == 0 && made.revision == 1)
        #expect(made.graceDays == 3 && made.thresholdPercent == 95 && made.author == Desk.ana)
        #expect(made.events.map(\.state) == [.open])
        #expect(made.madeAt == desk.now)
    }

    @Test(
        "are refused with the reason",
        arguments: [
            ("2026-11-23:100", "MXN", "due_date_past"), ("2026-11-24:100", "MXN", ""),
            ("2027-05-23:100", "MXN", ""), ("2027-05-24:100", "MXN", "due_date_beyond_horizon"),
            ("2026-12-01:0", "MXN", "amount_not_positive"), ("2026-12-01:-5", "MXN", "amount_not_positive"),
            ("2026-12-01:9000000000000001", "MXN", "amount_too_large"),
            ("2026-12-01:9000000000000000 2026-12-02:1", "MXN", "amount_too_large"),
            ("2026-12-01:100", "USD", "other_currency"), ("2026-12-01:100", "", "other_currency"),
            ("", "MXN", "instalments_missing"), ("2026-12-02:1 2026-12-01:1", "MXN", "instalments_out_of_order"),
            ("2026-12-02:1 2026-12-02:1", "MXN", "instalments_out_of_order"),
        ])
    func refused(text: String, currency: String, reason: String) {
        var desk = Desk()
        let before = desk.records.records
        let outcome = desk.act(make(text, currency: currency))
        #expect(outcome.reason == reason)
        #expect(outcome.state == (reason.isEmpty ? .applied : .refused))
        if !reason.isEmpty { #expect(desk.records.records == before) }
    }

    @Test("are counted up to the limits of instalments and of open promises")
    func limits() {
        var desk = Desk()
        let first = day("2026-12-01")
        let sixty = (0..<60).map { Instalment(dueDay: first + $0, amount: 10) }
        #expect(
            desk.act(.makePromise(MakePromise(promise: named(1), instalments: sixty, currency: "MXN"))).state
                == .applied)
        let more = sixty + [Instalment(dueDay: first + 60, amount: 10)]
        let refused = desk.act(.makePromise(MakePromise(promise: named(2), instalments: more, currency: "MXN")))
        #expect(refused.reason == "too_many_instalments")
        #expect(desk.act(make("2026-12-01:10", named(2))).state == .applied)
        #expect(desk.act(make("2026-12-01:10", named(3))).state == .applied)
        #expect(desk.act(make("2026-12-01:10", named(4))).reason == "too_many_open_promises")
        desk.settings.promiseMostOpen = 0
        #expect(desk.act(make("2026-12-01:10", named(4))).reason == "too_many_open_promises")
    }

    @Test("are judged by the day on which their author acted, however late they arrive")
    func lateArrival() {
        var desk = Desk()
        let written = desk.write(make("2026-12-01:100"), by: Desk.actor(Desk.ana))
        desk.advance(to: "2026-12-20T09:00:00-06:00")
        #expect(desk.admit(written).state == .applied)
        #expect(desk.promise(named(50)).events.map(\.state) == [.open, .broken])
    }

    @Test("move with payments, reversals and days, both ways, and say so once an edge")
    func lifecycle() {
        var desk = Desk()
        desk.act(make("2026-12-01:100000"))
        desk.act(pay(40000, named(60)))
        #expect(desk.promise(named(50)).state == .open && desk.promise(named(50)).paid == 40000)
        desk.act(pay(60000, named(61)))
        #expect(desk.promise(named(50)).state == .kept)
        desk.act(.reversePayment(ReversePayment(payment: named(61), reason: "bounced")))
        #expect(desk.promise(named(50)).state == .open)
        desk.advance(to: "2026-12-05T00:10:00-06:00")
        judge(&desk)
        #expect(desk.promise(named(50)).state == .partial)
        judge(&desk)
        desk.act(.reversePayment(ReversePayment(payment: named(60), reason: "bounced")))
        let promise = desk.promise(named(50))
        #expect(promise.state == .broken && promise.paid == 0)
        #expect(promise.events.map(\.state) == [.open, .kept, .open, .partial, .broken])
        #expect(promise.events.map(\.reopened) == [false, false, true, false, true])
        #expect(promise.judgedDay == day("2026-12-05"))
    }

    @Test("that were broken become kept when a payment of that time arrives late")
    func latePayment() {
        var desk = Desk()
        desk.act(make("2026-12-01:1000"))
        desk.advance(to: "2026-12-01T18:00:00-06:00")
        let paid = desk.write(pay(1000, named(60)), by: Desk.actor(Desk.ana))
        desk.advance(to: "2026-12-06T09:00:00-06:00")
        judge(&desk)
        #expect(desk.promise(named(50)).state == .broken)
        desk.admit(paid)
        #expect(desk.promise(named(50)).state == .kept)
        #expect(desk.promise(named(50)).events.map(\.state) == [.open, .broken, .kept])
        #expect(desk.promise(named(50)).events.allSatisfy { !$0.reopened })
    }

    @Test("cannot be judged as of a day that has not come")
    func future() {
        var desk = Desk()
        desk.act(make("2026-12-01:1000"))
        let outcome = desk.act(.judgePromises(JudgePromises(asOfDay: day("2026-11-25"))), by: Desk.system)
        #expect(outcome.reason == "day_in_future")
        #expect(desk.act(.judgePromises(JudgePromises(asOfDay: day("2026-11-24"))), by: Desk.system).state == .applied)
    }

    @Test("end as payments and days say, whatever the order of arrival")
    func orderOfArrival() {
        for seed in UInt64(1)...150 {
            var dice = Dice(seed)
            var ends: Set<[Record]> = []
            let payments = (0..<4).map { index -> (day: Int, amount: Int64, id: RecordID) in
                (
                    Int.random(in: 0..<20, using: &dice), Int64.random(in: 1...700, using: &dice),
                    named(60 + UInt64(index))
                )
            }
            let reversed = Int.random(in: 0..<4, using: &dice)
            for round in 0..<4 {
                var desk = Desk()
                var order = Dice(seed &* 31 &+ UInt64(round))
                desk.act(make("2026-12-01:500 2026-12-08:500"))
                var written = payments.map { payment in
                    desk.write(
                        pay(payment.amount, payment.id), by: Desk.actor(Desk.ana),
                        at: desk.now + Int64(payment.day) * 86_400_000)
                }
                desk.advance(to: "2026-12-20T12:00:00-06:00")
                let reversal = desk.write(
                    .reversePayment(ReversePayment(payment: payments[reversed].id, reason: "bounced")),
                    by: Desk.actor(Desk.ana))
                written.shuffle(using: &order)
                for operation in written { desk.admit(operation) }
                desk.admit(reversal)
                judge(&desk)
                ends.insert(
                    desk.records.all(PromiseToPay.self).map { id, promise in
                        var promise = promise
                        #expect(legal(promise.events.map(\.state)))
                        promise.events = []
                        return Record(id: id, account: nil, content: .promise(promise))
                    } + [Record(id: Desk.account, account: nil, content: .account(desk.debt))])
            }
            #expect(ends.count == 1, "seed \(seed)")
        }
    }

    private func legal(_ states: [PromiseState]) -> Bool {
        states.first == .open && zip(states, states.dropFirst()).allSatisfy { $0 != $1 && $0 != .withdrawn }
    }
}
