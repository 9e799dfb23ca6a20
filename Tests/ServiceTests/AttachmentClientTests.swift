import FieldModel
import Foundation
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// Contents on laptops: kept before they are promised, sent after the records, gone with their account.
@Suite("Contents of a laptop")
struct AttachmentClientTests {
    @Test("are on disk with the record, wait until they are sent, and reach another laptop of the account")
    func throughLaptops() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let content = photo(150_000)
        let id = try world.ana.attach(account, content)
        #expect(try world.ana.waiting == 1)
        // Nothing is offered that the server has no record of.
        #expect(try await world.ana.carry().sent == 0)
        let synced = try await world.ana.exchange()
        #expect(synced.report.receipts.applied == 1)
        let report = try await world.ana.carry()
        #expect(report.sent == 1 && report.waiting == 0 && report.failed == 0 && report.bytesSent == 150_000)
        #expect(try await world.ana.carry().isQuiet)
        #expect(try world.ana.view { try AttachmentViews.list(account, $0) }.map { $0["copy"] } == ["laptop"])

        try await world.office.exchange()
        #expect(try world.office.view { try AttachmentViews.list(account, $0) }.map { $0["copy"] } == ["server"])
        #expect(try await world.office.fetch(id, under: account).bytesReceived == 150_000)
        let place = ContentPlace(account: account, hash: OpenSSLHash().sha256(content))
        #expect(try world.office.contents.bytes(place, from: 0, count: 200_000) == content)
        #expect(try await world.office.carry().sent == 0)
    }

    @Test("go on at the byte where the connection was cut, both ways")
    func cut() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let content = photo(10 * Limits.attachmentChunkBytes)
        let id = try world.ana.attach(account, content)
        try await world.ana.exchange()
        for done in 1...3 {
            let report = try await world.ana.carry(cut: 2)
            #expect(report.failed == 1 && report.sent == 0 && report.waiting == 1 && !report.failure.isEmpty)
            let offset = try await world.harness.offer([id], as: world.ana.device.peer)[0].offset
            #expect(offset == UInt64(done * 2 * Limits.attachmentChunkBytes))
        }
        let last = try await world.ana.carry()
        #expect(last.sent == 1 && last.bytesSent == UInt64(4 * Limits.attachmentChunkBytes))

        try await world.office.exchange()
        await #expect(throws: (any Error).self) { try await world.office.fetch(id, under: account, cut: 7) }
        #expect(try world.office.contents.parts().map(\.size) == [UInt64(7 * Limits.attachmentChunkBytes)])
        let rest = try await world.office.fetch(id, under: account)
        #expect(rest.bytesReceived == UInt64(3 * Limits.attachmentChunkBytes) && rest.fetched == 1)
    }

    @Test("leave with their account, unsent ones when the server has them")
    func evicted() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let content = photo(3 * Limits.attachmentChunkBytes)
        let sent = try world.ana.attach(account, photo(1000, seed: 9))
        try await world.ana.exchange()
        try await world.ana.carry()
        let id = try world.ana.attach(account, content)
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        let synced = try await world.ana.exchange()
        #expect(synced.report.evicted == 1 && synced.report.digest == "match")
        #expect(try world.ana.waiting == 1 && world.ana.contentFiles.count >= 2)
        try await world.ana.carry(cut: 1)
        #expect(try world.ana.parts.store.read { try $0.evictions().map(\.erased) } == [false])
        // Its author sends it still; what others have under the account is no longer his.
        #expect(
            await code { try await world.harness.download(sent, as: world.ana.device.peer) } == "unknown_attachment")
        #expect(try await world.ana.carry().sent == 1)
        #expect(world.ana.contentFiles.isEmpty)
        #expect(try world.ana.parts.store.read { try $0.evictions().map(\.erased) } == [true])
        try await world.luis.exchange()
        for attachment in [sent, id] { try await world.luis.fetch(attachment, under: account) }
        #expect(try world.luis.contents.list(account).map(\.size).sorted() == [1000, UInt64(content.count)])
        try await world.ana.exchange()
        #expect(try world.harness.store.read { try $0.pendingErasures(device: world.ana.device.id) }.isEmpty)
    }

    @Test("are offered again to a server that lost them with its store")
    func restored() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let copy = world.harness.folder.appending(path: "backup.sqlite")
        try world.harness.store.backup(to: copy.path)
        let id = try world.ana.attach(account, photo(70_000))
        try await world.ana.exchange()
        #expect(try await world.ana.carry().sent == 1)
        try await world.office.exchange()
        try await world.office.fetch(id, under: account)

        let restored = try await ServerHarness(copy: (copy, world.harness))
        _ = try await restored.core.beginEpoch(
            backupMadeAt: ServerHarness.start, revocations: [], after: try await world.harness.core.epoch())
        try await world.ana.exchange(with: restored)
        let report = try await world.ana.carry(with: restored)
        #expect(report.sent == 1 && report.waiting == 0)
        #expect(try await restored.download(id, as: world.ana.device.peer) == photo(70_000))
    }

    @Test("are taken no more when too many bytes wait, and none is left of what was not taken")
    func mostWaiting() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let first = AttachedFile(name: "a.jpg", bytes: photo(600))
        _ = try world.ana.acting.attach(account, first, mostWaiting: 1000)
        let second = AttachedFile(name: "b.jpg", bytes: photo(401, seed: 2))
        let failure = #expect(throws: ClientFailure.self) {
            try world.ana.acting.attach(account, second, mostWaiting: 1000)
        }
        #expect(failure?.code == "attachments_waiting_full" && failure?.status == .tryLater)
        #expect(world.ana.contentFiles.count == 1)
        _ = try world.ana.acting.attach(
            account, AttachedFile(name: "c.jpg", bytes: photo(400, seed: 3)), mostWaiting: 1000)
        // The same file once more weighs nothing.
        _ = try world.ana.acting.attach(account, first, mostWaiting: 1000)
        #expect(try world.ana.waiting == 2)
        for (bytes, code) in [
            ([], "attachment_empty"), (photo(Int(Limits.attachmentBytes) + 1), "attachment_too_large"),
        ] as [([UInt8], String)] {
            let failure = #expect(throws: ClientFailure.self) { try world.ana.attach(account, bytes) }
            #expect(failure?.code == code)
        }
        let bad = #expect(throws: ClientFailure.self) { try world.ana.attach(account, photo(10), name: "a/b") }
        #expect(bad?.code == "bad_file_name" && world.ana.contentFiles.count == 2)
        let dry = try Acting(world.ana.parts, dryRun: true).attach(
            account, AttachedFile(name: "d.jpg", bytes: photo(50, seed: 4)))
        #expect(dry.isDryRun && dry.outcome.state == .applied && world.ana.contentFiles.count == 2)
    }

    @Test("of the largest size go through")
    func largest() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let id = try world.ana.attach(try world.account(), photo(Int(Limits.attachmentBytes)))
        try await world.ana.exchange()
        #expect(try await world.ana.carry().sent == 1)
        #expect(try await world.harness.download(id, as: world.ana.device.peer).count == Int(Limits.attachmentBytes))
    }

    @Test("go with the lease, without a server that says so, and what it does not have stays for it")
    func leaseEnds() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        _ = try world.ana.attach(account, photo(1000))
        try await world.ana.exchange()
        #expect(try await world.ana.carry().sent == 1)
        _ = try world.ana.attach(account, photo(2000, seed: 2))
        world.harness.advance(milliseconds: Greeter.leaseMilliseconds - 1)
        world.ana.parts.eraseCopiesAfterLease()
        #expect(try world.ana.contents.list(nil).map(\.size).sorted() == [1000, 2000])
        world.harness.advance(milliseconds: 1)
        world.ana.parts.eraseCopiesAfterLease()
        #expect(try world.ana.contents.list(nil).map(\.size) == [2000])
        #expect(try world.ana.waiting == 1)
    }

    @Test("that were taken back go from the laptop, and stay with the server for the record")
    func withdrawn() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let unsent = try world.ana.acting.attach(account, AttachedFile(name: "a.jpg", bytes: photo(10)))
        _ = try world.ana.acting.withdrawOperation(unsent.operation, reason: "blurred")
        let sent = try world.ana.acting.attach(account, AttachedFile(name: "b.jpg", bytes: photo(20, seed: 2)))
        #expect(try world.ana.waiting == 1)
        try await world.ana.exchange()
        #expect(try await world.ana.carry().sent == 1)
        #expect(try world.ana.contents.list(nil).map(\.size) == [20])
        _ = try world.ana.acting.withdrawOperation(sent.operation, reason: "another debtor")
        try await world.ana.exchange()
        try await world.ana.carry()
        #expect(world.ana.contentFiles.isEmpty)
        let office = world.office.device.peer
        #expect(try await world.harness.download(sent.record, as: office) == photo(20, seed: 2))
    }

    @Test("that are damaged are not sent, and are found by looking")
    func damaged() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        _ = try world.ana.attach(account, photo(1000))
        _ = try world.ana.attach(account, photo(2000, seed: 2))
        try await world.ana.exchange()
        let place = ContentPlace(account: account, hash: OpenSSLHash().sha256(photo(1000)))
        let name = try #require(world.ana.contentFiles.first { $0.hasSuffix(hexadecimal(place.hash)) })
        let handle = try FileHandle(forWritingTo: URL(filePath: "\(world.ana.contents.path)/\(name)"))
        try handle.write(contentsOf: Data("x".utf8))
        try handle.close()
        #expect(try world.ana.contents.damaged() == [place])
        let report = try await world.ana.carry()
        #expect(report.sent == 1 && report.failed == 1 && report.failure == "content_damaged" && report.waiting == 1)
    }
}
