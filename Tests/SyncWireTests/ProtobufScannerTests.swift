import FieldModel
import SyncWire
import Testing

struct ProtobufScannerTests {
    @Test func readsEachWireType() {
        let bytes: [UInt8] = [0x08, 0x96, 0x01, 0x11, 1, 0, 0, 0, 0, 0, 0, 0x80, 0x1D, 2, 0, 0, 0, 0x22, 0x01, 0x61]
        let fields = Array(ProtobufScanner(bytes))
        #expect(fields.map(\.number) == [1, 2, 3, 4])
        #expect(
            fields.map(\.value) == [
                .varint(150), .fixed64(0x8000_0000_0000_0001), .fixed32(2), .bytes([0x61]),
            ])
    }

    @Test func findsAnAccountsNumber() throws {
        let account = Account(
            creditor: "Banco", number: "000-17/Ñ", currency: samplePesos, lenderBalance: 1,
            balanceAsOfDay: sampleDay(0),
            assignee: sampleID(3))
        let bytes = try WireRecordCodec().encode(.account(account))
        #expect(AccountScan.creditor(bytes) == "Banco")
        #expect(AccountScan.number(bytes) == "000-17/Ñ")
        #expect(AccountScan.assignee(bytes) == sampleID(3))
    }

    @Test func theLastOfAFieldCounts() {
        #expect(ProtobufScanner.text(1, in: [0x0A, 0x01, 0x61, 0x0A, 0x01, 0x62]) == "b")
    }

    @Test func absentAndUnreadableAreEmpty() {
        #expect(ProtobufScanner.text(1, in: []).isEmpty)
        #expect(ProtobufScanner.text(1, in: [0x08, 0x01]).isEmpty)
        #expect(ProtobufScanner.text(1, in: [0x0A, 0x01, 0xFF]).isEmpty)
        #expect(ProtobufScanner.identifier(1, in: [0x0A, 0x01, 0x61]) == nil)
    }

    @Test func endsWhereTheBytesAreNoMessage() {
        // A length beyond the end, a group, field number 0, a varint without end, a number cut short.
        for tail: [UInt8] in [
            [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x0B, 0x0C], [0x00],
            Array(repeating: 0xFF, count: 11), [0x15, 0x01],
        ] {
            #expect(ProtobufScanner.numbers(in: [0x08, 0x01] + tail + [0x08, 0x01]) == [1])
        }
    }
}
