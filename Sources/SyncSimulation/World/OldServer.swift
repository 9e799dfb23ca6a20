internal import FieldModel
internal import SyncCore

/// A server of the version before: what newer laptops do and it cannot read is held until it is upgraded.
extension World {
    mutating func makeServerOld(_ dice: inout Dice) {
        let newer: [Intent] = [
            .setFlag(SetFlag(flag: .nil_, kind: "")), .logContact(LogContact(contact: .nil_, channel: "", result: "")),
            .amendVisit(AmendVisit(visit: .nil_, edits: [])),
            .updateContactPoint(UpdateContactPoint(point: .nil_, edits: [])),
        ]
        server.unknownIntents = Set(newer.map(\.kind).filter { _ in dice.below(2) == 0 })
        let kinds = server.unknownIntents.sorted()
        note("the server's program does not know the operations \(kinds)")
    }

    /// An upgrade is a start: what was held for it is decided, oldest first.
    mutating func upgradeServer(_ dice: inout Dice) {
        let unknown = server.unknownIntents
        guard !unknown.isEmpty else { return }
        for index in links.indices { links[index].hasServer = false }
        server.unknownIntents = []
        note("the server has the new program")
        let waiting = server.heldOperations.filter {
            $0.receipt.outcome.reason == AdmissionReason.unsupported && unknown.contains($0.header.kind)
        }
        for held in waiting where violation == nil { decide(held, granted: true, &dice) }
    }
}

extension SimulatedServer {
    /// Operations as its program reads them.
    var reading: any OperationCoding {
        unknownIntents.isEmpty ? codec : OldCoding(codec: codec, unknown: unknownIntents)
    }
}

/// Reads what the version before could read; what it could not it names by its kind.
private struct OldCoding: OperationCoding {
    let codec: SimulatedCodec
    let unknown: Set<Int>

    func decodeIntent(_ bytes: [UInt8]) throws -> Intent {
        let intent = try codec.decodeIntent(bytes)
        return unknown.contains(intent.kind) ? .unknown(kind: intent.kind) : intent
    }

    func encodeHeader(_ header: OperationHeader) throws -> [UInt8] { try codec.encodeHeader(header) }
    func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader { try codec.decodeHeader(bytes) }
    func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8] {
        try codec.encodeBody(salt: salt, intent: intent)
    }
    func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8]) { try codec.decodeBody(bytes) }
    func encodeIntent(_ intent: Intent) throws -> [UInt8] { try codec.encodeIntent(intent) }
}
