internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Records and operations as deterministic bytes, without the wire's library.
///
/// One per world and thread: bytes that were read once are not read again, as both ends read the same ones all the time.
final class SimulatedCodec: RecordCoding, OperationCoding, @unchecked Sendable {
    private var contents: [Bytes: RecordContent] = [:]
    private var headers: [Bytes: OperationHeader] = [:]
    private var intents: [Bytes: Intent] = [:]
    private var rules: [[Bytes]: ActiveRules] = [:]

    func encode(_ content: RecordContent) throws -> [UInt8] {
        let bytes = try TreeEncoder.encode(content)
        let key = Bytes(bytes)
        if contents[key] == nil {
            guard try read(RecordContent.self, bytes) == content else {
                throw TreeFailure(message: "a record of kind \(content.kind) does not survive its bytes")
            }
            contents[key] = content
        }
        return bytes
    }

    func decode(kind: RecordKind, bytes: [UInt8]) throws -> RecordContent {
        let key = Bytes(bytes)
        if let known = contents[key], known.kind == kind { return known }
        let content = try read(RecordContent.self, bytes)
        guard content.kind == kind else { throw TreeFailure(message: "a record of another kind") }
        contents[key] = content
        return content
    }

    func encodeHeader(_ header: OperationHeader) throws -> [UInt8] { try TreeEncoder.encode(header) }

    func decodeHeader(_ bytes: [UInt8]) throws -> OperationHeader {
        let key = Bytes(bytes)
        if let known = headers[key] { return known }
        let header = try read(OperationHeader.self, bytes)
        headers[key] = header
        return header
    }

    func encodeBody(salt: [UInt8], intent: [UInt8]) throws -> [UInt8] {
        try TreeEncoder.encode([salt, intent])
    }

    func decodeBody(_ bytes: [UInt8]) throws -> (salt: [UInt8], intent: [UInt8]) {
        guard case .list(let parts) = try Tree(decoding: bytes), parts.count == 2, case .bytes(let salt) = parts[0],
            case .bytes(let intent) = parts[1]
        else { throw TreeFailure(message: "not a body") }
        return (salt, intent)
    }

    func encodeIntent(_ intent: Intent) throws -> [UInt8] { try TreeEncoder.encode(intent) }

    func decodeIntent(_ bytes: [UInt8]) throws -> Intent {
        let key = Bytes(bytes)
        if let known = intents[key] { return known }
        let intent = try read(Intent.self, bytes)
        intents[key] = intent
        return intent
    }

    /// The rules of these packs; nil without any.
    func rules(_ packs: [[UInt8]]) -> ActiveRules? {
        if packs.isEmpty { return nil }
        let key = packs.map(Bytes.init)
        if let known = rules[key] { return known }
        let documents = packs.compactMap { bytes in
            (try? decode(kind: .rulePack, bytes: bytes)).flatMap { RuleDocument($0, SimulatedRuleCodec()) }
        }
        let active = ActiveRules(documents)
        rules[key] = active
        return active
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try TreeDecoder.decode(type, from: Tree(decoding: bytes))
    }
}

/// Bytes as a key: hashed in one go and not one by one, which a third of a seed's time went into.
private struct Bytes: Hashable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
