import FieldModel
import Testing

@testable import SyncCore

/// Limits of the reducer and of clocks, at the limit and one beyond.
@Suite("Limits of records and clocks")
struct LimitTests {
    @Test("an account takes so many open conflicts and refuses one more", arguments: [-1, 0])
    func openConflicts(beyond: Int) {
        var desk = Desk()
        desk.act(.setAccountFields(SetAccountFields(edits: [FieldEdit(field: "summary", value: "old")])))
        for number in 0..<Limits.openConflictsPerAccount + beyond {
            desk.records.set(
                Conflict(
                    recordKind: .contactPoint, record: named(5_000), field: "f\(number)", base: "", values: [],
                    openedAt: desk.now), named(10_000 + UInt64(number)))
        }
        desk.records.settle()
        var (ana, beto) = (Laptop(Desk.ana, at: desk), Laptop(Desk.beto, at: desk))
        ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", "ana's")])), at: &desk)
        beto.act(.setAccountFields(SetAccountFields(edits: [beto.edit("summary", "beto's")])), at: &desk)
        let last = (ana.sync(with: &desk) + beto.sync(with: &desk)).last
        #expect(last?.state == (beyond < 0 ? .conflicted : .refused))
        #expect(beyond < 0 || last?.reason == ReasonCode.tooManyConflicts.rawValue)
        #expect(desk.conflicts.count { !$0.resolved } == Limits.openConflictsPerAccount)
    }

    @Test("a clock that moved by the skew is sound, and one millisecond more is a jump", arguments: [0, 1])
    func clockJump(beyond: Int64) {
        let skew = Limits.clockSkewMilliseconds
        func memory(wall: Int64, monotonic: Int64, boot: UInt8, offset: Int64) -> ClockMemory {
            var hello = Hello(incarnation: 1, wallClock: Instant(milliseconds: wall))
            hello.monotonic = monotonic
            hello.bootID = [boot]
            return ClockMemory(hello, offset: offset)
        }
        let before = memory(wall: 1_000, monotonic: 10, boot: 1, offset: 0)
        for sign in [Int64(1), -1] {
            let sameBoot = memory(
                wall: 1_000_000 + 1_000 + sign * (skew + beyond), monotonic: 1_000_010, boot: 1, offset: 0)
            #expect(before.hasJumped(until: sameBoot, skew: skew) == (beyond > 0))
            let otherBoot = memory(wall: 5, monotonic: 1, boot: 2, offset: sign * (skew + beyond))
            #expect(before.hasJumped(until: otherBoot, skew: skew) == (beyond > 0))
        }
    }

    @Test("a peer's stamp is taken up to one's own time and the skew, and no further")
    func mergedStamps() {
        let now = Instant(milliseconds: 1_000_000)
        let edge = now.milliseconds + Limits.clockSkewMilliseconds
        for (claimed, kept) in [(edge, edge), (edge + 1, edge), (edge + 10 * 365 * 86_400_000, edge)] {
            var clock = HybridLogicalClock.zero
            clock.merge(
                HybridLogicalClock(milliseconds: claimed, counter: 0), now: now,
                skewMilliseconds: Limits.clockSkewMilliseconds)
            #expect(clock.milliseconds == kept)
        }
    }

    @Test("a repair is answered at its limits, and refused beyond them")
    func repairRequests() throws {
        for (cells, isTaken) in [(Limits.mostSketchCells, true), (Limits.mostSketchCells + 1, false)] {
            let request = RepairRequest(branch: named(1), ranges: [], sketchCells: cells)
            #expect(request.isWithinLimits == isTaken)
        }
        let range = RepairRange(prefix: [], digest: ScopeDigest())
        for (count, isTaken) in [(Limits.repairRanges, true), (Limits.repairRanges + 1, false)] {
            let request = RepairRequest(branch: named(1), ranges: [RepairRange](repeating: range, count: count))
            #expect(request.isWithinLimits == isTaken)
        }
        let row = KeyedRowDigest(kind: 1, id: named(1), digest: [])
        for (count, isTaken) in [(Limits.repairRows, true), (Limits.repairRows + 1, false)] {
            let rows = [KeyedRowDigest](repeating: row, count: count)
            #expect(RepairRequest(branch: named(1), ranges: [], rows: rows).isWithinLimits == isTaken)
        }
    }
}
