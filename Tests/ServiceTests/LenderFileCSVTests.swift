import FieldModel
import Testing

@testable import SyncClient

/// Rows as cells of text.
private func cells(_ rows: [CSVRow]) -> [[String]] {
    rows.map { row in (0..<row.count).map { row.text(of: $0) ?? "?" } }
}

private func read(_ bytes: [UInt8], pieces: Int, most: Int = Limits.cellBytes) throws -> [CSVRow] {
    var reader = CSVReader(mostCellBytes: most)
    var rows: [CSVRow] = []
    var start = 0
    while start < bytes.count {
        rows += reader.read(Array(bytes[start..<min(start + pieces, bytes.count)]))
        start += pieces
    }
    if let last = try reader.finish() { rows.append(last) }
    return rows
}

@Suite struct LenderFileCSVTests {
    private let order: [UInt8] = [0xEF, 0xBB, 0xBF]

    @Test(arguments: [1, 2, 3, 5, 7, 64, 4096])
    func theSizeOfThePiecesDoesNotMatter(pieces: Int) throws {
        let text = "a,\"b\"\"c\",d\r\n\r\n\"x\r\ny\",,\"\"\n\"1,2\",ñandú,🙂\rlast,\"\",z"
        let rows = try read(order + Array(text.utf8), pieces: pieces)
        #expect(
            cells(rows) == [
                ["a", "b\"c", "d"], ["x\r\ny", "", ""], ["1,2", "ñandú", "🙂"], ["last", "", "z"],
            ])
        #expect(rows.map(\.line) == [1, 3, 5, 6])
        #expect(rows.map(\.problem) == [nil, nil, nil, nil])
        #expect(rows.map(\.endsWithLineBreak) == [true, true, true, false])
    }

    @Test func aQuotedFirstCellMayFollowTheMarkOfByteOrder() throws {
        let rows = try read(order + Array("\"a\",b\n".utf8), pieces: 2)
        #expect(cells(rows) == [["a", "b"]] && rows[0].problem == nil)
    }

    @Test func whatOnlyBeginsLikeAMarkOfByteOrderIsText() throws {
        let rows = try read([0xEF, 0xBC, 0x8C] + Array(",b\n".utf8), pieces: 1)
        #expect(cells(rows) == [["，", "b"]])
    }

    @Test(arguments: ["a,b\"c,d\nok,1,2\n", "a,\"b\"c,d\nok,1,2\n"])
    func aStrayQuoteSpoilsItsRowAlone(text: String) throws {
        let rows = try read(Array(text.utf8), pieces: 3)
        #expect(rows.map(\.problem) == [.badQuote, nil])
        #expect(rows.map(\.problemCell) == [1, 0])
    }

    @Test func aQuoteThatIsNeverClosedIsACutFile() {
        let error = #expect(throws: ClientFailure.self) {
            try read(Array("a,b\n1,2\n3,\"four\n5,6\n".utf8), pieces: 4)
        }
        #expect(error?.code == "file_truncated" && error?.status == .badInput)
        #expect(error?.message.contains("line 3") == true)
    }

    @Test(arguments: [3, 4, 5])
    func aCellIsMeasuredAgainstItsLimit(length: Int) throws {
        let text = "\(String(repeating: "x", count: length)),b\nok,2\n"
        let rows = try read(Array(text.utf8), pieces: 2, most: 4)
        #expect(rows.map(\.problem) == [length > 4 ? .cellTooLong : nil, nil])
        #expect(cells(rows)[1] == ["ok", "2"])
    }

    @Test func aCellOfAMegabyteIsNotKept() throws {
        let text = "a,\"\(String(repeating: "x", count: 1 << 20))\"\nok,2\n"
        let rows = try read(Array(text.utf8), pieces: 64 * 1024)
        #expect(rows.map(\.problem) == [.cellTooLong, nil])
        #expect(rows[0].bytes.count < 2 * Limits.cellBytes)
    }

    @Test func bytesThatAreNoTextStayInTheirCell() throws {
        let rows = try read(Array("a,".utf8) + [0xFF, 0xFE] + Array(",c\n".utf8), pieces: 1)
        #expect(cells(rows) == [["a", "?", "c"]])
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let cells = [["a", "b,c", "d\"e"], ["", " x", "line\r\nbreak"]]
        let bytes = cells.flatMap { CSVText.row($0) }
        let rows = try read(bytes, pieces: 3)
        #expect(rows.map { row in (0..<row.count).map { row.text(of: $0) ?? "?" } } == cells)
    }
}
