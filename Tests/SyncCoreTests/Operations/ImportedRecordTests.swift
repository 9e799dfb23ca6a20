import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("What the lender's file tells that rules read")
struct ImportedRecordTests {
    private let rules = TestRules.active(
        """
        {"pack": "law", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [{"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}],
         "duties": [
          {"duty": "verify", "title": "t", "citation": "c", "starts": "flag", "flag": "dispute", "within_days": 30,
           "notices": ["verification"]},
          {"duty": "answer", "title": "t", "citation": "c", "starts": "complaint", "within_days": 10},
          {"duty": "letter", "title": "t", "citation": "c", "starts": "paid_in_full", "within_days": 10,
           "notices": ["full_payment"]}]}
        """)

    private func row(_ contents: [RecordContent], ids: UInt64 = 200, balance: Int64? = nil, _ desk: Desk) -> Intent {
        var debt = desk.debt
        if let balance { debt.lenderBalance = balance }
        let records = contents.enumerated().map { index, content in
            ImportedRecord(record: named(ids + UInt64(index)), content: content)
        }
        return .importAccount(
            ImportAccount(account: debt, debtorID: named(7), debtor: Debtor(name: "Rosa Ibarra"), records: records))
    }

    private func flag(_ kind: String, since: String? = nil) -> RecordContent {
        .flag(Flag(kind: kind, sinceDay: since.map(day), recordedAt: Instant(milliseconds: 0), author: .nil_))
    }

    private let nobody = Instant(milliseconds: 0)

    @Test("is taken in with its clocks, and importing it again changes nothing")
    func taken() {
        var desk = Desk()
        let told: [RecordContent] = [
            flag("dispute", since: "2026-11-10"), flag("deceased"),
            .complaint(Complaint(text: "rude", openedAt: instant("2026-11-20T00:00:00-06:00"), author: .nil_)),
            .notice(Notice(kind: "validation", at: instant("2026-11-02T00:00:00-06:00"))),
            .relatedPerson(RelatedPerson(role: "attorney", name: "Lic. Vera", phone: "55", author: .nil_)),
            .restriction(ContactRestriction(channel: "sms", author: .nil_)),
            .legalHold(LegalHold(reason: "suit", author: .nil_)),
        ]
        let outcome = desk.act(row(told, desk), by: Desk.system) { $0.rules = rules }
        #expect(outcome.state == .applied)
        let flags = desk.records.all(Flag.self).map(\.value)
        #expect(flags.map(\.kind) == ["dispute", "deceased"] && flags.allSatisfy { $0.recordedAt == desk.now })
        #expect(flags.map(\.sinceDay) == [day("2026-11-10"), day("2026-11-24")])
        #expect(desk.records.all(RelatedPerson.self).map(\.value.phone) == ["55"])
        #expect(desk.records.all(LegalHold.self).map(\.value.since) == [desk.now])
        #expect(desk.records.all(ContactRestriction.self).map(\.value.requestedAt) == [desk.now])
        let duties = desk.records.all(Duty.self).map(\.value).sorted { $0.kind < $1.kind }
        #expect(duties.map(\.kind) == ["answer", "verify"])
        #expect(
            duties.map(\.dueAt) == [
                instant("2026-12-01T00:00:00-06:00") + -1, instant("2026-12-25T00:00:00-06:00") + -1,
            ])
        let before = desk.records.records
        desk.advance(to: "2026-11-26T12:00:00-06:00")
        desk.act(row(told, ids: 300, desk), by: Desk.system) { $0.rules = rules }
        #expect(desk.records.records == before)
    }

    @Test("does not set again what was cleared, withdrawn or lifted since, but a later one")
    func again() {
        var desk = Desk()
        let told = [
            flag("dispute", since: "2026-11-10"), .restriction(ContactRestriction(channel: "sms", author: .nil_)),
            .legalHold(LegalHold(reason: "suit", author: .nil_)),
        ]
        desk.act(row(told, desk), by: Desk.system)
        desk.act(
            .clearFlag(ClearFlag(flag: named(200), evidence: "papers")), by: Desk.actor(Desk.carla, .supervisor))
        desk.act(.withdrawRestriction(WithdrawRestriction(restriction: named(201))))
        desk.act(.setHold(SetHold(hold: named(202), reason: "settled", lift: true)), by: Desk.system)
        let before = desk.records.records
        desk.act(row(told, ids: 300, desk), by: Desk.system)
        desk.act(row([flag("dispute")], ids: 310, desk), by: Desk.system)
        #expect(desk.records.records == before)
        desk.act(row([flag("dispute", since: "2026-11-25")], ids: 320, desk), by: Desk.system)
        #expect(desk.records.all(Flag.self).map { $0.value.clearedAt == nil } == [false, true])
    }

    @Test("requests about one channel at other hours are other requests, and each stands once")
    func hours() {
        var desk = Desk()
        let told: [RecordContent] = [
            .restriction(ContactRestriction(channel: "call", author: .nil_)),
            .restriction(
                ContactRestriction(channel: "call", weekdays: [7, 6], fromMinute: 480, toMinute: 720, author: .nil_)),
            .restriction(ContactRestriction(fromMinute: 0, toMinute: 600, author: .nil_)),
        ]
        desk.act(row(told, desk), by: Desk.system)
        desk.act(row(told, ids: 300, desk), by: Desk.system)
        let asked = desk.records.all(ContactRestriction.self).map(\.value)
        #expect(asked.map(\.weekdays) == [[], [6, 7], []])
        #expect(asked.map(\.toMinute) == [0, 720, 600])
    }

    @Test(
        "refuses words that are none, and records that no file tells",
        arguments: [
            (
                RecordContent.flag(Flag(kind: "angry", recordedAt: Instant(milliseconds: 1), author: .nil_)),
                "unknown_word"
            ),
            (.complaint(Complaint(text: "", openedAt: Instant(milliseconds: 1), author: .nil_)), "text_empty"),
            (.relatedPerson(RelatedPerson(role: "cousin", name: "Eva", author: .nil_)), "unknown_word"),
            (.restriction(ContactRestriction(author: .nil_)), "bad_range"),
            (.restriction(ContactRestriction(channel: "call", weekdays: [8], author: .nil_)), "bad_range"),
            (
                .restriction(ContactRestriction(channel: "call", fromMinute: 600, toMinute: 60, author: .nil_)),
                "bad_range"
            ),
            (.legalHold(LegalHold(reason: "", author: .nil_)), "text_empty"),
            (.duty(Duty(kind: "letter")), "wrong_kind"),
        ])
    func refused(_ content: RecordContent, _ reason: String) {
        var desk = Desk()
        let before = desk.records.records
        #expect(desk.act(row([content], desk), by: Desk.system).reason == reason)
        #expect(desk.records.records == before)
    }

    @Test("a file that says that nothing is owed asks for the letter of full payment, where something was paid")
    func paid() {
        for isPaid in [true, false] {
            var desk = Desk(balance: 500)
            if isPaid {
                desk.act(
                    .recordPayment(RecordPayment(payment: named(60), amount: 100, currency: "MXN", method: "cash")))
            }
            desk.act(row([], balance: 0, desk), by: Desk.system) { $0.rules = rules }
            #expect(desk.records.all(Duty.self).map(\.value.kind) == (isPaid ? ["letter"] : []))
        }
    }
}
