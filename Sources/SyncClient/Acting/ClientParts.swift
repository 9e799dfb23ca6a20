package import FieldModel
package import SyncCore
internal import SyncWire

/// The laptop's clocks, injected.
package protocol ClientClock: Sendable {
    func now() -> Instant
    /// Milliseconds since the boot that `bootID` names.
    func monotonic() -> Int64
    var bootID: [UInt8] { get }
}

extension ClientClock {
    func reading(offset: Int64) -> ClockMemory {
        ClockMemory(wall: now(), monotonic: monotonic(), bootID: bootID, offset: offset)
    }
}

/// What the replica's engine is made of: the store, the codecs, and all that is not pure.
package struct ClientParts: Sendable {
    package var store: any ReplicaStore
    /// Contents of attachments, beside the replica.
    package var contents: any ContentStore
    package var hash: any Hashing
    package var clock: any ClientClock
    /// So many random bytes, for names, salts and keys.
    package var random: @Sendable (Int) -> [UInt8]
    /// Page encodings beside `identity`, best first.
    package var encodings: [any PageCoding]
    /// Free bytes of the home's disk; nil when that cannot be measured.
    package var freeBytes: @Sendable () -> UInt64? = { nil }
    package var records: any RecordCoding = WireRecordCodec()
    package var operations: any OperationCoding = WireOperationCodec()
    package var rules: any RuleCoding = WireRuleCodec()
    let zones = ZoneShelf()

    package init(
        store: any ReplicaStore, contents: any ContentStore, hash: any Hashing, clock: any ClientClock,
        random: @escaping @Sendable (Int) -> [UInt8],
        encodings: [any PageCoding] = []
    ) {
        self.store = store
        self.contents = contents
        self.hash = hash
        self.clock = clock
        self.random = random
        self.encodings = encodings
    }

    package func mintID() -> Identifier {
        var generator = ByteGenerator(random: random)
        return .version7(at: clock.now(), using: &generator)
    }

    package func content(of row: ReplicaRow) -> RecordContent? {
        guard let kind = RecordKind(rawValue: Int(row.kind)) else { return nil }
        return try? records.decode(kind: kind, bytes: row.bytes)
    }
}

private struct ByteGenerator: RandomNumberGenerator {
    let random: @Sendable (Int) -> [UInt8]
    mutating func next() -> UInt64 { bigEndianWord(random(8)) }
}

/// Text of bytes, two digits each.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var out = [UInt8]()
    for byte in bytes {
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
    }
    return String(decoding: out, as: UTF8.self)
}

/// Nil unless `text` is an even number of hexadecimal digits.
package func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var out = [UInt8]()
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
            return nil
        }
        out.append(byte)
    }
    return out
}
