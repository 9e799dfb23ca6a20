internal import FieldModel

/// Reads CSV (RFC 4180) in pieces of any size, in memory that does not grow with the file.
///
/// CRLF, LF and CR end a row; a mark of byte order at the beginning is passed over. What is wrong with a row is noted
/// in it and reading goes on with the next; only a quote that is never closed ends the file.
package struct CSVReader {
    private enum State {
        case cellStart, unquoted, quoted
        /// After a quote within quotes: another one means a quote, anything else the end.
        case quoteSeen
    }

    private var state = State.cellStart
    private var row = CSVRow(line: 1)
    private var line = 1
    private var lastWasCR = false
    private var hasContent = false
    private var orderMarkMatched = 0
    /// Where the cell that is open began.
    private var quoteLine = 1
    private let mostCellBytes: Int

    package init(mostCellBytes: Int = Limits.cellBytes) { self.mostCellBytes = mostCellBytes }

    private static let orderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    /// The rows that end within `chunk`.
    package mutating func read(_ chunk: [UInt8]) -> [CSVRow] {
        var rows: [CSVRow] = []
        var index = passOrderMark(chunk)
        while index < chunk.count {
            let byte = chunk[index]
            if lastWasCR, byte == Self.lineFeed {
                lastWasCR = false
                if state == .quoted { row.append([byte], mostCellBytes: mostCellBytes) }
                index += 1
                continue
            }
            lastWasCR = byte == Self.carriageReturn
            switch state {
            case .quoted: index = readQuoted(chunk, from: index)
            case .quoteSeen: index = readAfterQuote(chunk, at: index, &rows)
            case .cellStart, .unquoted: index = readPlain(chunk, from: index, &rows)
            }
        }
        return rows
    }

    /// The last row, where no line break ends it. Throws for a quote that is still open.
    package mutating func finish() throws -> CSVRow? {
        if orderMarkMatched < 3, orderMarkMatched > 0 { keepFalseOrderMark() }
        guard state != .quoted else {
            throw ClientFailure.badInput(
                "file_truncated", "The file ends inside a quoted cell that begins on line \(quoteLine).",
                hint: "The file is cut off, or a quote is missing there: ask for it again, or close the quote.")
        }
        guard hasContent else { return nil }
        row.endCell()
        row.endsWithLineBreak = false
        return row.isBlank ? nil : row
    }

    private mutating func readQuoted(_ chunk: [UInt8], from start: Int) -> Int {
        var end = start
        var wasCR = false
        while end < chunk.count, chunk[end] != Self.quote {
            let byte = chunk[end]
            if byte == Self.carriageReturn || byte == Self.lineFeed && !wasCR { line += 1 }
            wasCR = byte == Self.carriageReturn
            end += 1
        }
        row.append(chunk[start..<end], mostCellBytes: mostCellBytes)
        lastWasCR = wasCR && end == chunk.count
        guard end < chunk.count else { return end }
        state = .quoteSeen
        return end + 1
    }

    private mutating func readAfterQuote(_ chunk: [UInt8], at index: Int, _ rows: inout [CSVRow]) -> Int {
        switch chunk[index] {
        case Self.quote:
            row.append([Self.quote], mostCellBytes: mostCellBytes)
            state = .quoted
            return index + 1
        case Self.comma, Self.carriageReturn, Self.lineFeed:
            state = .unquoted
            return readPlain(chunk, from: index, &rows)
        default:
            row.note(.badQuote)
            state = .unquoted
            return index
        }
    }

    private mutating func readPlain(_ chunk: [UInt8], from start: Int, _ rows: inout [CSVRow]) -> Int {
        var end = start
        while end < chunk.count {
            let byte = chunk[end]
            if byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn || byte == Self.quote {
                break
            }
            end += 1
        }
        if end > start {
            row.append(chunk[start..<end], mostCellBytes: mostCellBytes)
            state = .unquoted
            hasContent = true
            lastWasCR = false
        }
        guard end < chunk.count else { return end }
        lastWasCR = chunk[end] == Self.carriageReturn
        switch chunk[end] {
        case Self.quote: openQuote()
        case Self.comma:
            row.endCell()
            state = .cellStart
            hasContent = true
        default: endRow(&rows)
        }
        return end + 1
    }

    private mutating func openQuote() {
        hasContent = true
        guard state == .cellStart else {
            row.note(.badQuote)
            return row.append([Self.quote], mostCellBytes: mostCellBytes)
        }
        row.isQuoted = true
        quoteLine = line
        state = .quoted
    }

    private mutating func endRow(_ rows: inout [CSVRow]) {
        row.endCell()
        if !row.isBlank { rows.append(row) }
        line += 1
        row = CSVRow(line: line)
        state = .cellStart
        hasContent = false
    }

    private mutating func passOrderMark(_ chunk: [UInt8]) -> Int {
        var index = 0
        while orderMarkMatched < 3, index < chunk.count {
            guard chunk[index] == Self.orderMark[orderMarkMatched] else {
                keepFalseOrderMark()
                break
            }
            orderMarkMatched += 1
            index += 1
        }
        return index
    }

    /// What began like a mark of byte order and was none is text.
    private mutating func keepFalseOrderMark() {
        if orderMarkMatched > 0 {
            row.append(Self.orderMark[..<orderMarkMatched], mostCellBytes: mostCellBytes)
            state = .unquoted
            hasContent = true
        }
        orderMarkMatched = 3
    }
}
