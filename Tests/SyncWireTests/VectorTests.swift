import FieldModel
import Foundation
import HostLibraries
import SyncCore
import SyncWire
import Testing

/// Bytes in a vector file, written in hexadecimal.
struct Hexadecimal: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let digits = Array(try container.decode(String.self))
        bytes = try stride(from: 0, to: digits.count, by: 2).map { place in
            guard place + 1 < digits.count, let byte = UInt8(String(digits[place...place + 1]), radix: 16) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
            }
            return byte
        }
    }

    var identifier: Identifier? { Identifier(bytes: bytes) }
}

/// A number in a vector file, written as text since not every reader of JSON has 64 bits.
struct Decimal64<Number: FixedWidthInteger>: Decodable {
    let value: Number

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Number(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number")
        }
        self.value = value
    }
}

func readVectors<Vectors: Decodable>(_ name: String) throws -> Vectors {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
        Vectors.self, from: try Data(contentsOf: root.appending(path: "Protos/vectors/\(name)")))
}

/// Swift agrees with the vectors that tools/make-vectors makes from protoc and SHA-256 alone.
struct OperationVectorTests {
    struct Operation: Decodable {
        struct Fields: Decodable {
            struct Position: Decodable {
                let branch: Hexadecimal
                let epoch: Decimal64<UInt64>
                let commit: Decimal64<UInt64>
                let lastKey: Hexadecimal
            }
            let id, device, previousLink, account, bootId, commitment, author: Hexadecimal
            let incarnation: Decimal64<UInt32>
            let sequence: Decimal64<UInt64>
            let kind: Decimal64<Int>
            let dependsOn: [Hexadecimal]
            let seen: Position
            let wallClock, monotonic: Decimal64<Int64>
            let hlc: Decimal64<UInt64>
        }
        let fields: Fields
        let header, link, salt, intent, commitment, body: Hexadecimal
    }

    let codec = WireOperationCodec()
    let hash = OpenSSLHash()

    private func native(_ fields: Operation.Fields) throws -> OperationHeader {
        OperationHeader(
            id: try #require(fields.id.identifier), device: try #require(fields.device.identifier),
            incarnation: fields.incarnation.value, sequence: fields.sequence.value,
            previousLink: fields.previousLink.bytes, account: try #require(fields.account.identifier),
            kind: fields.kind.value, dependsOn: fields.dependsOn.compactMap(\.identifier),
            seen: FeedPosition(
                branch: fields.seen.branch.identifier, epoch: fields.seen.epoch.value,
                commit: fields.seen.commit.value, lastKey: fields.seen.lastKey.bytes),
            wallClock: Instant(milliseconds: fields.wallClock.value), monotonic: fields.monotonic.value,
            bootID: fields.bootId.bytes, hlc: HybridLogicalClock(packed: fields.hlc.value),
            commitment: fields.commitment.bytes, author: try #require(fields.author.identifier))
    }

    @Test func headersAreEncodedAlike() throws {
        let operations: [Operation] = try readVectors("operations.json")
        #expect(operations.count == 3)
        for operation in operations {
            let header = try native(operation.fields)
            #expect(try codec.encodeHeader(header) == operation.header.bytes)
            #expect(try codec.decodeHeader(operation.header.bytes) == header)
        }
    }

    @Test func bodiesAndIntentsAreEncodedAlike() throws {
        let operations: [Operation] = try readVectors("operations.json")
        for operation in operations {
            let body = try codec.decodeBody(operation.body.bytes)
            #expect(body.salt == operation.salt.bytes)
            #expect(body.intent == operation.intent.bytes)
            #expect(try codec.encodeBody(salt: body.salt, intent: body.intent) == operation.body.bytes)
            let intent = try codec.decodeIntent(body.intent)
            #expect(intent.kind == operation.fields.kind.value)
            #expect(try codec.encodeIntent(intent) == operation.intent.bytes)
        }
    }

    @Test func commitmentsAndLinksMakeTheChain() throws {
        let operations: [Operation] = try readVectors("operations.json")
        var previous: [UInt8] = []
        for operation in operations {
            #expect(operation.fields.previousLink.bytes == previous)
            let commitment = ChainHash.commitment(
                salt: operation.salt.bytes, intent: operation.intent.bytes, hash: hash)
            #expect(commitment == operation.commitment.bytes)
            #expect(commitment == operation.fields.commitment.bytes)
            previous = ChainHash.link(header: operation.header.bytes, hash: hash)
            #expect(previous == operation.link.bytes)
        }
    }
}

struct RowVectorTests {
    struct Rows: Decodable {
        struct Scope: Decodable {
            let sum: Hexadecimal
            let count: Decimal64<Int64>
            var native: ScopeDigest? { ScopeDigest(bytes: sum.bytes, count: count.value) }
        }
        struct Row: Decodable {
            let kind: Decimal64<UInt16>
            let id, bytes, digest, repairKey: Hexadecimal
            let epoch, commit: Decimal64<UInt64>
            let scopeSoFar: Scope
        }
        let rows: [Row]
        let scopeWithoutFirst: Scope
    }

    let hash = OpenSSLHash()

    private func digest(_ row: Rows.Row) throws -> RowDigest {
        RowDigest(
            kind: row.kind.value, id: try #require(row.id.identifier),
            version: RecordVersion(epoch: row.epoch.value, commit: row.commit.value), bytes: row.bytes.bytes, hash: hash
        )
    }

    @Test func rowDigestsAndRepairKeys() throws {
        let vectors: Rows = try readVectors("rows.json")
        for row in vectors.rows {
            #expect(try digest(row).bytes == row.digest.bytes)
            let key = RowDigest.repairKey(kind: row.kind.value, id: try #require(row.id.identifier), hash: hash)
            #expect(withUnsafeBytes(of: key.bigEndian, Array.init) == row.repairKey.bytes)
        }
    }

    @Test func scopeDigestsAreSums() throws {
        let vectors: Rows = try readVectors("rows.json")
        var scope = ScopeDigest()
        for row in vectors.rows {
            scope.add(try digest(row))
            #expect(scope == row.scopeSoFar.native)
        }
        scope.remove(try digest(try #require(vectors.rows.first)))
        #expect(scope == vectors.scopeWithoutFirst.native)
    }

    @Test func knownKindsAreReadAndWrittenBackAlike() throws {
        let vectors: Rows = try readVectors("rows.json")
        let codec = WireRecordCodec()
        var known = 0
        for row in vectors.rows {
            guard let kind = RecordKind(rawValue: Int(row.kind.value)) else { continue }
            known += 1
            #expect(try codec.encode(try codec.decode(kind: kind, bytes: row.bytes.bytes)) == row.bytes.bytes)
        }
        #expect(known == vectors.rows.count - 1)
    }
}
