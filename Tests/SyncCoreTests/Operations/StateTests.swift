import FieldModel
import SyncCore
import Testing

@Suite("Flags, consents, restrictions and complaints")
struct StateTests {
    private let id = named(20)

    @Test("set a flag by anybody, clear it by supervisors and compliance with evidence")
    func flags() {
        var desk = Desk()
        #expect(
            desk.act(.setFlag(SetFlag(flag: id, kind: "cease_contact", written: true, evidence: "letter"))).state
                == .applied)
        #expect(desk.records[Flag.self, id]?.sinceDay == day("2026-11-24"))
        let clear = Intent.clearFlag(ClearFlag(flag: id, evidence: "took it back"))
        for role in [Role.collector, .branch] {
            #expect(desk.act(clear, by: Desk.actor(Desk.beto, role)).reason == "not_permitted")
        }
        let silent = Intent.clearFlag(ClearFlag(flag: id, evidence: ""))
        #expect(desk.act(silent, by: Desk.actor(Desk.carla, .compliance)).reason == "text_empty")
        #expect(desk.act(clear, by: Desk.actor(Desk.carla, .compliance)).state == .applied)
        #expect(desk.records[Flag.self, id]?.clearedBy == Desk.carla)
        #expect(desk.act(clear, by: Desk.actor(Desk.beto, .supervisor)).state == .applied)
        #expect(desk.records[Flag.self, id]?.clearedBy == Desk.carla)
        #expect(desk.act(.setFlag(SetFlag(flag: named(21), kind: "tired"))).reason == "unknown_word")
    }

    @Test("revoke a consent and lift a restriction at the earlier of two moments, whichever comes first")
    func earliest() {
        let moments = ["2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z"].map(instant)
        for order in [moments, moments.reversed()] {
            var desk = Desk()
            desk.act(.recordConsent(RecordConsent(consent: id, channel: "sms", scope: "hours")))
            desk.act(.addRestriction(AddRestriction(restriction: id, place: "workplace", weekdays: [7, 1])))
            for moment in order {
                desk.act(.revokeConsent(RevokeConsent(consent: id, revokedAt: moment)))
                desk.act(.withdrawRestriction(WithdrawRestriction(restriction: id, withdrawnAt: moment)))
            }
            #expect(desk.records[Consent.self, id]?.revokedAt == moments[0])
            #expect(desk.records[ContactRestriction.self, id]?.withdrawnAt == moments[0])
            #expect(desk.records[ContactRestriction.self, id]?.weekdays == [1, 7])
        }
    }

    @Test("take only restrictions that can be kept")
    func restrictions() {
        let rows: [(AddRestriction, String)] = [
            (AddRestriction(restriction: id), ""), (AddRestriction(restriction: id, fromMinute: 0, toMinute: 1440), ""),
            (AddRestriction(restriction: id, fromMinute: 60, toMinute: 60), "bad_range"),
            (AddRestriction(restriction: id, fromMinute: 90, toMinute: 60), "bad_range"),
            (AddRestriction(restriction: id, fromMinute: -1, toMinute: 60), "bad_range"),
            (AddRestriction(restriction: id, fromMinute: 0, toMinute: 1441), "bad_range"),
            (AddRestriction(restriction: id, fromMinute: .min, toMinute: .max), "bad_range"),
            (AddRestriction(restriction: id, weekdays: [0]), "bad_range"),
            (AddRestriction(restriction: id, weekdays: [8]), "bad_range"),
            (AddRestriction(restriction: id, weekdays: [1, 1]), "bad_range"),
            (AddRestriction(restriction: id, channel: "pigeon"), "unknown_word"),
        ]
        for (restriction, reason) in rows {
            var desk = Desk()
            #expect(desk.act(.addRestriction(restriction)).reason == reason)
        }
    }

    @Test("answer a complaint once")
    func complaints() {
        var desk = Desk()
        #expect(
            desk.act(.openComplaint(OpenComplaint(complaint: id, channel: "email", text: ""))).reason == "text_empty")
        #expect(
            desk.act(.openComplaint(OpenComplaint(complaint: id, channel: "email", text: "calls at night"))).state
                == .applied)
        let answer = Intent.answerComplaint(AnswerComplaint(complaint: id, answer: "we are sorry"))
        #expect(desk.act(answer).state == .applied)
        #expect(desk.act(answer).state == .applied)
        #expect(
            desk.act(.answerComplaint(AnswerComplaint(complaint: id, answer: "other"))).reason == "already_answered")
        #expect(desk.act(.closeComplaint(CloseComplaint(complaint: id))).state == .applied)
        #expect(desk.records[Complaint.self, id]?.answer == "we are sorry")
        #expect(desk.records[Complaint.self, id]?.closedAt == desk.now)
    }

    @Test("add contact points that can be reached")
    func contactPoints() {
        let rows: [(AddContactPoint, String)] = [
            (AddContactPoint(point: id, kind: .address, value: "Calle 5", city: "Puebla", country: "MX"), ""),
            (AddContactPoint(point: id, kind: .address, value: "", city: "Puebla"), "text_empty"),
            (AddContactPoint(point: id, kind: .address, value: "Calle 5", country: "mx"), "unknown_word"),
            (AddContactPoint(point: id, kind: .phone, value: String(repeating: "5", count: 501)), "text_too_long"),
            (AddContactPoint(point: id, kind: .phone, value: "55\n51"), "text_control_characters"),
            (
                AddContactPoint(
                    point: id, kind: .phone, value: "5551",
                    location: GeoPoint(latitudeE7: .min, longitudeE7: .max, accuracyM: -1)), "location_out_of_range"
            ),
        ]
        for (point, reason) in rows {
            var desk = Desk()
            #expect(desk.act(.addContactPoint(point)).reason == reason)
        }
        var desk = Desk()
        desk.act(.addContactPoint(rows[0].0))
        #expect(desk.point(id).stamps.map(\.field) == ["city", "country", "value"])
    }
}
