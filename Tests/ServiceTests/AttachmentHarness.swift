import FieldModel
import Foundation
import GRPCCore
import GRPCInProcessTransport
import HostLibraries
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Synchronization

@testable import SyncClient
@testable import SyncServer

extension ServerHarness {
    /// Talks to the contents' service as a device; the connection is cut after `cut` chunks either way.
    func attachments<T: Sendable>(
        as peer: PeerIdentity, cut: Int? = nil,
        _ body: @escaping @Sendable (Cartera_V1_Attachments.Client<InProcessTransport.Client>) async throws -> T
    ) async throws -> T {
        let pair = InProcessTransport()
        let service = CutAttachments(inner: AttachmentService(core: core, peer: { _ in peer }), cut: cut)
        return try await withGRPCServer(
            transport: pair.server, services: [service], interceptors: [FailureTelling()]
        ) { _ in
            try await withGRPCClient(transport: pair.client) { client in
                try await body(Cartera_V1_Attachments.Client(wrapping: client))
            }
        }
    }

    /// Sends chunks as they are given; returns what the server has then.
    @discardableResult
    func upload(
        _ attachment: RecordID, _ chunks: [[UInt8]], from offset: UInt64 = 0, as peer: PeerIdentity
    ) async throws -> UInt64 {
        try await attachments(as: peer) { client in
            try await client.upload { writer in
                for (index, chunk) in chunks.enumerated() {
                    let part = Cartera_V1_UploadPart.with {
                        if index == 0 {
                            $0.attachment = attachment.data
                            $0.offset = offset
                        }
                        $0.bytes = Data(chunk)
                    }
                    do { try await writer.write(part) } catch { return }
                }
            } onResponse: { response in
                try response.message.size
            }
        }
    }

    func download(_ attachment: RecordID, from offset: UInt64 = 0, as peer: PeerIdentity) async throws -> [UInt8] {
        let request = Cartera_V1_DownloadRequest.with {
            $0.attachment = attachment.data
            $0.offset = offset
        }
        return try await attachments(as: peer) { client in
            try await client.download(request) { response in
                var bytes: [UInt8] = []
                for try await part in response.messages { bytes += [UInt8](part.bytes) }
                return bytes
            }
        }
    }

    func offer(_ attachments: [RecordID], as peer: PeerIdentity) async throws -> [Cartera_V1_OfferedContent] {
        let request = Cartera_V1_OfferRequest.with { $0.attachments = attachments.map(\.data) }
        return try await self.attachments(as: peer) { try await $0.offer(request).contents }
    }
}

/// The stable code of what a call threw.
func code(_ body: () async throws -> some Any) async -> String {
    do {
        _ = try await body()
        return ""
    } catch let error as RPCError {
        return error.metadata[stringValues: ServiceFailure.codeKey].first { _ in true } ?? "\(error.code)"
    } catch {
        return "\(error)"
    }
}

extension Laptop {
    /// One sync's carrying of contents.
    @discardableResult
    func carry(cut: Int? = nil, with harness: ServerHarness? = nil) async throws -> ContentReport {
        let parts = parts
        return try await (harness ?? device.harness).attachments(as: device.peer, cut: cut) { client in
            // A connection without a call is no connection.
            _ = try await client.offer(Cartera_V1_OfferRequest())
            let courier = ContentCourier(parts, client)
            let report = try await courier.send()
            try courier.tidy()
            let store = ExchangeStore(parts)
            if try store.mustTruncate() { try store.truncateAfterErasing() }
            return report
        }
    }

    @discardableResult
    func fetch(_ attachment: RecordID, under account: AccountID, cut: Int? = nil) async throws -> ContentReport {
        let wanted = try view { try AttachmentViews.find("\(attachment)", under: account, $0).wanted }
        let parts = parts
        return try await device.harness.attachments(as: device.peer, cut: cut) { client in
            var report = ContentReport()
            try await ContentCourier(parts, client).fetch(wanted, &report)
            return report
        }
    }

    func attach(_ account: AccountID, _ bytes: [UInt8], name: String = "photo.jpg") throws -> RecordID {
        try acting.attach(account, AttachedFile(name: name, bytes: bytes)).record
    }

    var waiting: Int { get throws { try parts.store.read { try ContentLedger($0, parts).waiting().count } } }

    /// Paths of all files in the contents' folder but its lock.
    var contentFiles: [String] {
        let all = FileManager.default.enumerator(atPath: contents.path)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(contents.path)/\(path)", isDirectory: &isFolder)
            return !isFolder.boolValue && !path.hasSuffix("contents.lock")
        }.sorted()
    }
}

/// A JPEG by its first bytes, of that many bytes, all different from another seed's.
func photo(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, seed]
    var state = UInt32(seed) &* 2_654_435_761
    while bytes.count < count {
        state = state &* 1_664_525 &+ 1_013_904_223
        bytes.append(UInt8(truncatingIfNeeded: state >> 24))
    }
    return Array(bytes.prefix(count))
}

/// The real service behind a wire that is cut.
private struct CutAttachments: Cartera_V1_Attachments.StreamingServiceProtocol {
    let inner: AttachmentService
    let cut: Int?

    func offer(
        request: StreamingServerRequest<Cartera_V1_OfferRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<Cartera_V1_OfferReply> {
        try await inner.offer(request: request, context: context)
    }

    func upload(
        request: StreamingServerRequest<Cartera_V1_UploadPart>, context: ServerContext
    ) async throws -> StreamingServerResponse<Cartera_V1_UploadReply> {
        guard let cut else { return try await inner.upload(request: request, context: context) }
        let messages = RPCAsyncSequence(wrapping: CutSequence(base: request.messages, count: cut))
        return try await inner.upload(
            request: StreamingServerRequest(metadata: request.metadata, messages: messages), context: context)
    }

    func download(
        request: StreamingServerRequest<Cartera_V1_DownloadRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<Cartera_V1_DownloadPart> {
        let response = try await inner.download(request: request, context: context)
        guard let cut else { return response }
        let contents = try response.accepted.get()
        return StreamingServerResponse { writer in
            try await contents.producer(RPCWriter(wrapping: CutWriter(inner: writer, left: Left(cut))))
        }
    }
}

private final class Left: Sendable {
    private let count: Mutex<Int>
    init(_ count: Int) { self.count = Mutex(count) }

    func take() throws {
        try count.withLock { left in
            guard left > 0 else { throw RPCError(code: .unavailable, message: "Stream unexpectedly closed.") }
            left -= 1
        }
    }
}

private struct CutWriter: RPCWriterProtocol {
    let inner: RPCWriter<Cartera_V1_DownloadPart>
    let left: Left

    func write(_ element: Cartera_V1_DownloadPart) async throws {
        try left.take()
        try await inner.write(element)
    }

    func write(contentsOf elements: some Sequence<Cartera_V1_DownloadPart>) async throws {
        for element in elements { try await write(element) }
    }
}

private struct CutSequence: AsyncSequence, Sendable {
    let base: RPCAsyncSequence<Cartera_V1_UploadPart, any Error>
    let count: Int

    struct Iterator: AsyncIteratorProtocol {
        var base: RPCAsyncSequence<Cartera_V1_UploadPart, any Error>.AsyncIterator
        let left: Left

        mutating func next() async throws -> Cartera_V1_UploadPart? {
            try left.take()
            return try await base.next()
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), left: Left(count)) }
}
