import FieldModel
import SyncCore
import Testing

@Suite("Visits and contacts")
struct FactTests {
    private let id = named(20)

    private func record(_ change: (inout RecordVisit) -> Void = { _ in }) -> Intent {
        var visit = RecordVisit(
            visit: id, outcome: "not_home", person: "nobody", place: "home",
            startedAt: instant("2026-11-24T11:00:00-06:00"), endedAt: instant("2026-11-24T11:10:00-06:00"),
            note: "dog at the gate\nrings twice")
        change(&visit)
        return .recordVisit(visit)
    }

    private func amend(_ edits: [FieldEdit]) -> Intent { .amendVisit(AmendVisit(visit: id, edits: edits)) }

    @Test("are kept as they were written")
    func recorded() {
        var desk = Desk()
        #expect(desk.act(record()) == Outcome(state: .applied))
        let visit = desk.visit(id)
        #expect(visit.outcome == "not_home" && visit.author == Desk.ana && visit.recordedAt == desk.now)
        #expect(visit.note == "dog at the gate\nrings twice")
    }

    @Test("are refused only for how they are written")
    func malformed() {
        let rows: [(String, (inout RecordVisit) -> Void)] = [
            ("text_empty", { $0.outcome = "" }), ("unknown_word", { $0.outcome = "danced" }),
            ("unknown_word", { $0.person = "uncle" }), ("unknown_word", { $0.place = "moon" }),
            ("unknown_word", { $0.purpose = "fun" }), ("", { $0.note = String(repeating: "é", count: 2000) }),
            ("text_too_long", { $0.note = String(repeating: "é", count: 2000) + "x" }),
            ("text_control_characters", { $0.note = "a\u{0}b" }),
            ("text_control_characters", { $0.note = "a\u{1B}[31mb" }),
            ("text_control_characters", { $0.note = "a\u{9B}b" }), ("moment_missing", { $0.startedAt = nil }),
            ("moment_out_of_range", { $0.startedAt = Instant(milliseconds: .max) }),
            ("moment_out_of_range", { $0.endedAt = Instant(milliseconds: .min) }),
            (
                "location_out_of_range",
                { $0.location = GeoPoint(latitudeE7: 900_000_001, longitudeE7: 0, accuracyM: 1) }
            ),
            ("malformed", { $0.visit = .nil_ }),
        ]
        for (reason, change) in rows {
            var desk = Desk()
            let before = desk.records.records
            let outcome = desk.act(record(change))
            #expect(outcome.reason == reason)
            if !reason.isEmpty {
                #expect(outcome.state == .refused && desk.records.records == before)
            }
        }
    }

    @Test("are kept and flagged where they cannot be right")
    func findings() {
        let rows: [([String], (inout RecordVisit) -> Void)] = [
            (["visit_ends_before_start"], { $0.endedAt = instant("2026-11-24T10:59:59-06:00") }),
            (
                [],
                {
                    $0.startedAt = instant("2026-11-24T12:05:00-06:00"); $0.endedAt = nil
                }
            ),
            (
                ["visit_in_future"],
                {
                    $0.startedAt = instant("2026-11-24T12:05:02-06:00"); $0.endedAt = nil
                }
            ),
            (
                ["visit_ends_before_start", "visit_in_future"],
                { $0.startedAt = instant("2027-01-01T00:00:00Z") }
            ),
        ]
        for (codes, change) in rows {
            var desk = Desk()
            let outcome = desk.act(record(change))
            #expect(outcome.state == .applied && outcome.findings.map(\.code) == codes)
            #expect(desk.findings.sorted() == codes)
            #expect(Set(desk.records.all(Finding.self).map(\.id)) == Set(outcome.findings.map(\.id)))
        }
    }

    @Test("of an account that the device did not hold are kept and flagged; intents are refused")
    func outsideScope() {
        var desk = Desk()
        let outcome = desk.act(record()) { $0.accountWasHeld = false }
        #expect(outcome.state == .applied && outcome.findings.map(\.code) == ["outside_scope"])
        let promise = Intent.makePromise(
            MakePromise(promise: named(50), instalments: terms("2026-12-01:1"), currency: "MXN"))
        #expect(desk.act(promise) { $0.accountWasHeld = false }.reason == "outside_scope")
    }

    @Test("of an id that says something else are refused, of one that says the same are one")
    func idTaken() {
        var desk = Desk()
        let written = desk.write(record(), by: Desk.actor(Desk.ana))
        #expect(desk.admit(written).state == .applied)
        let before = desk.records.records
        #expect(desk.admit(written).state == .applied)
        #expect(desk.records.records == before)
        #expect(desk.act(record { $0.note = "another" }).reason == "id_taken")
        #expect(desk.records.records == before)
    }

    @Test("are amended without conflict, each amendment kept")
    func amendments() {
        var desk = Desk()
        desk.act(record())
        var ana = Laptop(Desk.ana, at: desk)
        var office = Laptop(Desk.office, .branch, at: desk)
        ana.act(amend([FieldEdit(field: "outcome", base: "not_home", value: "moved")]), at: &desk)
        office.act(
            amend([
                FieldEdit(field: "outcome", base: "not_home", value: "other"),
                FieldEdit(field: "ended_at", value: "\(instant("2026-11-24T11:20:00-06:00").milliseconds)"),
            ]), at: &desk)
        #expect(ana.shown[Visit.self, id]?.outcome == "moved" && office.shown[Visit.self, id]?.outcome == "other")
        #expect(ana.sync(with: &desk).map(\.state) == [.applied])
        #expect(office.sync(with: &desk).map(\.state) == [.applied])
        ana.pull(from: desk)
        #expect(ana.shown.records == office.shown.records)
        let visit = desk.visit(id)
        #expect(visit.outcome == "other" && visit.endedAt == instant("2026-11-24T11:20:00-06:00"))
        #expect(visit.revisions.map { $0.previous.map(\.value).first } == ["not_home", "moved"])
        #expect(desk.conflicts.isEmpty)
    }

    @Test("are amended only by the author, the branch and supervisors, and in fields that there are")
    func refusedAmendments() {
        let edit = FieldEdit(field: "note", value: "better")
        let rows: [(Actor, [FieldEdit], String)] = [
            (Desk.actor(Desk.ana), [edit], ""), (Desk.actor(Desk.beto), [edit], "not_permitted"),
            (Desk.actor(Desk.beto, .supervisor), [edit], ""), (Desk.actor(Desk.beto, .branch), [edit], ""),
            (Desk.actor(Desk.beto, .compliance), [edit], "not_permitted"), (Desk.actor(Desk.ana), [], "bad_edit"),
            (Desk.actor(Desk.ana), [edit, edit], "bad_edit"),
            (Desk.actor(Desk.ana), [FieldEdit(field: "author", value: "x")], "bad_edit"),
            (Desk.actor(Desk.ana), [FieldEdit(field: "started_at", value: "")], "moment_out_of_range"),
            (Desk.actor(Desk.ana), [FieldEdit(field: "ended_at", value: "9223372036854775807")], "moment_out_of_range"),
            (Desk.actor(Desk.ana), [FieldEdit(field: "ended_at", value: "soon")], "moment_out_of_range"),
            (Desk.actor(Desk.ana), [FieldEdit(field: "outcome", value: "")], "text_empty"),
        ]
        for (actor, edits, reason) in rows {
            var desk = Desk()
            desk.act(record())
            #expect(desk.act(amend(edits), by: actor).reason == reason)
        }
        var desk = Desk()
        #expect(desk.act(amend([edit])).reason == "unknown_record")
    }

    @Test("keep as many revisions as a record has room for")
    func mostRevisions() {
        var desk = Desk()
        desk.act(record())
        var count = 0
        while desk.act(amend([FieldEdit(field: "note", value: "note \(count)")])).state == .applied { count += 1 }
        #expect(count == Limits.revisions)
        desk = Desk()
        desk.act(record())
        count = 0
        let long = String(repeating: "x", count: 3990)
        while desk.act(amend([FieldEdit(field: "note", value: "\(count)\(long)")])).state == .applied { count += 1 }
        #expect((8..<Limits.revisions).contains(count))
    }

    @Test("log contacts with their words")
    func contacts() {
        var desk = Desk()
        var contact = LogContact(contact: id, channel: "call", result: "no_answer")
        #expect(desk.act(.logContact(contact)).state == .applied)
        #expect(desk.records[Contact.self, id]?.direction == "outbound")
        #expect(desk.records[Contact.self, id]?.at == desk.now)
        contact.contact = named(21)
        contact.at = instant("2027-01-01T00:00:00Z")
        #expect(desk.act(.logContact(contact)).findings.map(\.code) == ["contact_in_future"])
        contact.channel = "pigeon"
        #expect(desk.act(.logContact(contact)).reason == "unknown_word")
    }
}
