import FieldModel
import SwiftProtobuf
import SyncCore
import SyncWire
import Testing

/// SplitMix64: the same bytes on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// `bytes` with up to four bytes changed, put in, taken out or cut off.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0..<4, using: &self) {
            let byte = UInt8.random(in: 0...255, using: &self)
            guard !bytes.isEmpty else {
                bytes.append(byte)
                continue
            }
            let place = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<16, using: &self) {
            case 0: bytes.removeSubrange(place...)
            case 1...3: bytes.insert(byte, at: place)
            case 4...6: bytes.remove(at: place)
            case 7...9: bytes[place] ^= 1 << (byte & 7)
            default: bytes[place] = byte
            }
        }
        return bytes
    }
}

/// What a peer or a damaged file may say is read or refused, never trapped on; what was read can be written and read
/// again.
struct HostileBytesTests {
    static let rounds = 400

    @Test(arguments: recordSamples) func mutatedRecords(record: RecordContent) throws {
        let codec = WireRecordCodec()
        let sound = try codec.encode(record)
        var generator = SeededGenerator(state: UInt64(record.kind.rawValue))
        var read = 0
        for _ in 0..<Self.rounds {
            let bytes = generator.mutate(sound)
            guard let decoded = attempt({ try codec.decode(kind: record.kind, bytes: bytes) }) else { continue }
            read += 1
            let again = try codec.encode(decoded)
            #expect(try codec.decode(kind: record.kind, bytes: again) == decoded)
        }
        #expect(read > 0)
    }

    @Test func recordsReadAsEveryOtherKind() throws {
        let codec = WireRecordCodec()
        for record in recordSamples {
            let bytes = try codec.encode(record)
            for kind in RecordKind.allCases {
                guard let decoded = attempt({ try codec.decode(kind: kind, bytes: bytes) }) else { continue }
                #expect(try codec.decode(kind: kind, bytes: try codec.encode(decoded)) == decoded)
            }
        }
    }

    @Test(arguments: intentSamples) func mutatedIntents(intent: Intent) throws {
        let codec = WireOperationCodec()
        let sound = try codec.encodeIntent(intent)
        var generator = SeededGenerator(state: UInt64(intent.kind))
        for _ in 0..<Self.rounds {
            let bytes = generator.mutate(sound)
            guard let decoded = attempt({ try codec.decodeIntent(bytes) }) else { continue }
            guard let again = attempt({ try codec.encodeIntent(decoded) }) else { continue }
            #expect(try codec.decodeIntent(again) == decoded)
        }
    }

    @Test func mutatedHeadersAndBodies() throws {
        let codec = WireOperationCodec()
        let header = try codec.encodeHeader(sampleHeader)
        let body = try codec.encodeBody(salt: [UInt8](repeating: 1, count: 16), intent: [1, 2, 3])
        var generator = SeededGenerator(state: 1)
        for _ in 0..<Self.rounds * 10 {
            if let decoded = attempt({ try codec.decodeHeader(generator.mutate(header)) }) {
                #expect(try codec.decodeHeader(try codec.encodeHeader(decoded)) == decoded)
            }
            _ = attempt { try codec.decodeBody(generator.mutate(body)) }
        }
    }

    @Test func mutatedBytesScanned() throws {
        let sound = try WireRecordCodec().encode(recordSamples[0])
        var generator = SeededGenerator(state: 2)
        for _ in 0..<Self.rounds * 10 { _ = ProtobufScanner.numbers(in: generator.mutate(sound)) }
        for _ in 0..<Self.rounds * 10 {
            let noise = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = ProtobufScanner.numbers(in: noise)
        }
    }

    /// Nil when it throws, as long as it throws a `WireFailure`.
    private func attempt<Value>(_ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch is WireFailure {
            return nil
        } catch {
            Issue.record("not a WireFailure: \(error)")
            return nil
        }
    }
}
