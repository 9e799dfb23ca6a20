import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Rules in the reducer")
struct JudgingTests {
    private func desk(_ now: String = "2026-11-24T12:00:00-06:00") -> Desk { Desk(now: now) }

    private func visit(_ id: UInt64, at: String, place: String = "home") -> Intent {
        .recordVisit(
            RecordVisit(visit: named(id), outcome: "callback", person: "debtor", place: place, startedAt: instant(at)))
    }

    private func call(_ id: UInt64, at: String, result: String = "no_answer", planned: RecordID? = nil) -> Intent {
        .logContact(
            LogContact(contact: named(id), channel: "call", result: result, person: "nobody", at: instant(at)))
    }

    private func promise(_ id: UInt64) -> Intent {
        .makePromise(MakePromise(promise: named(id), instalments: terms("2026-12-01:500"), currency: "MXN"))
    }

    private func findings(_ desk: Desk, _ status: String = "open") -> [String] {
        desk.records.all(Finding.self).map(\.value).filter { $0.status == status }.map(\.rule).sorted()
    }

    @Test("a visit out of hours is kept, with a finding that cites the rule and the version")
    func outOfHours() {
        var desk = desk("2026-11-24T23:10:00-06:00")
        let rules = TestRules.active(TestRules.mexico)
        let outcome = desk.act(visit(1, at: "2026-11-24T22:30:00-06:00")) { $0.rules = rules }
        #expect(outcome.state == .applied)
        #expect(outcome.findings.map(\.code) == ["rule_broken"])
        #expect(outcome.verdicts.map(\.rule) == ["mx-test/hours"])
        #expect(outcome.verdicts.first?.allowedFrom == instant("2026-11-25T07:00:00-06:00"))
        #expect(outcome.packs.contains("mx-test@1") && outcome.packs.last?.hasPrefix("zones@") == true)
        let finding = desk.records.all(Finding.self)[0].value
        #expect(finding.rule == "mx-test/hours" && finding.citation == "DOF" && finding.knowable)
        #expect(finding.facts.contains(Attribute(key: "judged_at", value: "2026-11-24T22:30:00-06:00")))
        #expect(desk.visit(named(1)).outcome == "callback")
    }

    @Test("what rules let pass says by which versions, and opens nothing")
    func allowed() {
        var desk = desk()
        let outcome = desk.act(visit(1, at: "2026-11-24T11:00:00-06:00")) {
            $0.rules = TestRules.active(TestRules.mexico)
        }
        #expect(outcome.findings.isEmpty && outcome.verdicts.isEmpty && outcome.packs.contains("stop-states@1"))
        #expect(desk.act(visit(2, at: "2026-11-24T11:30:00-06:00")) == Outcome(state: .applied))
    }

    @Test("the call beyond the cap gets the finding, and one that arrives late moves it to the later call")
    func cap() {
        var desk = desk()
        let rules = TestRules.active(TestRules.mexico)
        func act(_ intent: Intent) -> Outcome { desk.act(intent) { $0.rules = rules } }
        #expect(act(call(1, at: "2026-11-23T10:00:00-06:00")).findings.map(\.code) == ["unplanned"])
        #expect(act(call(3, at: "2026-11-24T10:00:00-06:00")).findings.map(\.code) == ["unplanned"])
        let late = act(call(2, at: "2026-11-23T12:00:00-06:00"))
        #expect(late.findings.map(\.code) == ["unplanned", "over_cap"])
        let finding = desk.records.all(Finding.self).map(\.value).first { $0.code == "over_cap" }
        #expect(finding?.record == named(3) && finding?.rule == "mx-test/calls" && finding?.knowable == true)
        #expect(act(call(4, at: "2026-11-24T11:00:00-06:00", result: "not_connected")).findings.isEmpty)
    }

    /// Found by the simulator: neither of the two had a finding.
    @Test("of two calls of one moment the one of the greater name is beyond the cap, whichever arrives first")
    func capOfOneMoment() {
        for order in [[2, 3], [3, 2]] as [[UInt64]] {
            var desk = desk()
            let rules = TestRules.active(TestRules.mexico)
            desk.act(call(1, at: "2026-11-23T10:00:00-06:00")) { $0.rules = rules }
            for id in order { desk.act(call(id, at: "2026-11-24T10:00:00-06:00")) { $0.rules = rules } }
            let beyond = desk.records.all(Finding.self).map(\.value).filter { $0.code == "over_cap" }
            #expect(beyond.map(\.record) == [named(3)])
        }
    }

    @Test("an amendment that puts the time right supersedes the finding and leaves it readable")
    func amended() {
        var desk = desk("2026-11-24T23:10:00-06:00")
        let rules = TestRules.active(TestRules.mexico)
        desk.act(visit(1, at: "2026-11-24T22:30:00-06:00")) { $0.rules = rules }
        let edit = FieldEdit(
            field: Visit.Field.startedAt, base: "", value: "\(instant("2026-11-24T21:30:00-06:00").milliseconds)")
        desk.act(.amendVisit(AmendVisit(visit: named(1), edits: [edit]))) { $0.rules = rules }
        #expect(findings(desk).isEmpty && findings(desk, "superseded") == ["mx-test/hours"])
    }

    /// Found by the simulator: a note put right after the next contact was judged at that contact.
    @Test("an amendment that leaves the time alone is judged at the visit's own time, however late it comes")
    func amendedLate() {
        let rules = TestRules.active(TestRules.mexico)
        let edit = FieldEdit(field: Visit.Field.note, base: "", value: "blue door")
        let note = Intent.amendVisit(AmendVisit(visit: named(1), edits: [edit]))
        var desk = desk("2026-11-24T12:00:00-06:00")
        desk.act(visit(1, at: "2026-11-24T11:00:00-06:00")) { $0.rules = rules }
        let amended = desk.act(note) {
            $0.rules = rules
            $0.now = instant("2026-11-25T09:00:00-06:00")
            $0.previousContact = instant("2026-11-25T03:00:00-06:00")
        }
        #expect(amended.verdicts.isEmpty && desk.records.all(Finding.self).isEmpty)
    }

    @Test("an amendment that leaves the time alone takes nothing back that the server's estimate found")
    func amendedDoubtful() {
        let rules = TestRules.active(TestRules.mexico)
        let edit = FieldEdit(field: Visit.Field.note, base: "", value: "blue door")
        var desk = desk("2026-11-24T23:00:00-06:00")
        desk.act(visit(1, at: "2026-11-24T15:00:00-06:00")) {
            $0.rules = rules
            $0.previousContact = instant("2026-11-24T22:45:00-06:00")
        }
        let found = findings(desk)
        #expect(found.contains("mx-test/hours"))
        desk.act(.amendVisit(AmendVisit(visit: named(1), edits: [edit]))) { $0.rules = rules }
        #expect(findings(desk) == found && findings(desk, "superseded").isEmpty)
    }

    @Test("planned terms are refused or held, and nothing is written")
    func planned() {
        for (word, state, reason) in [
            ("denied", OutcomeState.refused, "denied_by_rule"), ("presumed_violation", .refused, "denied_by_rule"),
            ("needs_approval", .held, "approval"), ("warning", .applied, ""),
        ] {
            var desk = desk()
            let before = desk.records.records
            let rules = TestRules.active(TestRules.promises(word))
            let outcome = desk.act(promise(1)) { $0.rules = rules }
            #expect(outcome.state == state && outcome.reason == reason)
            #expect(outcome.verdicts.map(\.verdict).contains(word))
            #expect((desk.records.records == before) == (state != .applied))
            if state != .applied { #expect(outcome.rule == "terms/promises") }
        }
    }

    @Test("what is held for approval passes once it was granted, and never what the law denies")
    func approved() {
        for (word, state) in [("needs_approval", OutcomeState.applied), ("denied", .refused)] {
            var desk = desk()
            let held = desk.write(promise(1), by: Desk.actor(Desk.ana))
            desk.admit(held) { $0.rules = TestRules.active(TestRules.promises("needs_approval")) }
            let rules = TestRules.active(TestRules.promises(word))
            let grant = DecideOperation(operation: held.id, device: held.header.device, granted: true)
            desk.act(.decideOperation(grant), by: Desk.system) { $0.rules = rules }
            #expect(desk.records.all(Decision.self).map(\.value.outcome.state) == [state])
        }
    }

    @Test("a doubtful clock is judged at the server's estimate as well")
    func doubtful() {
        var desk = desk("2026-11-24T23:00:00-06:00")
        let outcome = desk.act(visit(1, at: "2026-11-24T12:00:00-06:00")) {
            $0.rules = TestRules.active(TestRules.mexico)
            $0.clockSuspect = true
            $0.previousContact = instant("2026-11-24T22:45:00-06:00")
        }
        #expect(outcome.findings.map(\.code).contains("rule_broken"))
        let facts = desk.records.all(Finding.self).map(\.value).filter { !$0.rule.isEmpty }.flatMap(\.facts)
        #expect(facts.contains(Attribute(key: "judged_at", value: "2026-11-24T22:45:00-06:00")))
    }

    @Test("what is claimed for long before the previous contact is flagged as late")
    func late() {
        var desk = desk()
        let outcome = desk.act(visit(1, at: "2026-11-20T12:00:00-06:00")) {
            $0.rules = TestRules.active(TestRules.mexico)
            $0.previousContact = instant("2026-11-24T09:00:00-06:00")
        }
        #expect(outcome.findings.map(\.code) == ["recorded_late"])
    }

    @Test("a colleague's contact that the device had not seen makes the finding one that could not be known")
    func unknowable() {
        for isSeen in [true, false] {
            var desk = desk()
            let rules = TestRules.active(TestRules.mexico)
            for number in UInt64(1)...2 { desk.act(call(number, at: "2026-11-23T1\(number):00:00-06:00")) }
            desk.act(call(3, at: "2026-11-24T10:00:00-06:00")) {
                $0.rules = rules
                $0.wasRecordSeen = { isSeen || $0 == named(3) }
            }
            let over = desk.records.all(Finding.self).map(\.value).filter { $0.code == "over_cap" }
            #expect(over.map(\.knowable) == [isSeen])
        }
    }

    @Test("cash that an agency takes is kept with a finding; a transfer is not received by it")
    func payments() {
        for (method, rules) in [("cash", ["mx-test/cash"]), ("transfer", [])] {
            var desk = desk()
            let payment = RecordPayment(payment: named(1), amount: 100, currency: "MXN", method: method)
            desk.act(.recordPayment(payment)) { $0.rules = TestRules.active(TestRules.mexico) }
            #expect(findings(desk) == rules && desk.payment(named(1)).amount == 100)
        }
    }

    @Test("a pack that cannot be read holds what it may be about, and never lets it pass")
    func unreadable() {
        var desk = desk()
        let broken = RuleDocument(kind: .pack, name: "mx-new", version: "2", days: ValidDays(), content: nil)
        let documents = [TestRules.base, TestRules.allowance].map { TestRules.document($0) } + [broken]
        let outcome = desk.act(promise(1)) { $0.rules = ActiveRules(documents) }
        #expect(outcome.state == .held && outcome.rule == "mx-new/unsupported")
        let missing = desk.act(promise(2)) { $0.rules = ActiveRules([TestRules.document(TestRules.mexico)]) }
        #expect(missing.state == .held && missing.rule.hasSuffix("/unsupported"))
    }

    @Test("a higher version counts from its first day on, and a search passes from one to the next")
    func versions() {
        let documents = [TestRules.base, TestRules.allowance, TestRules.mexico].map { TestRules.document($0) }
        let newer = TestRules.mexico.replacing("\"version\": 1", with: "\"version\": 2")
            .replacing("07:00-22:00", with: "10:00-14:00")
        let rules = ActiveRules(documents + [TestRules.document(newer, from: "2026-11-25")])!
        var desk = desk("2026-11-25T16:00:00-06:00")
        let before = desk.act(visit(1, at: "2026-11-24T08:00:00-06:00")) { $0.rules = rules }
        #expect(before.verdicts.isEmpty)
        let after = desk.act(visit(2, at: "2026-11-25T08:00:00-06:00")) { $0.rules = rules }
        #expect(after.verdicts.map(\.packVersion) == [2])
        let late = desk.act(visit(3, at: "2026-11-24T23:00:00-06:00")) { $0.rules = rules }
        #expect(late.verdicts.first?.packVersion == 1)
        let account = AccountCase(desk.records, zone: Desk.zone)!
        let planned = JudgedAct(Act(at: instant("2026-11-24T23:00:00-06:00"), channel: .visit))
        let from = rules.verdict(on: planned, account).allowedFrom
        #expect(from == instant("2026-11-25T10:00:00-06:00"))
    }
}
