import FieldModel
import Foundation
import HostLibraries
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// Who may send and fetch which content, and what a hostile sender leaves behind.
@Suite("The contents' service")
struct AttachmentServiceTests {
    /// A world in which Ana has added a record of `content` to A-1; `claim` may say something else of it.
    private func world(
        _ content: [UInt8], claim: (inout AddAttachment) -> Void = { _ in }
    ) async throws -> (world: ClientWorld, attachment: RecordID) {
        let world = try await ClientWorld()
        let id = try await add(content, to: "A-1", by: world.ana, world, claim)
        return (world, id)
    }

    /// The record alone, as a device of the test's making writes it; nothing is on that device.
    private func add(
        _ content: [UInt8], to account: String, by laptop: Laptop, _ world: ClientWorld,
        _ claim: (inout AddAttachment) -> Void = { _ in }
    ) async throws -> RecordID {
        let id = world.harness.core.parts.mint()
        var intent = AddAttachment(
            attachment: id, name: "a.jpg", mediaType: "image/jpeg", size: UInt64(content.count),
            contentHash: OpenSSLHash().sha256(content), kind: "photo")
        claim(&intent)
        try await laptop.exchange()
        _ = try laptop.acting.act { _ in
            PlannedAct(account: try world.account(account), record: id, intent: .addAttachment(intent))
        }
        try await laptop.exchange()
        return id
    }

    private func chunks(_ content: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: content.count, by: Limits.attachmentChunkBytes).map {
            Array(content[$0..<min($0 + Limits.attachmentChunkBytes, content.count)])
        }
    }

    private func parts(_ world: ClientWorld) throws -> Int { try world.harness.contents.parts().count }

    @Test("takes a content in chunks, and gives it from any byte to whoever sees the account")
    func through() async throws {
        let content = photo(150_000)
        let (world, id) = try await world(content)
        let (server, ana) = (world.harness, world.ana.device.peer)
        #expect(try await server.offer([id], as: ana).map(\.state) == [.contentWanted])
        #expect(await code { try await server.download(id, as: ana) } == "content_missing")
        #expect(try await server.upload(id, chunks(content), as: ana) == 150_000)
        #expect(try await server.offer([id], as: ana).map(\.state) == [.contentHeld])
        for peer in [ana, world.office.device.peer, server.administrator] {
            #expect(try await server.download(id, from: 149_990, as: peer) == Array(content[149_990...]))
        }
        #expect(try await server.download(id, from: 150_000, as: ana).isEmpty)
        #expect(await code { try await server.download(id, from: 150_001, as: ana) } == "bad_offset")
        #expect(try parts(world) == 0)
    }

    @Test("says of another's attachment what it says of none")
    func scope() async throws {
        let content = photo(1000)
        let (world, id) = try await world(content)
        let (server, luis) = (world.harness, world.luis.device.peer)
        try await server.upload(id, [content], as: world.ana.device.peer)
        let nobody = server.core.parts.mint()
        for attachment in [id, nobody] {
            #expect(await code { try await server.download(attachment, as: luis) } == "unknown_attachment")
            #expect(await code { try await server.upload(attachment, [content], as: luis) } == "unknown_attachment")
        }
        #expect(try await server.offer([id, nobody], as: luis).map(\.state) == [.contentUnknown, .contentUnknown])
        let other = try await server.addBranch("Norte")
        let supervisor = try await server.addPerson("Sara", .supervisor, other).peer
        #expect(await code { try await server.download(id, as: supervisor) } == "unknown_attachment")
        let auditor = try await server.addPerson("Tere", .auditor, nil).peer
        #expect(try await server.download(id, as: auditor) == content)
        #expect(await code { try await server.upload(id, [content], as: auditor) } == "not_permitted")
        #expect(await code { try await server.offer([id], as: auditor) } == "not_permitted")
        try await server.setState(world.ana.device.id, "revoked")
        #expect(await code { try await server.download(id, as: world.ana.device.peer) } == "revoked")
    }

    @Test("asks for a content that others have, so that naming a hash opens nothing")
    func hashIsNoKey() async throws {
        let content = photo(1000)
        let (world, id) = try await world(content)
        let server = world.harness
        try await server.upload(id, [content], as: world.ana.device.peer)
        _ = try await server.assign(["A-2"], to: "Luis")
        let named = try await add(content, to: "A-2", by: world.luis, world)
        let luis = world.luis.device.peer
        #expect(try await server.offer([named], as: luis).map(\.state) == [.contentWanted])
        #expect(await code { try await server.download(named, as: luis) } == "content_missing")
        #expect(try await server.upload(named, [content], as: luis) == 1000)
        #expect(try await server.download(named, as: luis) == content)
        // One file under two accounts.
        let names = FileManager.default.enumerator(atPath: server.contents.path)?.compactMap { $0 as? String } ?? []
        let files = try names.filter { $0.utf8.count > 64 }.map {
            try FileManager.default.attributesOfItem(atPath: "\(server.contents.path)/\($0)")[.systemFileNumber] as? Int
        }
        #expect(files.count == 3 && Set(files).count == 1)
    }

    @Test("goes on at the byte where a sender stopped, and takes none before or beyond it")
    func offsets() async throws {
        let content = photo(200_000)
        let (world, id) = try await world(content)
        let (server, ana) = (world.harness, world.ana.device.peer)
        let pieces = chunks(content)
        #expect(await code { try await server.upload(id, Array(pieces[..<2]), as: ana) } == "upload_incomplete")
        let offer = try await server.offer([id], as: ana)[0]
        #expect(offer.state == .contentWanted && offer.offset == 131_072)
        for wrong in [0, 131_071, 131_073, .max] as [UInt64] {
            let said = await code { try await server.upload(id, [pieces[2]], from: wrong, as: ana) }
            #expect(said == "upload_offset")
        }
        #expect(try await server.upload(id, Array(pieces[2...]), from: 131_072, as: ana) == 200_000)
        #expect(await code { try await server.upload(id, [[1]], as: ana) } == "content_held")
        #expect(try await server.download(id, as: ana) == content)
    }

    @Test("keeps nothing of a content that is too long, of another hash, or of another sort than it says")
    func hostile() async throws {
        let content = photo(100_000)
        let (world, id) = try await world(content)
        let (server, ana) = (world.harness, world.ana.device.peer)
        let pieces = chunks(content)
        #expect(await code { try await server.upload(id, pieces + [[0]], as: ana) } == "content_too_long")
        #expect(try parts(world) == 0)
        var other = content
        other[99_999] ^= 1
        #expect(await code { try await server.upload(id, chunks(other), as: ana) } == "content_mismatch")
        #expect(try parts(world) == 0 && server.contents.list(nil).isEmpty)
        let large = [UInt8](repeating: 0, count: Limits.attachmentChunkBytes + 1)
        #expect(await code { try await server.upload(id, [large], as: ana) } == "chunk_too_large")
        #expect(await code { try await server.upload(id, [], as: ana) } == "malformed")
        let program = [0x7F] + Array("ELF".utf8) + [UInt8](repeating: 1, count: 60)
        let masked = try await add(program, to: "A-1", by: world.ana, world)
        #expect(await code { try await server.upload(masked, [program], as: ana) } == "content_mismatch")
        #expect(try server.contents.list(nil).isEmpty)
        #expect(try await server.upload(id, pieces, as: ana) == 100_000)
    }

    @Test("keeps few unfinished contents of a device, the latest, and none for long")
    func unfinished() async throws {
        let (world, first) = try await world(photo(100_000))
        let (server, ana) = (world.harness, world.ana.device.peer)
        var ids = [first]
        for seed in 2...UInt8(Limits.attachmentPartsPerDevice + 1) {
            ids.append(try await add(photo(100_000, seed: seed), to: "A-1", by: world.ana, world))
        }
        for id in ids {
            server.advance(milliseconds: 1000)
            #expect(await code { try await server.upload(id, [[0xFF]], as: ana) } == "upload_incomplete")
        }
        let offsets = try await server.offer(ids, as: ana).map(\.offset)
        #expect(offsets == [0] + [UInt64](repeating: 1, count: Limits.attachmentPartsPerDevice))
        server.advance(milliseconds: Limits.attachmentPartDays * ContentKeeper.dayMilliseconds - 1)
        // All but the last have been there for the whole of it.
        #expect(try await ContentKeeper(core: server.core).tidy().parts == Limits.attachmentPartsPerDevice - 1)
        server.advance(milliseconds: 1)
        #expect(try await ContentKeeper(core: server.core).tidy().parts == 1)
    }

    @Test("drops a content that no record has named for long, and no other")
    func unnamed() async throws {
        let content = photo(1000)
        let (world, id) = try await world(content)
        let server = world.harness
        try await server.upload(id, [content], as: world.ana.device.peer)
        try server.contents.append([1, 2], to: "lost", at: 0)
        let place = ContentPlace(account: try world.account(), hash: OpenSSLHash().sha256([1, 2]))
        #expect(try server.contents.finish(part: "lost", as: place) == .kept)
        let keeper = ContentKeeper(core: server.core)
        server.advance(milliseconds: Limits.attachmentUnnamedDays * ContentKeeper.dayMilliseconds - 1)
        #expect(try await keeper.tidy().contents == 0)
        server.advance(milliseconds: 1)
        #expect(try await keeper.tidy().contents == 1)
        #expect(try server.contents.list(nil).map(\.place.hash) == [OpenSSLHash().sha256(content)])
    }

    @Test("answers for as many attachments as one call may ask about, and no more")
    func mostOffers() async throws {
        let world = try await ClientWorld()
        let ids = (0...Limits.attachmentsPerOffer).map { _ in world.harness.core.parts.mint() }
        let ana = world.ana.device.peer
        #expect(try await world.harness.offer(Array(ids.dropLast()), as: ana).count == Limits.attachmentsPerOffer)
        #expect(await code { try await world.harness.offer(ids, as: ana) } == "too_many")
    }

    @Test("lets a later upload of a device take over from one that still hangs")
    func superseded() async throws {
        let desk = ContentDesk(contents: try await ClientWorld().harness.contents)
        let device = Identifier(high: 1, low: 1)
        let (first, second) = (desk.beginUpload(device), desk.beginUpload(device))
        #expect(throws: ServiceFailure.self) { try desk.demandCurrent(first, of: device) }
        try desk.demandCurrent(second, of: device)
        desk.endUpload(first, of: device)
        try desk.demandCurrent(second, of: device)
    }
}
