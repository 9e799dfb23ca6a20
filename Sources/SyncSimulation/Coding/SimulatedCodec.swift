internal import FieldModel
internal import SyncCore

/// Records and operations as deterministic bytes, without the wire's library.
struct SimulatedCodec: RecordCoding, OperationCoding {
    func encode(_ content: RecordContent) throws -> [UInt8] { try TreeEncoder.encode(content).encoded }

    func decode(kind: RecordKind, bytes: [UInt8]) throws -> RecordContent {
        let content = try TreeDecoder.decode(RecordContent.self, from: Tree(decoding: bytes))
        guard content.kind == kind else { throw TreeFailure(message: "a record of another kind") }
        return content
    }

    func encodeHeader(_ header: OperationHeader) throws -> [UInt8] { try TreeEncoder.encode(header).encoded }

    func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader {
        try TreeDecoder.decode(OperationHeader.self, from: Tree(decoding: bytes))
    }

    func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8] {
        Tree.list([.bytes(salt), .bytes(intent)]).encoded
    }

    func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8]) {
        guard case .list(let parts) = try Tree(decoding: bytes), parts.count == 2, case .bytes(let salt) = parts[0],
            case .bytes(let intent) = parts[1]
        else { throw TreeFailure(message: "not a body") }
        return (salt, intent)
    }

    func encodeIntent(_ intent: Intent) throws -> [UInt8] { try TreeEncoder.encode(intent).encoded }

    func decodeIntent(_ bytes: [UInt8]) throws -> Intent {
        try TreeDecoder.decode(Intent.self, from: Tree(decoding: bytes))
    }
}
