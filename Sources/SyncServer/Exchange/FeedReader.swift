internal import FieldModel
internal import SyncCore

/// Reads what a session is to be sent on the store's reading threads, and makes pages of it.
struct FeedReader: Sendable {
    let core: ServerCore
    let device: DeviceID
    let accepted: [String]

    /// The next page beyond `after`; with the last one the checkpoint, from the same snapshot.
    func pull(_ scope: SyncScope, after: FeedPosition, round: UInt32) async throws -> Pulled {
        let (core, device) = (core, device)
        let part = try await core.readers.read { reading in
            try FeedReading(reading, scope).pull(after: after, round: round, device: device) {
                try core.logs.head(of: scope.branch, in: $0)
            }
        }
        let page =
            part.rows.isEmpty ? nil : try core.parts.pages.page(part.rows, reaches: part.reached, accepted: accepted)
        return Pulled(
            page: page, checkpoint: part.checkpoint, reached: part.reached, late: part.late,
            lateThrough: part.lateThrough)
    }

    func repair(_ request: RepairRequest, _ scope: SyncScope) async throws -> RepairReply {
        let hash = core.parts.hash
        return try await core.readers.read { try FeedReading($0, scope).repair(request, hash: hash) }
    }

    /// As it is sent: rows in one of the encodings that were asked for.
    func packed(_ reply: RepairReply, accepted: [String]) throws -> RepairReply {
        if reply.rows.isEmpty || accepted.isEmpty { return reply }
        var packed = reply
        packed.packed = try core.parts.pages.page(reply.rows, reaches: reply.at, accepted: accepted)
        packed.rows = []
        return packed
    }
}
