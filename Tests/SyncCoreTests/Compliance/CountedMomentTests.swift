import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("When a contact counts")
struct CountedMomentTests {
    private static let noon = "2026-11-24T12:00:00-06:00"
    private static let day: Int64 = 86_400_000
    private let rules = TestRules.active(TestRules.mexico)

    private func call(_ id: UInt64, at: Instant?) -> Intent {
        .logContact(LogContact(contact: named(id), channel: "call", result: "no_answer", person: "nobody", at: at))
    }

    private func visit(_ id: UInt64, from start: Instant) -> Intent {
        .recordVisit(RecordVisit(visit: named(id), outcome: "not_home", startedAt: start))
    }

    private func amendment(_ id: UInt64, to start: Instant) -> Intent {
        let edit = FieldEdit(field: Visit.Field.startedAt, base: "", value: "\(start.milliseconds)")
        return .amendVisit(AmendVisit(visit: named(id), edits: [edit]))
    }

    private func beyondCap(_ desk: Desk) -> [RecordID] {
        desk.records.all(Finding.self).map(\.value).filter { $0.code == "over_cap" && $0.status == "open" }
            .map(\.record).sorted()
    }

    /// The laptop's holder calls now, as his clock has it.
    private func callNow(_ desk: inout Desk, _ id: UInt64, _ person: PersonID, ahead: Int64) {
        desk.now = desk.now + 60_000
        let wall = desk.now + ahead
        let written = desk.write(call(id, at: wall), by: Desk.actor(person), at: wall)
        desk.admit(written) {
            $0.rules = rules
            $0.clockOffset = -ahead
        }
    }

    private func counted(_ desk: Desk, _ id: UInt64) -> Instant? {
        desk.records[Contact.self, named(id)]?.countedAt ?? desk.records[Visit.self, named(id)]?.countedAt
    }

    /// Found by the simulator: the calls of such a laptop stood in nobody's window.
    @Test("calls of a laptop whose clock is wrong, and stays so, use up everybody's cap", arguments: [90, -90, 3650])
    func steadyWrongClock(days: Int64) {
        var desk = Desk(now: Self.noon)
        callNow(&desk, 1, Desk.beto, ahead: days * Self.day)
        let first = desk.now
        callNow(&desk, 2, Desk.beto, ahead: days * Self.day)
        callNow(&desk, 3, Desk.ana, ahead: 0)
        #expect(counted(desk, 1) == first)
        #expect(desk.records[Contact.self, named(1)]?.at == first + days * Self.day)
        #expect(beyondCap(desk) == [named(3)])
        callNow(&desk, 4, Desk.beto, ahead: days * Self.day)
        #expect(beyondCap(desk) == [named(3), named(4)])
    }

    /// Found by the simulator: it was judged ten years later as well.
    @Test(
        "a contact that names no time is that of its writing, and its clock is put right once",
        arguments: [3650, -3650])
    func namesNoTime(days: Int64) {
        var desk = Desk(now: Self.noon)
        let wall = desk.now + days * Self.day
        let outcome = desk.admit(desk.write(call(1, at: nil), by: Desk.actor(Desk.ana), at: wall)) {
            $0.rules = rules
            $0.clockOffset = -days * Self.day
        }
        #expect(desk.records[Contact.self, named(1)]?.at == wall && counted(desk, 1) == desk.now)
        #expect(outcome.verdicts.isEmpty && outcome.findings.map(\.code) == ["unplanned"])
    }

    @Test("a clock that was set for one act leaves it between the contacts around it", arguments: [90, -90])
    func clockSetForOneAct(days: Int64) {
        var desk = Desk(now: Self.noon)
        let wall = desk.now + days * Self.day
        let before = desk.now + -3_600_000
        let written = desk.write(call(1, at: wall), by: Desk.actor(Desk.beto), at: wall)
        desk.admit(written) {
            $0.rules = rules
            $0.clockSuspect = true
            $0.previousContact = before
        }
        #expect(counted(desk, 1) == (days > 0 ? desk.now : before))
        callNow(&desk, 2, Desk.ana, ahead: 0)
        callNow(&desk, 3, Desk.ana, ahead: 0)
        #expect(beyondCap(desk) == [named(3)])
    }

    @Test("what is written down up to a day late counts when it was, also before the previous contact")
    func writtenDownLate() {
        for (hours, isBelieved) in [(1, true), (24, true), (25, false)] as [(Int64, Bool)] {
            var desk = Desk(now: Self.noon)
            let contact = desk.now + -1_800_000
            let claimed = desk.now + -hours * 3_600_000
            desk.admit(desk.write(visit(1, from: claimed), by: Desk.actor(Desk.ana))) {
                $0.rules = rules
                $0.previousContact = contact
            }
            #expect(counted(desk, 1) == (isBelieved ? claimed : contact))
        }
    }

    @Test("nothing counts later than it was written down")
    func claimedForLater() {
        var desk = Desk(now: Self.noon)
        let (claimed, later) = (desk.now + 40 * Self.day, desk.now + 50 * Self.day)
        desk.admit(desk.write(call(1, at: claimed), by: Desk.actor(Desk.ana))) {
            $0.rules = rules
            $0.now = later
        }
        #expect(counted(desk, 1) == desk.now)
    }

    @Test("a time that a person names is the same on a clock that is seconds off; what the clock says itself is not")
    func namedTime() {
        var desk = Desk(now: "2026-11-24T08:00:00-06:00")
        let opening = instant("2026-11-24T07:00:00-06:00")
        for (id, at) in [(1, opening), (2, desk.now)] as [(UInt64, Instant)] {
            desk.admit(desk.write(visit(id, from: at), by: Desk.actor(Desk.ana))) {
                $0.rules = rules
                $0.clockOffset = -2000
            }
        }
        #expect(counted(desk, 1) == opening && counted(desk, 2) == desk.now + -2000)
        #expect(desk.findings.isEmpty)
    }

    @Test("a plan for the minute at which contacts begin passes on a clock that is seconds fast")
    func plannedForTheOpening() {
        var desk = Desk(now: Self.noon)
        let plan = PlanContact(plan: named(1), channel: "sms", at: instant("2026-11-25T07:00:00-06:00"))
        let outcome = desk.act(.planContact(plan)) {
            $0.rules = rules
            $0.clockOffset = -2000
        }
        #expect(outcome.state == .applied)
    }

    @Test("an amended start counts, but not after the recording, nor further back than a recording may be late")
    func amendedStart() {
        var desk = Desk(now: Self.noon)
        let recorded = desk.now
        let start = recorded + -3_600_000
        desk.admit(desk.write(visit(1, from: start), by: Desk.actor(Desk.ana))) { $0.rules = rules }
        desk.now = recorded + 3 * Self.day
        func amend(to moment: Instant) -> [String] {
            desk.act(amendment(1, to: moment)) {
                $0.rules = rules
                $0.previousContact = recorded + 2 * Self.day
            }.findings.map(\.code)
        }
        #expect(amend(to: start + -600_000).isEmpty && counted(desk, 1) == start + -600_000)
        #expect(amend(to: recorded + 600_000).isEmpty && counted(desk, 1) == recorded)
        #expect(amend(to: recorded + -30 * Self.day).contains("recorded_late") && counted(desk, 1) == recorded)
        #expect(desk.visit(named(1)).startedAt == recorded + -30 * Self.day)
    }

    @Test("records of older programs count as they were claimed")
    func olderRecords() {
        let at = instant(Self.noon)
        #expect(Contact(channel: "call", at: at, author: Desk.ana).counted == at)
        var visit = Visit(outcome: "paid", startedAt: at + 1, author: Desk.ana, recordedAt: at)
        #expect(visit.counted == at)
        visit.startedAt = at + -1
        #expect(visit.counted == at + -1)
        visit.startedAt = nil
        #expect(visit.counted == at)
    }

    @Test("an older record that is amended far back counts as it did before")
    func olderAmended() {
        var desk = Desk(now: Self.noon)
        let start = desk.now + -3_600_000
        var visit = Visit(outcome: "not_home", startedAt: start, author: Desk.ana, recordedAt: desk.now)
        desk.records.set(visit, named(1))
        desk.records.settle()
        desk.act(amendment(1, to: start + -30 * Self.day)) { $0.rules = rules }
        visit = desk.visit(named(1))
        #expect(visit.startedAt == start + -30 * Self.day && visit.countedAt == start)
    }

    @Test("a clock that is set within a boot is known to be wrong; one that is set across a boot is not")
    func clockMemory() {
        let at = instant(Self.noon)
        func clocks(_ wall: Int64, _ monotonic: Int64, boot: [UInt8] = [1]) -> ClockMemory {
            ClockMemory(wall: at + wall, monotonic: monotonic, bootID: boot, offset: 700)
        }
        let known = clocks(0, 5000)
        let hour: Int64 = 3_600_000
        #expect(known.offset(at: clocks(hour, 5000 + hour)) == 700)
        #expect(known.offset(at: clocks(hour + 200_000, 5000 + hour)) == 700)
        #expect(known.offset(at: clocks(hour + 90 * Self.day, 5000 + hour)) == 700 - 90 * Self.day)
        #expect(known.offset(at: clocks(-hour, 5000 + hour)) == 700 + 2 * hour)
        #expect(known.offset(at: clocks(90 * Self.day, 10, boot: [2])) == 700)
        #expect(clocks(0, 0, boot: []).offset(at: clocks(hour, 0, boot: [])) == 700)
        #expect(ClockMemory(text: known.text) == known && ClockMemory(text: "1 2 3") == nil)
        let extreme = ClockMemory(wall: Instant(milliseconds: .min), monotonic: .max, bootID: [1], offset: .min)
        #expect(known.offset(at: extreme) == .max && extreme.offset(at: known) == .min)
    }

    @Test("requests and consents, and their ends, stand by the server's clock, and not in the future")
    func otherMoments() {
        var desk = Desk(now: Self.noon)
        let ahead = 90 * Self.day
        let wall = desk.now + ahead
        let asked = AddRestriction(restriction: named(1), channel: "call", requestedAt: wall)
        let given = RecordConsent(consent: named(2), channel: "call", givenAt: wall + Self.day)
        for intent in [Intent.addRestriction(asked), .recordConsent(given)] {
            desk.admit(desk.write(intent, by: Desk.actor(Desk.ana), at: wall)) { $0.clockOffset = -ahead }
        }
        let lifted = WithdrawRestriction(restriction: named(1), withdrawnAt: wall)
        let revoked = RevokeConsent(consent: named(2), revokedAt: wall + Self.day)
        for intent in [Intent.withdrawRestriction(lifted), .revokeConsent(revoked)] {
            desk.admit(desk.write(intent, by: Desk.actor(Desk.ana), at: wall)) { $0.clockOffset = -ahead }
        }
        let restriction = desk.records[ContactRestriction.self, named(1)]
        let consent = desk.records[Consent.self, named(2)]
        #expect(restriction?.requestedAt == desk.now && restriction?.withdrawnAt == desk.now)
        #expect(consent?.givenAt == desk.now && consent?.revokedAt == desk.now)
    }
}
