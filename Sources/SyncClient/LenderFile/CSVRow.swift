/// Why a row's text is not CSV as RFC 4180 has it.
package enum CSVProblem: String, Hashable, Sendable {
    /// A quote inside a cell that does not begin with one, or text after a closing quote.
    case badQuote = "bad_quote"
    case cellTooLong = "cell_too_long"
    case rowTooLong = "row_too_long"
    case tooManyCells = "too_many_cells"
}

/// One row: its cells without their quotes, as bytes that nobody has decoded yet.
package struct CSVRow: Hashable, Sendable {
    /// The line on which it begins, from 1.
    package var line: Int
    /// The cells one after another.
    package private(set) var bytes: [UInt8] = []
    /// Where each cell ends in `bytes`.
    package private(set) var ends: [Int] = []
    package private(set) var problem: CSVProblem?
    /// The cell, from 0, that has the problem.
    package private(set) var problemCell = 0
    /// False for a last row after which the file just ends.
    package var endsWithLineBreak = true
    /// A row that holds nothing, not even quotes, is no row.
    var isQuoted = false

    init(line: Int) { self.line = line }

    package var count: Int { ends.count }

    package var isBlank: Bool { ends.count == 1 && bytes.isEmpty && !isQuoted }

    package func bytes(of cell: Int) -> ArraySlice<UInt8> { bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]] }

    /// Nil when the cell is not UTF-8.
    package func text(of cell: Int) -> String? { String(validating: bytes(of: cell), as: UTF8.self) }

    /// What a row may weigh: more is not kept, and makes a problem.
    static let mostBytes = 1 << 20
    static let mostCells = 512

    mutating func append(_ part: some Collection<UInt8>, mostCellBytes: Int) {
        guard bytes.count - (ends.last ?? 0) + part.count <= mostCellBytes else { return note(.cellTooLong) }
        guard bytes.count + part.count <= Self.mostBytes else { return note(.rowTooLong) }
        bytes.append(contentsOf: part)
    }

    mutating func endCell() {
        guard ends.count < Self.mostCells else { return note(.tooManyCells) }
        ends.append(bytes.count)
    }

    mutating func note(_ problem: CSVProblem) {
        guard self.problem == nil else { return }
        self.problem = problem
        problemCell = ends.count
    }
}
