import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Payments")
struct PaymentTests {
    private func pay(
        _ amount: Int64, _ id: RecordID = named(60), at: String? = nil, currency: String = "MXN",
        method: String = "cash"
    ) -> Intent {
        .recordPayment(
            RecordPayment(
                payment: id, amount: amount, currency: currency, method: method, claimedAt: at.map(instant)))
    }

    private func reverse(_ id: RecordID = named(60), reason: String = "bounced") -> Intent {
        .reversePayment(ReversePayment(payment: id, reason: reason))
    }

    @Test("lower what is owed, and reversals raise it again")
    func owed() {
        var desk = Desk()
        desk.act(pay(250_000))
        #expect(desk.debt.collectedSince == 250_000 && desk.debt.shownBalance == 750_000)
        #expect(desk.act(reverse()).state == .applied)
        #expect(desk.debt.collectedSince == 0)
        #expect(desk.payment(named(60)).reversalReason == "bounced")
        #expect(desk.act(reverse()).reason == "already_reversed")
        #expect(desk.act(reverse(named(61))).reason == "unknown_record")
    }

    @Test("count from the day after the lender's balance")
    func asOf() {
        var desk = Desk()
        desk.act(pay(1, named(60), at: "2026-11-01T23:59:59-06:00"))
        #expect(desk.debt.collectedSince == 0)
        desk.act(pay(2, named(61), at: "2026-11-02T00:00:00-06:00"))
        #expect(desk.debt.collectedSince == 2)
    }

    @Test("above what is owed are kept and flagged: they happened")
    func aboveOwed() {
        var desk = Desk(balance: 1000)
        #expect(desk.act(pay(1000)).findings.isEmpty)
        let outcome = desk.act(pay(1, named(61)))
        #expect(outcome.state == .applied && outcome.findings.map(\.code) == ["payment_above_owed"])
        #expect(desk.debt.shownBalance == -1)
        let finding = desk.records.all(Finding.self)[0].value
        #expect(finding.record == named(61) && finding.recordKind == .payment && finding.status == "open")
        #expect(finding.facts == [Attribute(key: "amount", value: "1"), Attribute(key: "owed", value: "0")])
    }

    @Test("are refused for how they are written")
    func malformed() {
        var desk = Desk()
        #expect(desk.act(pay(0)).reason == "amount_not_positive")
        #expect(desk.act(pay(.min)).reason == "amount_not_positive")
        #expect(desk.act(pay(.max)).reason == "amount_too_large")
        #expect(desk.act(pay(Money.mostMinor)).state == .applied)
        #expect(desk.act(pay(1, named(61), currency: "USD")).reason == "other_currency")
        #expect(desk.act(pay(1, named(61), method: "gold")).reason == "unknown_word")
        #expect(desk.act(reverse(reason: "")).reason == "text_empty")
    }

    @Test("take effect at the claimed time, corrected and bounded by two contacts")
    func effective() {
        let rows: [(claimed: String, offset: Int64, previous: String?, effective: String)] = [
            ("2026-11-24T10:00:00-06:00", 0, nil, "2026-11-24T10:00:00-06:00"),
            ("2026-11-24T10:00:00-06:00", 60_000, nil, "2026-11-24T10:01:00-06:00"),
            ("2026-11-24T10:00:00-06:00", -60_000, nil, "2026-11-24T09:59:00-06:00"),
            ("2026-11-24T10:00:00-06:00", 0, "2026-11-24T10:30:00-06:00", "2026-11-24T10:30:00-06:00"),
            ("2026-11-24T13:00:00-06:00", 0, nil, "2026-11-24T12:00:01-06:00"),
            ("2026-11-24T10:00:00-06:00", 0, "2026-12-24T10:30:00-06:00", "2026-11-24T12:00:01-06:00"),
            ("2026-11-24T10:00:00-06:00", .max, nil, "2026-11-24T12:00:01-06:00"),
            ("2026-11-24T10:00:00-06:00", .min, nil, "1970-01-01T00:00:00.001Z"),
        ]
        for row in rows {
            var desk = Desk()
            desk.act(pay(5, at: row.claimed)) {
                $0.clockOffset = row.offset
                $0.previousContact = row.previous.map(instant)
            }
            let payment = desk.payment(named(60))
            #expect(payment.claimedAt == instant(row.claimed))
            #expect(payment.effectiveAt == instant(row.effective))
            #expect(payment.effectiveDay == Desk.zone.localDate(at: payment.effectiveAt))
        }
    }

    @Test("are dated in the debtor's zone")
    func zone() {
        var desk = Desk()
        desk.act(pay(5, at: "2026-11-24T05:59:59Z"))
        #expect(desk.payment(named(60)).effectiveDay == day("2026-11-23"))
        desk.act(pay(5, named(61), at: "2026-11-24T06:00:00Z"))
        #expect(desk.payment(named(61)).effectiveDay == day("2026-11-24"))
    }

    @Test("of a clock that jumped, or that runs ahead, are flagged")
    func clocks() {
        var desk = Desk()
        let suspect = desk.act(pay(5)) { $0.clockSuspect = true }
        #expect(suspect.findings.map(\.code) == ["clock_suspect"])
        #expect(desk.payment(named(60)).clockSuspect)
        let ahead = desk.act(pay(5, named(61), at: "2026-11-25T12:00:00-06:00"))
        #expect(ahead.findings.map(\.code) == ["payment_in_future"])
        #expect(desk.payment(named(61)).effectiveAt == desk.now)
    }

    @Test("are reversed by who took them, the branch and supervisors")
    func whoMay() {
        for (actor, may) in [
            (Desk.actor(Desk.ana), true), (Desk.actor(Desk.beto), false), (Desk.actor(Desk.beto, .branch), true),
            (Desk.actor(Desk.beto, .supervisor), true),
        ] {
            var desk = Desk()
            desk.act(pay(5))
            #expect(desk.act(reverse(), by: actor).reason == (may ? "" : "not_permitted"))
        }
    }

    @Test("sum up without overflow")
    func overflow() {
        var desk = Desk(balance: -Money.mostMinor)
        for number in 0..<1100 {
            desk.records.set(
                Payment(
                    amount: Money.mostMinor, claimedAt: desk.now, effectiveAt: desk.now,
                    effectiveDay: day("2026-11-24"), author: Desk.ana), named(1000 + UInt64(number)))
        }
        desk.records.settle()
        #expect(desk.act(pay(1)).findings.map(\.code) == ["payment_above_owed"])
        #expect(desk.debt.collectedSince == .max)
        #expect(desk.act(pay(1, named(61))).findings.map(\.code) == ["payment_above_owed"])
    }
}
