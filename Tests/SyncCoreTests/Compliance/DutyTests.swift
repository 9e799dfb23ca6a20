import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Duties and their clocks")
struct DutyTests {
    private let rules = TestRules.active(
        """
        {"pack": "law", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [{"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}],
         "duties": [
          {"duty": "validation", "title": "t", "citation": "1006.34", "starts": "first_communication", "within_days": 5,
           "notices": ["validation"]},
          {"duty": "verify", "title": "t", "citation": "c", "starts": "flag", "flag": "dispute", "within_days": 30,
           "notices": ["verification"]},
          {"duty": "answer", "title": "t", "citation": "c", "starts": "complaint", "within_days": 10},
          {"duty": "letter", "title": "t", "citation": "c", "starts": "paid_in_full", "within_days": 10,
           "notices": ["full_payment"]}]}
        """)

    private func duties(_ desk: Desk) -> [Duty] { desk.records.all(Duty.self).map(\.value) }

    private func call(_ id: UInt64, at: String, result: String = "conversation") -> Intent {
        .logContact(LogContact(contact: named(id), channel: "call", result: result, at: instant(at)))
    }

    private func judge(_ desk: inout Desk, at moment: String) {
        desk.advance(to: moment)
        desk.act(.judgeDuties(JudgeDuties(asOf: desk.now)), by: Desk.system)
    }

    @Test(
        "the first communication starts one, at the end of the last day; an attempt does not, an earlier one moves it")
    func first() {
        var desk = Desk()
        desk.act(call(1, at: "2026-11-20T10:00:00-06:00", result: "no_answer")) { $0.rules = rules }
        #expect(duties(desk).isEmpty)
        desk.act(call(2, at: "2026-11-23T10:00:00-06:00")) { $0.rules = rules }
        #expect(duties(desk).map(\.rule) == ["law/validation"])
        #expect(duties(desk)[0].dueAt == instant("2026-11-29T00:00:00-06:00") + -1)
        #expect(duties(desk)[0].startedBy == named(2) && duties(desk)[0].citation == "1006.34")
        desk.act(call(3, at: "2026-11-22T10:00:00-06:00")) { $0.rules = rules }
        #expect(duties(desk).map(\.dueAt) == [instant("2026-11-28T00:00:00-06:00") + -1])
        desk.act(call(4, at: "2026-11-24T10:00:00-06:00")) { $0.rules = rules }
        #expect(duties(desk).count == 1)
    }

    @Test("a notice satisfies it; one that is missed is a finding once, and stays one")
    func missed() {
        var desk = Desk()
        desk.act(call(2, at: "2026-11-23T10:00:00-06:00")) { $0.rules = rules }
        judge(&desk, at: "2026-11-28T23:59:58-06:00")
        #expect(desk.findings.isEmpty)
        judge(&desk, at: "2026-11-29T00:00:01-06:00")
        judge(&desk, at: "2026-11-30T00:00:01-06:00")
        #expect(desk.findings == ["duty_missed"] && duties(desk)[0].missedAt != nil)
        desk.records.set(Notice(kind: "validation", at: desk.now), named(90))
        desk.records.settle()
        desk.act(call(5, at: "2026-11-29T10:00:00-06:00")) { $0.rules = rules }
        #expect(duties(desk)[0].satisfiedBy == named(90) && desk.findings == ["duty_missed"])
    }

    @Test("a dispute starts one that its end satisfies")
    func dispute() {
        var desk = Desk()
        desk.act(.setFlag(SetFlag(flag: named(30), kind: "dispute"))) { $0.rules = rules }
        #expect(duties(desk).map(\.kind) == ["verify"] && duties(desk)[0].satisfiedAt == nil)
        desk.act(.clearFlag(ClearFlag(flag: named(30), evidence: "papers")), by: Desk.actor(Desk.carla, .supervisor)) {
            $0.rules = rules
        }
        #expect(duties(desk)[0].satisfiedBy == named(30))
    }

    @Test("a complaint is due on its own day, else after the pack's; its answer satisfies it")
    func complaint() {
        for (due, expected) in [("2026-12-01", "2026-12-02T00:00:00-06:00"), (nil, "2026-12-05T00:00:00-06:00")] {
            var desk = Desk()
            desk.act(.openComplaint(OpenComplaint(complaint: named(31), text: "rude", dueDay: due.map(day)))) {
                $0.rules = rules
            }
            #expect(duties(desk)[0].dueAt == instant(expected) + -1)
            desk.act(.answerComplaint(AnswerComplaint(complaint: named(31), answer: "sorry"))) { $0.rules = rules }
            #expect(duties(desk)[0].satisfiedBy == named(31))
        }
    }

    @Test("the last payment asks for the letter of full payment")
    func paid() {
        var desk = Desk(balance: 500)
        desk.act(
            .recordPayment(RecordPayment(payment: named(60), amount: 499, currency: "MXN", method: "cash"))
        ) { $0.rules = rules }
        #expect(duties(desk).isEmpty)
        desk.act(
            .importPayment(
                ImportPayment(payment: named(70), amount: 1, externalReference: "L", effectiveDay: day("2026-11-24"))),
            by: Desk.system
        ) { $0.rules = rules }
        #expect(duties(desk).map(\.kind) == ["letter"])
    }

    @Test(
        "a pack with a duty that is not whole is refused",
        arguments: [
            ("\"starts\": \"flag\", \"within_days\": 5", "bad_value"),
            ("\"starts\": \"paid_in_full\", \"within_days\": 5", "missing_key"),
            ("\"starts\": \"birthday\", \"within_days\": 5", "unknown_word"),
            ("\"starts\": \"complaint\"", "missing_key"),
            ("\"starts\": \"complaint\", \"within_days\": 5, \"until\": 1", "unknown_key"),
        ])
    func malformed(_ keys: String, _ code: String) throws {
        let node = try JSONReader.read(
            """
            {"pack": "p", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
             "reviewed_by": "x", "rules": [{"id": "r", "kind": "consent", "title": "t", "citation": "c"}],
             "duties": [{"duty": "d", "title": "t", "citation": "c", \(keys)}]}
            """)
        let failure = #expect(throws: RuleFailure.self) { try PackLoader.pack(node, file: "p") }
        #expect(failure?.code.rawValue == code)
    }

    @Test("one legal hold stands at a time, and is lifted with a reason")
    func hold() {
        var desk = Desk()
        func set(_ id: UInt64, _ lift: Bool = false, reason: String = "suit") -> Outcome {
            desk.act(.setHold(SetHold(hold: named(id), reason: reason, lift: lift)), by: Desk.system)
        }
        #expect(set(1, reason: "").reason == "text_empty")
        #expect(set(1).state == .applied && set(2).reason == "already_so")
        #expect(set(1, true).state == .applied && set(1, true).reason == "already_so")
        #expect(set(2).state == .applied)
        #expect(desk.act(.setHold(SetHold(hold: named(3), reason: "x"))).reason == "not_permitted")
    }
}
