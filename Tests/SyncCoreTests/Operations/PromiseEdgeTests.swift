import FieldModel
import SyncCore
import Testing

@Suite("Revising and withdrawing a promise")
struct PromiseEdgeTests {
    private let id = named(50)

    private func start() -> Desk {
        var desk = Desk()
        desk.act(.makePromise(MakePromise(promise: id, instalments: terms("2026-12-01:1000"), currency: "MXN")))
        return desk
    }

    private func revise(_ text: String, seen revision: Int) -> Intent {
        .revisePromise(
            RevisePromise(promise: id, instalments: terms(text), currency: "MXN", baseRevision: revision))
    }

    private func withdraw(seen revision: Int) -> Intent {
        .withdrawPromise(WithdrawPromise(promise: id, reason: "cannot pay", baseRevision: revision))
    }

    private var keep: Intent {
        .recordPayment(RecordPayment(payment: named(60), amount: 1000, currency: "MXN", method: "cash"))
    }

    @Test("keeps the terms before")
    func revision() {
        var desk = start()
        #expect(desk.act(revise("2026-12-10:600 2026-12-20:400", seen: 1)).state == .applied)
        let promise = desk.promise(id)
        #expect(promise.revision == 2 && promise.state == .open)
        #expect(promise.earlier.map(\.instalments) == [terms("2026-12-01:1000")])
        #expect(promise.events.map(\.state) == [.open])
        #expect(desk.act(revise("2026-12-10:600 2026-12-20:400", seen: 1)).state == .applied)
        #expect(desk.promise(id) == promise)
    }

    @Test("lets an instalment that is over stand, but adds none in the past")
    func pastInstalments() {
        var desk = start()
        desk.act(revise("2026-12-01:500 2026-12-20:500", seen: 1))
        desk.act(.recordPayment(RecordPayment(payment: named(61), amount: 500, currency: "MXN", method: "cash")))
        desk.advance(to: "2026-12-10T12:00:00-06:00")
        #expect(desk.act(revise("2026-12-01:500 2026-12-28:500", seen: 2)).state == .applied)
        #expect(desk.act(revise("2026-12-02:500 2026-12-28:500", seen: 3)).reason == "due_date_past")
        #expect(desk.promise(id).state == .open && desk.promise(id).paid == 500)
    }

    @Test("of two revisions shows the one admitted last and keeps both")
    func concurrentRevisions() {
        var desk = start()
        var ana = Laptop(Desk.ana, at: desk)
        var office = Laptop(Desk.office, .branch, at: desk)
        ana.act(revise("2026-12-05:1000", seen: 1), at: &desk)
        office.act(revise("2026-12-08:1000", seen: 1), at: &desk)
        func shown(_ laptop: Laptop) -> [Instalment] { laptop.shown[PromiseToPay.self, id]!.instalments }
        #expect(shown(ana) == terms("2026-12-05:1000") && shown(office) == terms("2026-12-08:1000"))
        #expect(desk.promise(id).instalments == terms("2026-12-01:1000"))

        #expect(office.sync(with: &desk).map(\.state) == [.applied])
        #expect(ana.sync(with: &desk).map(\.state) == [.conflicted])
        office.pull(from: desk)
        #expect(shown(ana) == terms("2026-12-05:1000") && shown(office) == shown(ana))
        let conflict = desk.conflicts[0]
        #expect(conflict.field == "terms" && conflict.base == "2026-12-01:1000")
        #expect(conflict.values.map(\.value) == ["2026-12-08:1000", "2026-12-05:1000"])
        #expect(conflict.values.map(\.author) == [Desk.office, Desk.ana])
        #expect(desk.promise(id).revision == 3)

        // A revision of what is shown joins the open conflict in place of its author's.
        var later = desk
        #expect(later.act(revise("2026-12-06:1000", seen: 3)).state == .conflicted)
        #expect(later.conflicts.map { $0.values.map(\.value) } == [["2026-12-08:1000", "2026-12-06:1000"]])

        let open = desk.records.all(Conflict.self)[0].id
        let resolution = Intent.resolveConflict(
            ResolveConflict(conflict: open, value: "2026-12-08:1000", valuesSeen: 2))
        #expect(desk.act(resolution).state == .applied)
        #expect(desk.promise(id).instalments == terms("2026-12-08:1000"))
        #expect(desk.conflicts[0].resolved)
    }

    @Test("of a promise that is kept is the illegal side of a conflict, and changes nothing")
    func illegalEdges() {
        for intent in [revise("2026-12-05:1000", seen: 1), withdraw(seen: 1)] {
            var desk = start()
            desk.act(keep)
            let before = desk.promise(id)
            let outcome = desk.act(intent)
            #expect(outcome.state == .conflicted && desk.promise(id) == before)
            let open = desk.records.all(Conflict.self)[0]
            let other = open.value.values[1].value
            let refused = desk.act(
                .resolveConflict(ResolveConflict(conflict: open.id, value: other, valuesSeen: 2)))
            #expect(refused.reason == "illegal_edge")
            let agreed = desk.act(
                .resolveConflict(
                    ResolveConflict(conflict: open.id, value: open.value.values[0].value, valuesSeen: 2)))
            #expect(agreed.state == .applied && desk.promise(id) == before && desk.conflicts[0].resolved)
        }
    }

    @Test("withdraws an open promise once, and what it had counted is free again")
    func withdrawing() {
        var desk = start()
        let second = named(51)
        desk.act(.makePromise(MakePromise(promise: second, instalments: terms("2026-12-02:400"), currency: "MXN")))
        desk.act(.recordPayment(RecordPayment(payment: named(61), amount: 400, currency: "MXN", method: "cash")))
        #expect(desk.promise(id).paid == 400 && desk.promise(second).paid == 0)
        #expect(desk.act(withdraw(seen: 1)).state == .applied)
        #expect(desk.promise(id).state == .withdrawn && desk.promise(id).reason == "cannot pay")
        #expect(desk.promise(second).state == .kept)
        let before = desk.records.records
        #expect(desk.act(withdraw(seen: 1)).state == .applied)
        #expect(desk.records.records == before)
        #expect(desk.act(revise("2026-12-05:1000", seen: 1)).state == .conflicted)
    }

    @Test("withdraws terms that their author had not seen, with a conflict")
    func withdrawUnseen() {
        var desk = start()
        desk.act(revise("2026-12-08:1000", seen: 1))
        #expect(desk.act(withdraw(seen: 1)).state == .conflicted)
        #expect(desk.promise(id).state == .withdrawn)
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["2026-12-08:1000", "withdrawn"]])
    }

    @Test("belongs to the author, the branch and supervisors")
    func whoMay() {
        let others: [(Actor, Bool)] = [
            (Desk.actor(Desk.ana), true), (Desk.actor(Desk.beto), false), (Desk.actor(Desk.beto, .branch), true),
            (Desk.actor(Desk.beto, .supervisor), true), (Desk.actor(Desk.beto, .compliance), false),
        ]
        for (actor, may) in others {
            for intent in [revise("2026-12-05:1000", seen: 1), withdraw(seen: 1)] {
                var desk = start()
                #expect(desk.act(intent, by: actor).reason == (may ? "" : "not_permitted"))
            }
        }
    }

    @Test("stops at the most revisions")
    func mostRevisions() {
        var desk = start()
        for number in 1...Limits.revisions {
            #expect(desk.act(revise("2026-12-05:\(1000 + number)", seen: number)).state == .applied)
        }
        #expect(desk.act(revise("2026-12-05:5", seen: Limits.revisions + 1)).reason == "too_many_revisions")
    }

    @Test("writes terms as text that reads back")
    func text() {
        for text in ["2026-12-05:1000", "2026-12-05:1,2027-01-05:9000000000000000"] {
            #expect(PromiseField.terms(text).map(PromiseField.text) == text)
        }
        for text in ["", "2026-12-05", "2026-12-05:x", "2026-13-05:1", "2026-12-05:1,", "2026-12-05:1:2"] {
            #expect(PromiseField.terms(text) == nil)
        }
    }
}
