import FieldModel
import SyncCore
import Testing

/// Nothing that a peer sends may trap, and what has no effect has none at all.
@Suite("Hostile values")
struct HostileTests {
    @Test("never trap, never leave half an operation, never make a record that cannot be kept", arguments: 1...40)
    func walk(seed: Int) {
        var desk = EveryIntent.furnished()
        var hostile = HostileIntents(seed: UInt64(seed))
        for _ in 0..<120 {
            let intent = hostile.intent(
                desk.past.keys.sorted(), conflicts: desk.records.all(Conflict.self).map(\.id))
            let actor =
                hostile.chance(70)
                ? Desk.actor(hostile.pick([Desk.ana, Desk.beto]), hostile.pick(Role.allCases)) : Desk.system
            var written = desk.write(intent, by: actor)
            if hostile.chance(30) { written.header.wallClock = hostile.instant() ?? desk.now }
            if hostile.chance(10) { written.header.dependsOn = [hostile.id()] }
            let before = desk.records.records
            let outcome = desk.admit(written) { context in
                if hostile.chance(30) { context.clockOffset = hostile.amount() }
                if hostile.chance(30) { context.previousContact = hostile.instant() }
                context.clockSuspect = hostile.chance(20)
                context.accountWasHeld = hostile.chance(80)
                context.wasSeen = { _ in false }
            }
            switch outcome.state {
            case .applied, .merged, .conflicted:
                #expect(outcome.reason.isEmpty)
                #expect((outcome.state == .conflicted) == !outcome.conflicts.isEmpty)
            case .refused, .held, .withdrawn:
                #expect(ReasonCode(rawValue: outcome.reason) != nil || outcome.state == .withdrawn)
                #expect(desk.records.records == before)
            }
            for record in desk.records.records where !before.contains(record) { expectKeepable(record) }
        }
    }

    /// Moments and days that the wire can say, sizes that fit a row.
    private func expectKeepable(_ record: Record) {
        var moments: [Instant?] = []
        var days: [CalendarDate?] = []
        var texts: [String] = []
        switch record.content {
        case .visit(let visit):
            moments = [visit.startedAt, visit.endedAt, visit.recordedAt]
            texts = [visit.note] + visit.revisions.flatMap { $0.previous.map(\.value) }
        case .payment(let payment):
            moments = [payment.claimedAt, payment.effectiveAt, payment.reversedAt]
            days = [payment.effectiveDay]
            #expect(payment.amount > 0)
        case .promise(let promise):
            moments = [promise.madeAt] + promise.events.map(\.at)
            days = [promise.judgedDay] + promise.instalments.map(\.dueDay)
            #expect(promise.paid >= 0 && promise.instalments.allSatisfy { $0.amount > 0 })
        case .contact(let contact): moments = [contact.at]
        case .flag(let flag):
            moments = [flag.recordedAt, flag.clearedAt]
            days = [flag.sinceDay]
        case .consent(let consent): moments = [consent.givenAt, consent.revokedAt, consent.expiresAt]
        case .restriction(let restriction): moments = [restriction.requestedAt, restriction.withdrawnAt]
        case .contactPoint(let point): moments = [point.removedAt] + point.stamps.map(\.at)
        case .conflict(let conflict):
            moments = [conflict.openedAt, conflict.resolvedAt] + conflict.values.map(\.at)
            texts = conflict.values.map(\.value)
            #expect(conflict.values.count >= 2)
        case .finding(let finding): moments = [finding.openedAt]
        default: break
        }
        let last: Int64 = 253_402_300_799_999
        for case let moment? in moments { #expect((1...last).contains(moment.milliseconds), "\(record)") }
        for case let day? in days { #expect((1...3_652_059).contains(day.rataDie), "\(record)") }
        #expect(texts.reduce(0) { $0 + $1.utf8.count } < Limits.recordBytes - 8000)
    }
}
