import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Overrides")
struct OverrideTests {
    private let rules = TestRules.active(
        TestRules.mexico,
        """
        {"pack": "policy", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [
          {"id": "no-visits", "kind": "forbidden", "title": "t", "citation": "c", "channels": ["visit"],
           "overridable": true},
          {"id": "law", "kind": "forbidden", "title": "t", "citation": "c", "channels": ["sms"]}]}
        """)
    private let supervisor = Desk.actor(Desk.carla, .supervisor)
    private let compliance = Desk.actor(Desk.person(4), .compliance)

    private func ask(_ rule: String = "policy/no-visits", act: String = "visit", until: Instant? = nil) -> Intent {
        .overrideVerdict(OverrideVerdict(rule: rule, act: act, reason: "agreed", until: until, override: named(80)))
    }

    private let grant = Intent.overrideVerdict(OverrideVerdict(rule: "", act: "", confirms: named(80)))

    private func visit(_ id: UInt64) -> Intent {
        .planContact(PlanContact(plan: named(id), channel: "visit", person: "debtor", place: "home"))
    }

    @Test("one lets one act pass the one rule, and is used up by it")
    func once() {
        var desk = Desk()
        #expect(desk.act(visit(1)) { $0.rules = rules }.rule == "policy/no-visits")
        #expect(desk.act(ask(), by: supervisor) { $0.rules = rules }.state == .applied)
        #expect(desk.act(visit(2)) { $0.rules = rules }.reason == "denied_by_rule")
        #expect(desk.act(grant, by: compliance) { $0.rules = rules }.state == .applied)
        let passed = desk.act(visit(3)) { $0.rules = rules }
        #expect(passed.state == .applied || passed.reason == "unsupported")
        #expect(passed.verdicts.contains { $0.rule == "policy/no-visits" && $0.verdict == "denied" })
        guard passed.state == .applied else { return }
        #expect(desk.records[Override.self, named(80)]?.usedBy != nil)
        #expect(desk.act(visit(4)) { $0.rules = rules }.reason == "denied_by_rule")
    }

    @Test("of what has happened it takes the finding, also when it is judged again")
    func fact() {
        for isGranted in [true, false] {
            var desk = Desk()
            desk.act(ask(), by: supervisor) { $0.rules = rules }
            if isGranted { desk.act(grant, by: compliance) { $0.rules = rules } }
            let visit = RecordVisit(visit: named(5), outcome: "promised", startedAt: desk.now, endedAt: desk.now)
            #expect(desk.act(.recordVisit(visit)) { $0.rules = rules }.findings.isEmpty == isGranted)
            #expect((desk.records[Override.self, named(80)]?.usedBy == named(5)) == isGranted)
            desk.act(.amendVisit(AmendVisit(visit: named(5), edits: [FieldEdit(field: "note", base: "", value: "x")])))
            {
                $0.rules = rules
            }
            #expect(desk.findings.contains("rule_broken") != isGranted)
        }
    }

    @Test("never the law, never without a reason, never by one person alone, never for long")
    func refused() {
        let cases: [(Intent, Actor, String)] = [
            (ask("policy/law", act: "sms"), supervisor, "not_overridable"),
            (ask("mx-test/hours"), supervisor, "not_overridable"), (ask("no/such"), supervisor, "not_overridable"),
            (ask(), Desk.actor(Desk.ana), "not_permitted"), (ask(act: "dance"), supervisor, "unknown_word"),
            (ask(until: instant("2027-01-24T00:00:00-06:00")), supervisor, "bad_range"),
            (ask(until: instant("2026-11-24T00:00:00-06:00")), supervisor, "bad_range"),
            (
                .overrideVerdict(OverrideVerdict(rule: "policy/no-visits", act: "visit", override: named(80))),
                supervisor, "text_empty"
            ),
            (grant, compliance, "unknown_record"),
        ]
        for (intent, actor, reason) in cases {
            var desk = Desk()
            #expect(desk.act(intent, by: actor) { $0.rules = rules }.reason == reason)
        }
        var desk = Desk()
        desk.act(ask(), by: compliance) { $0.rules = rules }
        #expect(desk.act(grant, by: compliance) { $0.rules = rules }.reason == "second_person")
        #expect(desk.act(grant, by: supervisor) { $0.rules = rules }.reason == "not_permitted")
        desk.act(grant, by: Desk.actor(Desk.person(5), .compliance)) { $0.rules = rules }
        #expect(
            desk.act(grant, by: Desk.actor(Desk.person(5), .compliance)) { $0.rules = rules }.reason == "already_so")
    }
}
