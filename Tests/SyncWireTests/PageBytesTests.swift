import FieldModel
import FoundationEssentials
import SwiftProtobuf
import SyncCore
import Testing

@testable import SyncWire

/// The page's own reader and writer against the library's.
@Suite struct PageBytesTests {
    private static let rows: [FeedRow] = {
        let small = Identifier(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)
        let account = Identifier(high: .max, low: 1)
        let version = RecordVersion(epoch: 1_795_550_375_973, commit: 300)
        var rows: [FeedRow] = []
        for state in [RowState.live, .tombstone, .eviction] {
            for kind: UInt16 in [1, 4, 63, 127] {
                for size in [0, 1, 127, 128, 20_000] {
                    for feedCommit: UInt64 in [300, 301] {
                        rows.append(
                            FeedRow(
                                kind: kind, id: small, account: kind < 64 ? account : nil, version: version,
                                feedCommit: feedCommit, bytes: Array(repeating: 7, count: size), state: state))
                    }
                }
            }
        }
        rows.append(
            FeedRow(kind: 1, id: account, account: account, version: version, feedCommit: 300, bytes: [1, 2, 3]))
        return rows
    }()

    private static func message(_ rows: [FeedRow]) -> Cartera_V1_PageContent {
        .with { $0.rows = rows.map { $0.proto() } }
    }

    @Test func bytesAreThoseOfTheMessages() throws {
        let bytes: [UInt8] = try Self.message(Self.rows).serializedBytes()
        #expect(PageBytes.write(Self.rows) == bytes)
        #expect(try PageBytes.rows(bytes) == Self.rows)
        #expect(try Cartera_V1_PageContent(serializedBytes: bytes).rows.map { try $0.native() } == Self.rows)
    }

    @Test func emptyPage() throws {
        #expect(PageBytes.write([]) == [])
        #expect(try PageBytes.rows([]) == [])
    }

    /// Every prefix of a page either reads as the rows before the cut or is refused, and so do the library's messages.
    @Test func aCutPageIsRefused() throws {
        let rows = Array(Self.rows.filter { $0.bytes.count < 2 }.prefix(4))
        let bytes = PageBytes.write(rows)
        for length in 0..<bytes.count {
            let cut = Array(bytes.prefix(length))
            let library = try? Cartera_V1_PageContent(serializedBytes: cut).rows.map { try $0.native() }
            #expect((try? PageBytes.rows(cut)) == library)
        }
    }

    @Test func fieldsOfANewerVersionArePassedOver() throws {
        var content = Self.message(Array(Self.rows.prefix(1)))
        let newer: [UInt8] = [0xA2, 0x06, 2, 9, 9]
        content.rows[0].unknownFields = try Cartera_V1_Row(serializedBytes: newer).unknownFields
        let bytes: [UInt8] = try content.serializedBytes() + newer
        #expect(try PageBytes.rows(bytes) == Array(Self.rows.prefix(1)))
    }

    @Test(
        arguments: [
            [0x0A, 2, 0x08, 1],  // no id
            [0x0A, 4, 0x12, 2, 1, 2],  // an id of two bytes
            [0x0A, 20, 0x12, 16, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0x40, 9],  // a state that there is not
            [0x0A, 22, 0x12, 16, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0x08, 0x80, 0x80, 4],  // kind 65536
            [0xFF],
        ] as [[UInt8]])
    func malformedRowsAreRefused(_ bytes: [UInt8]) {
        #expect(throws: WireFailure.self) { try PageBytes.rows(bytes) }
    }
}
