import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Allowances in the reducer")
struct AllowanceTests {
    private let rules = TestRules.active(TestRules.mexico)
    private let from = instant("2026-11-24T00:00:00-06:00")
    private let until = instant("2026-12-01T00:00:00-06:00")

    private func desk(units: Int = 1, holder: PersonID = Desk.ana) -> Desk {
        var desk = Desk()
        desk.act(grant(units, holder), by: Desk.system)
        return desk
    }

    private func grant(_ units: Int, _ holder: PersonID = Desk.ana, until: Instant? = nil) -> Intent {
        .grantAllowance(
            GrantAllowance(
                allowance: named(40), person: named(1), rule: "mx-test/calls", holder: holder, units: units,
                validFrom: from, validUntil: until ?? self.until))
    }

    private func plan(_ id: UInt64, at: String = "2026-11-24T12:00:00-06:00") -> Intent {
        .planContact(PlanContact(plan: named(id), channel: "call", at: instant(at)))
    }

    private func call(_ id: UInt64, planned: UInt64?, at: String = "2026-11-24T12:01:00-06:00") -> Intent {
        .logContact(
            LogContact(
                contact: named(id), channel: "call", result: "no_answer", at: instant(at), planned: planned.map(named)))
    }

    private func allowance(_ desk: Desk) -> Allowance { desk.records[Allowance.self, named(40)]! }

    @Test("a plan takes a unit, the next one is refused, and taking the plan back gives it back")
    func units() {
        var desk = desk()
        let written = desk.write(plan(1), by: Desk.actor(Desk.ana))
        #expect(desk.admit(written) { $0.rules = rules }.state == .applied)
        #expect(allowance(desk).spent == 1 && allowance(desk).spends.map(\.plan) == [named(1)])
        let second = desk.act(plan(2)) { $0.rules = rules }
        #expect(second.state == .refused && second.rule == "allowance/spent")
        desk.act(.withdrawOperation(WithdrawOperation(operation: written.id, reason: "")))
        #expect(allowance(desk).spent == 0 && allowance(desk).spends.isEmpty)
        #expect(desk.act(plan(3)) { $0.rules = rules }.state == .applied)
    }

    @Test("nobody spends what another holds, nor before it begins, nor on a laptop close to its end")
    func validity() {
        for (at, isSpent) in [
            ("2026-11-23T23:59:59-06:00", true), ("2026-11-24T00:00:00-06:00", false),
            ("2026-11-30T23:54:59-06:00", false), ("2026-11-30T23:55:00-06:00", true),
        ] {
            let desk = desk()
            var records = desk.records
            var copy = desk
            let written = copy.write(plan(1, at: at), by: Desk.actor(Desk.ana), at: instant(at))
            var context = desk.context(written, side: .client)
            context.rules = rules
            #expect((Reducer.decide(&records, written.intent, context).rule == "allowance/spent") == isSpent, "\(at)")
        }
        var other = desk(holder: Desk.beto)
        let outcome = other.act(plan(1)) { $0.rules = rules }
        #expect(outcome.state == .refused && !outcome.verdicts.map(\.rule).contains("mx-test/calls"))
    }

    @Test("what is written inside is taken by the server however late it comes, what is written at the end is not")
    func lateness() {
        for (at, isTaken) in [("2026-11-30T11:59:59-06:00", true), ("2026-11-30T12:00:00-06:00", false)] {
            var desk = Desk()
            desk.act(grant(1, until: instant("2026-11-30T12:00:00-06:00")), by: Desk.system)
            let written = desk.write(plan(1, at: at), by: Desk.actor(Desk.ana), at: instant(at))
            desk.advance(to: "2026-12-20T12:00:00-06:00")
            let outcome = desk.admit(written) {
                $0.rules = rules
                $0.previousContact = instant("2026-11-25T12:00:00-06:00")
            }
            #expect((outcome.state == .applied) == isTaken)
            #expect(allowance(desk).spent == (isTaken ? 1 : 0))
        }
    }

    @Test("nobody spends an ended grant by a date: not by the plan's, and not by a clock that was set back")
    func backDated() {
        let inside = "2026-11-30T12:00:00-06:00"
        var later = desk()
        later.advance(to: "2026-12-20T12:00:00-06:00")
        #expect(later.act(plan(1, at: inside)) { $0.rules = rules }.rule == "allowance/spent")
        var setBack = desk()
        let written = setBack.write(plan(1, at: inside), by: Desk.actor(Desk.ana), at: instant(inside))
        setBack.advance(to: "2026-12-20T12:00:00-06:00")
        let outcome = setBack.admit(written) {
            $0.rules = rules
            // The device was in contact after the end, and this came into being later.
            $0.previousContact = instant("2026-12-05T12:00:00-06:00")
        }
        #expect(outcome.rule == "allowance/spent")
        #expect(allowance(setBack).spent == 0)
    }

    @Test("a plan is for its day and channel: a contact on another day, or another way, is as one without")
    func dayAndChannel() {
        for (at, channel) in [("2026-11-25T12:00:00-06:00", "call"), ("2026-11-24T12:10:00-06:00", "visit")] {
            var desk = desk(units: 2)
            desk.act(plan(1)) { $0.rules = rules }
            desk.advance(to: at)
            let log = LogContact(
                contact: named(11), channel: channel, result: "no_answer", at: instant(at), planned: named(1))
            let outcome = desk.act(.logContact(log)) { $0.rules = rules }
            // Visits are not counted here: nothing is wrong with them.
            #expect(outcome.findings.map(\.code) == (channel == "call" ? ["over_allowance"] : []))
            #expect(allowance(desk).spends.first?.fact == nil)
            #expect(allowance(desk).spent == (channel == "call" ? 2 : 1))
        }
    }

    @Test("a plan binds a later one for an earlier moment, which would make it a violation")
    func laterPlans() {
        var desk = desk(units: 3)
        desk.act(grant(3, until: instant("2026-12-20T00:00:00-06:00")), by: Desk.system)
        let noons = (24...29).map { "2026-11-\($0)T12:30:00-06:00" }
        for (id, at) in [(1, noons[3]), (2, noons[2])] {
            #expect(desk.act(plan(UInt64(id), at: at)) { $0.rules = rules }.state == .applied)
        }
        let outcome = desk.act(plan(3, at: noons[1])) { $0.rules = rules }
        #expect(outcome.state == .refused && outcome.rule == "mx-test/calls")
        // On the 3rd the first of them leaves the window of seven days.
        let said = outcome.verdicts.first { $0.rule == "mx-test/calls" }
        #expect(said?.allowedFrom == instant("2026-12-03T07:00:00-06:00"))
        #expect(allowance(desk).spent == 2)
    }

    @Test("what was done and planned under the person's other accounts binds a plan where a rule is about the person")
    func elsewhere() {
        var other = desk(units: 2)
        other.act(call(11, planned: nil)) { $0.rules = rules }
        other.act(plan(12, at: "2026-11-26T12:00:00-06:00")) { $0.rules = rules }
        let calls = "mx-test/calls"
        for (per, creditor, earlier, later) in [
            ("debt", "Banco Uno", "", ""), ("person", "Banco Dos", calls, calls),
            ("creditor", "Banco Uno", calls, calls),
            ("creditor", "Banco Dos", "", ""),
        ] {
            var debt = other.records[Account.self, Desk.account]!
            debt.creditor = creditor
            other.records.set(debt, Desk.account)
            var elsewhere = Elsewhere()
            elsewhere.add(AccountCase(other.records, zone: Desk.zone)!, to: named(2), hash: TestHash())
            let rules = TestRules.active(
                TestRules.mexico.replacing(
                    #""per": "debt", "window": "days 7", "most": 2"#,
                    with: "\"per\": \"\(per)\", \"window\": \"day\", \"most\": 1"))
            for (at, rule) in [
                ("2026-11-24T13:00:00-06:00", earlier), ("2026-11-25T13:00:00-06:00", ""),
                ("2026-11-26T11:00:00-06:00", later), ("2026-11-26T13:00:00-06:00", later),
            ] {
                var desk = desk(units: 2)
                desk.advance(to: "2026-11-24T12:30:00-06:00")
                let outcome = desk.act(plan(1, at: at)) {
                    $0.rules = rules
                    $0.elsewhere = elsewhere
                }
                #expect(outcome.rule == rule && (outcome.state == .applied) == rule.isEmpty, "\(per) \(at)")
            }
        }
    }

    @Test("a plan that is taken back after its day counts no more, but its unit comes only with the next grant")
    func takenBackLate() {
        var desk = desk(units: 2)
        let written = desk.write(plan(1), by: Desk.actor(Desk.ana))
        desk.admit(written) { $0.rules = rules }
        desk.advance(to: "2026-11-25T00:00:00-06:00")
        desk.act(.withdrawOperation(WithdrawOperation(operation: written.id, reason: "")))
        #expect(allowance(desk).spent == 1 && allowance(desk).spends.isEmpty)
    }

    @Test(
        "a contact names its plan; without one it is unplanned, and with one that took nothing it is beyond the grant")
    func contacts() {
        var desk = desk(units: 2)
        desk.act(plan(1)) { $0.rules = rules }
        #expect(desk.act(call(11, planned: 1)) { $0.rules = rules }.findings.isEmpty)
        #expect(allowance(desk).spends.map(\.fact) == [named(11)])
        #expect(desk.act(call(12, planned: 1)) { $0.rules = rules }.findings.map(\.code) == ["over_allowance"])
        let unplanned = desk.act(call(13, planned: nil, at: "2026-11-24T12:02:00-06:00")) { $0.rules = rules }
        #expect(unplanned.findings.map(\.code).contains("unplanned"))
        // It uses up a unit all the same.
        #expect(allowance(desk).spent == 2)
        let inbound = LogContact(contact: named(14), channel: "call", direction: "inbound", result: "conversation")
        #expect(desk.act(.logContact(inbound)) { $0.rules = rules }.findings.isEmpty)
        #expect(desk.act(plan(3)) { $0.rules = rules }.state == .refused)
    }

    @Test("a contact after the grant has ended is beyond it")
    func afterwards() {
        var desk = desk()
        desk.act(plan(1)) { $0.rules = rules }
        desk.advance(to: "2026-12-02T12:00:00-06:00")
        let outcome = desk.act(call(11, planned: 1, at: "2026-12-01T10:00:00-06:00")) { $0.rules = rules }
        #expect(outcome.findings.map(\.code) == ["over_allowance"])
    }

    @Test("a renewal makes a grant larger or longer, never less; only the system grants, only the holder gives back")
    func grants() {
        var desk = desk(units: 3)
        desk.act(grant(2, until: instant("2026-12-03T00:00:00-06:00")), by: Desk.system)
        #expect(allowance(desk).units == 3 && allowance(desk).validUntil == instant("2026-12-03T00:00:00-06:00"))
        #expect(desk.act(grant(9, Desk.beto), by: Desk.system).reason == "id_taken")
        for role in [Role.collector, .supervisor, .compliance] {
            #expect(desk.act(grant(9), by: Desk.actor(Desk.ana, role)).reason == "not_permitted")
        }
        func back(_ unspent: Int, _ through: UInt64 = 0) -> Intent {
            .returnAllowance(ReturnAllowance(allowance: named(40), unspent: unspent, throughSequence: through))
        }
        #expect(desk.act(back(1), by: Desk.actor(Desk.beto)).reason == "not_permitted")
        #expect(desk.act(back(4)).reason == "bad_range")
        #expect(desk.act(back(1, 99)).reason == "malformed")
        #expect(desk.act(back(1)) { $0.holderHasOtherDevices = true }.state == .applied)
        #expect(!allowance(desk).closed)
        #expect(desk.act(back(1)).state == .applied)
        #expect(allowance(desk).closed && allowance(desk).spent == 2)
        #expect(desk.act(plan(1)) { $0.rules = rules }.rule == "allowance/spent")
    }

    @Test("spends are remembered up to their limit, and counted beyond it")
    func limit() {
        var allowance = Allowance(
            person: named(1), rule: "r", holder: Desk.ana, units: 100, validFrom: from, validUntil: until)
        allowance.spent = Limits.allowanceSpends
        allowance.spends = (0..<UInt64(Limits.allowanceSpends)).map {
            AllowanceSpend(plan: named(1000 + $0), at: from, channel: "call", fact: named(2000 + $0))
        }
        allowance.rule = "mx-test/calls"
        var desk = Desk()
        desk.records.set(allowance, named(40))
        desk.records.settle()
        #expect(desk.act(plan(1)) { $0.rules = rules }.state == .applied)
        let after = self.allowance(desk)
        #expect(after.spent == Limits.allowanceSpends + 1 && after.spends.count == Limits.allowanceSpends)
        #expect(after.spends.last?.plan == named(1))
    }
}
