/// Cells written as RFC 4180 has them: quoted where they must be, rows ended by CRLF.
package enum CSVText {
    package static func row(_ cells: some Sequence<String>) -> [UInt8] { row(bytes: cells.map { Array($0.utf8) }) }

    package static func row(bytes cells: some Sequence<some Collection<UInt8>>) -> [UInt8] {
        var out: [UInt8] = []
        var isFirst = true
        for cell in cells {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            append(cell, to: &out)
        }
        out += "\r\n".utf8
        return out
    }

    private static func append(_ cell: some Collection<UInt8>, to out: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let mustQuote = cell.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
        guard mustQuote || cell.first == UInt8(ascii: " ") else { return out.append(contentsOf: cell) }
        out.append(quote)
        for byte in cell {
            if byte == quote { out.append(quote) }
            out.append(byte)
        }
        out.append(quote)
    }
}
