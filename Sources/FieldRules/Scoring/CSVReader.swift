/// One record of a CSV file; its memory is used again for the next.
package struct CSVRow {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    /// As a spreadsheet counts: the header is row 1.
    package var number = 1

    package var count: Int { ends.count }

    package subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// An empty line, which is passed over.
    var isBlank: Bool { ends.count == 1 && bytes.isEmpty }
}

/// RFC 4180, read in pieces of any size: memory holds one record. A BOM and lines that end in LF are accepted too.
package struct CSVReader {
    private enum State {
        case fieldStart, plain, quoted, afterQuote, afterReturn
    }

    private var state = State.fieldStart
    private var row = CSVRow()
    private var mark: [UInt8] = []
    private var isPastMark = false
    private var fieldStart = 0

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package init() {}

    package mutating func read(
        _ piece: [UInt8], _ body: (CSVRow) throws(ScoringFailure) -> Void
    ) throws(ScoringFailure) {
        guard !isPastMark else { return try scan(piece, body) }
        mark += piece
        guard mark.count >= 3 else { return }
        try passMark(body)
    }

    package mutating func finish(_ body: (CSVRow) throws(ScoringFailure) -> Void) throws(ScoringFailure) {
        if !isPastMark { try passMark(body) }
        guard state != .quoted else { throw failure("a quoted field is not closed") }
        if state != .fieldStart || !row.ends.isEmpty { try endRecord(body) }
    }

    private mutating func passMark(_ body: (CSVRow) throws(ScoringFailure) -> Void) throws(ScoringFailure) {
        isPastMark = true
        let start = mark
        mark = []
        try scan(start.starts(with: CSVReader.byteOrderMark) ? Array(start.dropFirst(3)) : start, body)
    }

    private mutating func scan(
        _ piece: [UInt8], _ body: (CSVRow) throws(ScoringFailure) -> Void
    ) throws(ScoringFailure) {
        var index = 0
        while index < piece.count {
            if state == .plain || state == .quoted { takeRun(piece, &index) }
            guard index < piece.count else { break }
            try step(piece[index], body)
            index += 1
        }
        try checkSize()
    }

    /// Copies bytes that mean nothing but themselves.
    private mutating func takeRun(_ piece: [UInt8], _ index: inout Int) {
        let start = index
        if state == .quoted {
            while index < piece.count, piece[index] != CSVReader.quote { index += 1 }
        } else {
            while index < piece.count, !isSpecial(piece[index]) { index += 1 }
        }
        row.bytes.append(contentsOf: piece[start..<index])
    }

    private func isSpecial(_ byte: UInt8) -> Bool {
        byte == CSVReader.comma || byte == 10 || byte == 13 || byte == CSVReader.quote
    }

    private mutating func step(
        _ byte: UInt8, _ body: (CSVRow) throws(ScoringFailure) -> Void
    ) throws(ScoringFailure) {
        switch (state, byte) {
        case (.quoted, CSVReader.quote): state = .afterQuote
        case (.afterQuote, CSVReader.quote):
            row.bytes.append(byte)
            state = .quoted
        case (.fieldStart, CSVReader.quote): state = .quoted
        case (.afterReturn, 10): try endRecord(body)
        case (.afterReturn, _): throw failure("a carriage return stands alone; put the field in quotes")
        case (_, CSVReader.comma): try endField()
        case (_, 10): try endRecord(body)
        case (_, 13): state = .afterReturn
        case (.plain, CSVReader.quote):
            throw failure("a quote inside a field; put the field in quotes and double the quote")
        case (.afterQuote, _): throw failure("text follows a closing quote; double the quotes inside a field")
        default:
            row.bytes.append(byte)
            state = .plain
        }
    }

    private mutating func endField() throws(ScoringFailure) {
        try checkSize()
        row.ends.append(row.bytes.count)
        fieldStart = row.bytes.count
        state = .fieldStart
        guard row.ends.count <= ScoringLimits.mostColumns else {
            throw failure("more than \(ScoringLimits.mostColumns) columns", .tooLarge)
        }
    }

    private func checkSize() throws(ScoringFailure) {
        guard row.bytes.count - fieldStart <= ScoringLimits.mostFieldBytes else {
            throw failure(
                "a field is longer than \(ScoringLimits.mostFieldBytes) bytes; is a quote missing?", .tooLarge)
        }
    }

    private mutating func endRecord(_ body: (CSVRow) throws(ScoringFailure) -> Void) throws(ScoringFailure) {
        try endField()
        if !row.isBlank { try body(row) }
        row.begin()
        fieldStart = 0
        row.number += 1
    }

    private func failure(_ message: String, _ code: ScoringFailure.Code = .badSyntax) -> ScoringFailure {
        ScoringFailure(code, message, row: row.number, column: "\(row.ends.count + 1)")
    }
}
