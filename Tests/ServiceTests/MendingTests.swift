import FieldModel
import Foundation
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// A replica that a disk has damaged is compared by repair keys, and only what differs is sent again.
@Suite("Mending a replica")
struct MendingTests {
    /// Rows of Ana's beside her accounts: the server's own bytes, whatever they say.
    private func fill(_ world: ClientWorld, rows: Int, kind: RecordKind = .visit) async throws {
        let (branch, person) = (world.branch.id, world.ana.device.person)
        let core = world.harness.core
        for start in stride(from: 0, to: rows, by: 10_000) {
            try await core.writer.perform { transaction in
                let version = RecordVersion(
                    epoch: try transaction.head(branch).epoch, commit: try transaction.nextCommit(branch))
                for number in start..<min(start + 10_000, rows) {
                    try transaction.put(
                        branch: branch, audience: .collector(person),
                        key: RecordKey(kind: kind, id: core.parts.mint()), account: nil, version: version,
                        bytes: Array("row number \(number) of the collector's replica".utf8))
                }
            }
        }
    }

    /// The home as another process of it finds it: nothing of the file is in memory.
    private func reopened(_ laptop: Laptop) throws -> ClientParts {
        let store = try SQLiteReplicaStore.open(
            home: laptop.folder.path, hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: false)
        var parts = laptop.parts
        parts.store = store
        return parts
    }

    private func exchange(_ laptop: Laptop, with parts: ClientParts) async throws -> SyncReport {
        let peer = laptop.device.peer
        let service = ExchangeService(core: laptop.device.harness.core, peer: { _ in peer })
        return try await Laptop.talk(to: service) { try await ExchangeRunner(parts).run($0).report }
    }

    private func flip(_ text: String, in laptop: Laptop) throws {
        try laptop.parts.store.truncateJournals()
        let file = URL(fileURLWithPath: SQLiteReplicaStore.path(home: laptop.folder.path))
        var bytes = try Data(contentsOf: file)
        let place = try #require(bytes.range(of: Data(text.utf8)))
        bytes[place.lowerBound + 2] ^= 1
        let handle = try FileHandle(forWritingTo: file)
        try handle.seek(toOffset: UInt64(place.lowerBound))
        try handle.write(contentsOf: bytes[place])
        try handle.close()
    }

    @Test("a flipped byte among 100,000 rows is found at the next sync and mended with under 100 kB")
    func flippedByte() async throws {
        let world = try await ClientWorld()
        try await fill(world, rows: 100_000)
        #expect(try await world.ana.exchange().report.digest == "match")
        try flip("row number 77777 of", in: world.ana)
        let parts = try reopened(world.ana)
        #expect(try parts.store.integrityProblems().count == 1)
        let mended = try await exchange(world.ana, with: parts)
        #expect(mended.digest == "repaired" && mended.repairedRows == 1)
        let bytes = mended.bytesSent + mended.bytesReceived
        #expect(bytes < 100_000)
        #expect(try parts.store.integrityProblems() == [])
        print("flipped byte: \(bytes) bytes, \(mended.roundTrips) round trips, \(mended.pulled) rows pulled")
        let again = try await exchange(world.ana, with: parts)
        #expect(again.digest == "match" && again.pulled == 0 && again.repairedRows == 0)

        // Recorded, and shown on both sides.
        let status = try parts.store.read {
            try StatusView.status(ViewContext($0, parts: parts, localOffsetSeconds: 0))
        }
        #expect(status["repairs"] == JSONValue(1) && status["repaired_rows"] == JSONValue(1))
        #expect(status["last_repair_at"] != .null)
        let doctor = DoctorView { key, values in ([key] + values).joined(separator: " ") }
        let damaged = ReplicaDamage(rows: [ReplicaDamage.Row(branch: .nil_, kind: 3, id: .nil_)])
        #expect(doctor.replica(["record"], damaged).map { $0["advice"] } == ["sync_mends"])
        // A broken chain is not mended by a sync, nor is what lies beside it.
        #expect(doctor.replica(["record", "chain"], damaged).map { $0["advice"] } == ["new_home", "new_home"])
        let now = world.harness.clock.now
        let found = doctor.digest("match", repairs: 1, rows: 1, repairedAt: now, now: now + 1)
        #expect(found["state"] == .string("warning"))
        #expect(doctor.digest("match", now: now)["state"] == .string("ok"))
        let entry = try world.harness.store.read { reading in
            try RepairHistory(of: world.ana.device.id, in: reading)
        }
        #expect(entry?.times == 1 && entry?.rows == 1 && entry?.lastAt == now)

        // Two thousand rows gone and five hundred that are nobody's: what is sent is near what differs.
        try parts.store.write { transaction in
            let rows = try transaction.repairRowDigests(branch: world.branch.id, prefix: [])
            let lost = rows.filter { $0.kind == UInt16(RecordKind.visit.rawValue) }.prefix(2_000)
            try transaction.removeConfirmed(lost.map { ($0.kind, $0.id) }, branch: world.branch.id)
            let strays = (0..<500).map { _ in
                FeedRow(
                    kind: UInt16(RecordKind.visit.rawValue), id: parts.mintID(), account: nil,
                    version: RecordVersion(epoch: 1, commit: 1), feedCommit: 1, bytes: [1, 2, 3])
            }
            _ = try transaction.apply(strays, branch: world.branch.id) { _ in nil }
        }
        let much = try await exchange(world.ana, with: parts)
        #expect(much.digest == "repaired" && much.repairedRows == 2_500)
        print("2500 rows: \(much.bytesSent + much.bytesReceived) bytes, \(much.roundTrips) round trips")
        #expect(try parts.store.integrityProblems() == [])
    }

    @Test("half a year away among 100,000 accounts costs near what changed")
    func awayAmongMany() async throws {
        let world = try await ClientWorld()
        try await fill(world, rows: 100_000, kind: .account)
        let first = try await world.ana.exchange().report
        #expect(first.digest == "match")
        // One account in a hundred is gone and two in a hundred are changed; the feed has forgotten the first.
        let (branch, person) = (world.branch.id, world.ana.device.person)
        let core = world.harness.core
        let held = try world.ana.parts.store.read { try $0.repairRowDigests(branch: branch, prefix: []) }
            .filter { $0.kind == UInt16(RecordKind.account.rawValue) }
        try await core.writer.perform { transaction in
            let version = RecordVersion(
                epoch: try transaction.head(branch).epoch, commit: try transaction.nextCommit(branch))
            for row in held.prefix(1_000) {
                try transaction.remove(
                    branch: branch, audience: .collector(person), key: RecordKey(kind: .account, id: row.id),
                    account: nil, version: version)
            }
            for row in held.dropFirst(1_000).prefix(2_000) {
                try transaction.put(
                    branch: branch, audience: .collector(person), key: RecordKey(kind: .account, id: row.id),
                    account: nil, version: version, bytes: Array("row \(row.id) with another balance".utf8))
            }
        }
        let compactor = FeedCompactor(core: core)
        try await compactor.compact(horizonDays: 60)
        world.harness.advance(milliseconds: 80 * 86_400_000)
        #expect(try await compactor.compact(horizonDays: 60)[0].done.tombstones == 1_000)
        let back = try await world.ana.exchange().report
        #expect(back.digest == "match" && back.repairedRows == 0)
        let bytes = back.bytesSent + back.bytesReceived
        print("half a year: \(bytes) bytes, \(back.roundTrips) round trips, first sync \(first.bytesReceived)")
        #expect(back.pulled == 2_000 && bytes < 400_000)
        #expect(try world.ana.parts.store.integrityProblems() == [])
        let next = try await world.ana.exchange().report
        #expect(next.digest == "match" && next.pulled == 0)
    }

    @Test("no body goes while an allowance that was granted with it may run, whatever the server's days are")
    func leastDays() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        var words = VisitWords()
        words.outcome = "not_home"
        let operation = try world.ana.acting.recordVisit(try world.account(), words).operation
        try await world.ana.exchange()
        try world.ana.parts.store.write { try $0.set(.bodyDays, 1) }
        let pruning = ExchangeStore(world.ana.parts)
        func isKept(after days: Int) throws -> Bool {
            world.harness.advance(milliseconds: Int64(days) * 86_400_000)
            try pruning.pruneBodies()
            return try world.ana.parts.store.read { try !($0.operation(operation)?.sealed.body ?? []).isEmpty }
        }
        #expect(try isKept(after: Limits.allowanceDays))
        #expect(try !isKept(after: 2))
    }

    @Test("bodies whose receipt is older than the server's days are let go, others and refused ones stay")
    func pruning() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        func visit(_ note: String) throws -> OperationID {
            var words = VisitWords()
            words.outcome = "not_home"
            words.note = note
            return try world.ana.acting.recordVisit(account, words).operation
        }
        func body(_ operation: OperationID) throws -> [UInt8] {
            try world.ana.parts.store.read { try $0.operation(operation)?.sealed.body ?? [] }
        }
        let old = try visit("old")
        try await world.ana.exchange()
        #expect(try !body(old).isEmpty)
        world.harness.advance(milliseconds: Int64(Limits.bodyDays) * 86_400_000 + 1)
        let young = try visit("young")
        let unsent = try visit("unsent")
        try await world.ana.exchange()
        #expect(try body(old).isEmpty)
        #expect(try !body(young).isEmpty && !body(unsent).isEmpty)
        // Header, link and receipt stay: the chain verifies, and a repeat is answered.
        #expect(try world.ana.parts.store.integrityProblems() == [])
        #expect(try world.ana.parts.store.read { try $0.operation(old)?.receipt?.outcome.state } == .applied)
    }
}
