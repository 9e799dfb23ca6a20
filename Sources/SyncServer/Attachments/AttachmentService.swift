internal import FieldModel
internal import FoundationEssentials
package import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
package import SyncWire

/// `cartera.v1.Attachments`: contents by their records, in chunks, from where they stand.
package struct AttachmentService: Cartera_V1_Attachments.SimpleServiceProtocol {
    private let core: ServerCore
    private let peer: PeerSource

    package init(core: ServerCore, peer: @escaping PeerSource) {
        self.core = core
        self.peer = peer
    }

    package func offer(
        request: Cartera_V1_OfferRequest, context: ServerContext
    ) async throws -> Cartera_V1_OfferReply {
        let caller = try await core.authorise(peer(context), for: .sendAttachment)
        guard request.attachments.count <= Limits.attachmentsPerOffer else {
            throw ServiceFailure.invalid("too_many", "At most \(Limits.attachmentsPerOffer) attachments in one call.")
        }
        let (core, asked) = (core, request.attachments)
        let permits = try await core.readers.read { reading in
            try asked.map { try Identifier(bytes: $0).flatMap { try core.permit(caller, $0, in: reading) } }
        }
        let device = caller.device.id
        let states = try await core.contents.files { contents in
            try zip(asked, permits).map { id, permit in
                guard let permit, permit.maySend else { return (Cartera_V1_ContentState.contentUnknown, UInt64(0)) }
                if try permit.attachment.withdrawnBy != nil || contents.held(permit.place) != nil {
                    return (.contentHeld, permit.attachment.size)
                }
                return (.contentWanted, try contents.part(Self.partName(device, [UInt8](id)))?.size ?? 0)
            }
        }
        return .with { reply in
            reply.contents = zip(asked, states).map { id, found in
                .with {
                    $0.attachment = id
                    $0.state = found.0
                    $0.offset = found.1
                }
            }
        }
    }

    package func upload(
        request: RPCAsyncSequence<Cartera_V1_UploadPart, any Error>, context: ServerContext
    ) async throws -> Cartera_V1_UploadReply {
        let identity = peer(context)
        let caller = try await core.authorise(identity, for: .sendAttachment)
        let number = core.contents.beginUpload(caller.device.id)
        defer { core.contents.endUpload(number, of: caller.device.id) }
        var upload: Upload?
        for try await part in request {
            if upload == nil { upload = try await begin(part, caller, number) }
            try await upload?.take([UInt8](part.bytes), mayContinue: { try await mayContinue(identity) })
        }
        guard let upload else { throw ServiceFailure.invalid("malformed", "An upload says whose content it is.") }
        _ = try await core.authorise(identity, for: .sendAttachment)
        let size = try await upload.finish()
        return .with { $0.size = size }
    }

    package func download(
        request: Cartera_V1_DownloadRequest, response: RPCWriter<Cartera_V1_DownloadPart>, context: ServerContext
    ) async throws {
        let identity = peer(context)
        let caller = try await core.authorise(identity, for: .fetchAttachment)
        let permit = try await core.permit(caller, [UInt8](request.attachment))
        guard permit.mayFetch else {
            throw ServiceFailure.notFound("unknown_attachment", "There is no such attachment.")
        }
        let place = permit.place
        guard let held = try await core.contents.files({ try $0.held(place) }) else {
            throw ServiceFailure(
                .failedPrecondition, code: "content_missing", "The server does not have the file yet.",
                hint: "It arrives when the laptop that added it synchronises.")
        }
        guard request.offset <= held.size else {
            throw ServiceFailure.invalid("bad_offset", "The file has \(held.size) bytes.")
        }
        var offset = request.offset
        while offset < held.size {
            let from = offset
            let bytes = try await core.contents.files {
                try $0.bytes(place, from: from, count: Limits.attachmentChunkBytes)
            }
            if bytes.isEmpty { throw ServiceFailure(.aborted, code: "content_changed", "The file became shorter.") }
            try await response.write(.with { $0.bytes = Data(bytes) })
            offset += UInt64(bytes.count)
            if offset / Self.recheckBytes != from / Self.recheckBytes { try await mayContinue(identity) }
        }
    }

    /// A call may last as long as a bad link does: who was revoked meanwhile sends and gets no more.
    private func mayContinue(_ identity: PeerIdentity?) async throws {
        _ = try await core.authorise(identity, for: .fetchAttachment)
    }

    static let recheckBytes: UInt64 = 1 << 20

    /// Of one device: two that send the same content do not mix their bytes.
    static func partName(_ device: DeviceID, _ attachment: [UInt8]) -> String {
        "\(partPrefix(device))\(Identifier(bytes: attachment)?.hexadecimal ?? "")"
    }

    static func partPrefix(_ device: DeviceID) -> String { "\(device.hexadecimal)." }
}

extension AttachmentService {
    private func begin(_ first: Cartera_V1_UploadPart, _ caller: Principal, _ number: UInt64) async throws -> Upload {
        let permit = try await core.permit(caller, [UInt8](first.attachment))
        guard permit.maySend else {
            throw ServiceFailure.notFound("unknown_attachment", "There is no such attachment.")
        }
        let device = caller.device.id
        let part = Self.partName(device, [UInt8](first.attachment))
        let (isHeld, size) = try await core.contents.files { contents in
            let size = try contents.part(part)?.size ?? 0
            if size == 0 { try Self.makeRoom(for: device, contents) }
            return (try contents.held(permit.place) != nil, size)
        }
        guard !isHeld, permit.attachment.withdrawnBy == nil else {
            throw ServiceFailure(.alreadyExists, code: "content_held", "The server has this file.")
        }
        guard first.offset == size else {
            throw ServiceFailure(
                .failedPrecondition, code: "upload_offset", "The server has \(size) bytes of this file.",
                hint: "Ask where it stands, and send from there.")
        }
        return Upload(
            desk: core.contents, permit: permit, device: device, number: number, part: part, size: size)
    }

    /// Unfinished contents of a device are few: the oldest goes.
    private static func makeRoom(for device: DeviceID, _ contents: any ContentStore) throws {
        let own = try contents.parts().filter { $0.name.hasPrefix(partPrefix(device)) }
            .sorted { ($0.changedAt, $0.name) < ($1.changedAt, $1.name) }
        for part in own.prefix(max(0, own.count - Limits.attachmentPartsPerDevice + 1)) {
            try contents.drop(part: part.name)
        }
    }
}

/// One content on its way in: what does not belong to it ends the call and leaves nothing of it.
private struct Upload {
    let desk: ContentDesk
    let permit: ContentPermit
    let device: DeviceID
    let number: UInt64
    let part: String
    var size: UInt64

    mutating func take(_ bytes: [UInt8], mayContinue: () async throws -> Void) async throws {
        if bytes.isEmpty { return }
        guard bytes.count <= Limits.attachmentChunkBytes else {
            throw ServiceFailure.invalid(
                "chunk_too_large", "A chunk has at most \(Limits.attachmentChunkBytes) bytes.")
        }
        let total = size + UInt64(bytes.count)
        let (part, offset) = (part, size)
        guard total <= permit.attachment.size else {
            try await desk.files { try $0.drop(part: part) }
            throw ServiceFailure.invalid(
                "content_too_long", "More bytes came than the file has: nothing of it was kept.")
        }
        try desk.demandCurrent(number, of: device)
        try await desk.files { try $0.append(bytes, to: part, at: offset) }
        size = total
        if total / AttachmentService.recheckBytes != offset / AttachmentService.recheckBytes {
            try await mayContinue()
        }
    }

    /// What came short stays as it is: a stream that was cut looks like one that ended.
    func finish() async throws -> UInt64 {
        guard size == permit.attachment.size else {
            throw ServiceFailure(
                .aborted, code: "upload_incomplete", "The upload ended before the file did.",
                hint: "It goes on from here with the next sync.")
        }
        try desk.demandCurrent(number, of: device)
        let (part, place, claimed) = (part, permit.place, permit.attachment.mediaType)
        let end = try await desk.files { contents in
            let end = try contents.finish(part: part, as: place)
            guard end == .kept, MediaType.recognised.contains(claimed) else { return end }
            let head = try contents.bytes(place, from: 0, count: MediaType.headBytes)
            if MediaType.of(head) == claimed { return .kept }
            try contents.remove(place)
            return .mismatch
        }
        guard end == .kept else {
            throw ServiceFailure.invalid(
                "content_mismatch", "The bytes are not those that the record names: nothing of them was kept.")
        }
        return size
    }
}
