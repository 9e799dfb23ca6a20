import FieldModel
import Foundation
import SyncCore
import SyncWire
import Testing

/// Intents and records as earlier programs wrote them: a line each of `Fixtures/wire.txt`, its sort, its number and its bytes
/// in base64. What stands there is never written again; `CARTERA_UPDATE_GOLDEN=1` adds the numbers that it lacks.
@Suite("Bytes of earlier programs")
struct StoredBytesTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/wire.txt")
    let intents = WireOperationCodec()
    let records = WireRecordCodec()

    struct Line: CustomTestStringConvertible, Sendable {
        let sort: Substring
        let number: Int
        let bytes: [UInt8]
        var testDescription: String { "\(sort) \(number)" }

        init?(_ text: Substring) {
            let parts = text.split(separator: " ")
            guard parts.count == 3, let number = Int(parts[1]), let data = Data(base64Encoded: String(parts[2])) else {
                return nil
            }
            (sort, self.number, bytes) = (parts[0], number, Array(data))
        }
    }

    static func lines() throws -> [Line] {
        let text = try String(contentsOf: path, encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { try #require(Line($0)) }
    }

    @Test("are read, and written back as they were")
    func sameBytes() throws {
        for line in try Self.lines() {
            switch line.sort {
            case "intent":
                let intent = try intents.decodeIntent(line.bytes)
                #expect(intent.kind == line.number)
                #expect(try intents.encodeIntent(intent) == line.bytes, "intent \(line.number)")
            case "record":
                let kind = try #require(RecordKind(rawValue: line.number))
                let record = try records.decode(kind: kind, bytes: line.bytes)
                #expect(try records.encode(record) == line.bytes, "record \(line.number)")
            default: Issue.record("\(line.sort)")
            }
        }
    }

    @Test("are kept of every kind there is")
    func complete() throws {
        let stored = Set(try Self.lines().map(\.testDescription))
        var missing: [String] = []
        for intent in intentSamples where !stored.contains("intent \(intent.kind)") {
            missing.append("intent \(intent.kind) \(Data(try intents.encodeIntent(intent)).base64EncodedString())")
        }
        for record in recordSamples where !stored.contains("record \(record.kind.rawValue)") {
            missing.append("record \(record.kind.rawValue) \(Data(try records.encode(record)).base64EncodedString())")
        }
        #expect(missing.isEmpty, "no bytes are stored of \(missing.count) kinds")
        if ProcessInfo.processInfo.environment["CARTERA_UPDATE_GOLDEN"] == "1", !missing.isEmpty {
            let handle = try FileHandle(forWritingTo: Self.path)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data((missing.joined(separator: "\n") + "\n").utf8))
        }
    }
}
