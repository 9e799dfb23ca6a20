/// Rows that a card is learned from or applied to, column by column.
package struct DataTable: Sendable {
    package var columns: [Column]
    package var rows: Int
    /// More than `rows` where the file did not fit: then these are a fixed share of it.
    package private(set) var rowsInFile: Int
    /// Row numbers as a spreadsheet counts are this much larger than indices, blank lines aside.
    package static let firstRow = 2

    package struct Column: Sendable {
        package var name: String
        package var values: Values

        package init(name: String, values: Values) {
            self.name = name
            self.values = values
        }
    }

    package enum Values: Sendable {
        /// Millionths; `Int64.min` is missing.
        case numbers(NumberCells)
        /// Index into the words; the first word stands for missing.
        case categories([UInt16], words: [String])
        /// More different texts than categories may have; the values are not kept. The row is the first that is no
        /// number.
        case freeText(row: Int)
    }

    package init(columns: [Column], rows: Int, rowsInFile: Int? = nil) {
        self.columns = columns
        self.rows = rows
        self.rowsInFile = rowsInFile ?? rows
    }

    package func column(_ name: String) throws(ScoringFailure) -> Column {
        if let column = columns.first(where: { $0.name == name }) { return column }
        let names = columns.map(\.name)
        let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
        throw ScoringFailure(.unknownColumn, "there is no column \(name)\(hint)")
    }

    /// The table of some rows, in the order given.
    package func picking(_ rows: [Int]) -> DataTable {
        let columns = columns.map { column in
            var copy = column
            switch column.values {
            case .numbers(let numbers): copy.values = .numbers(numbers.picking(rows))
            case .categories(let codes, let words): copy.values = .categories(rows.map { codes[$0] }, words: words)
            case .freeText: break
            }
            return copy
        }
        return DataTable(columns: columns, rows: rows.count)
    }
}

extension DataTable.Column {
    package func fact(_ row: Int) -> ScoreFact {
        switch values {
        case .numbers(let numbers):
            numbers[row] == ScoreNumber.missing ? .missing : .number(ScoreNumber(millionths: numbers[row]))
        case .categories(let codes, let words): codes[row] == 0 ? .missing : .text(words[Int(codes[row])])
        case .freeText: .missing
        }
    }

    package var freeTextFailure: ScoringFailure? {
        guard case .freeText(let row) = values else { return nil }
        return ScoringFailure(
            .tooLarge,
            "not a number, and the column has more than \(ScoringLimits.mostCategories) different texts, too many for "
                + "categories; leave it out or group its values",
            row: row, column: name)
    }
}

extension DataTable {
    /// Says of how much of the file everything speaks, where that is not all of it.
    package var sampleWarning: TrainingWarning? {
        guard rowsInFile > rows else { return nil }
        return TrainingWarning(
            code: .sampled, characteristic: nil,
            message: "the file has \(rowsInFile) rows, more than fit into \(ScoringLimits.mostCells) cells; \(rows) of "
                + "them, always the same, were used")
    }
}

/// The numbers of a column in millionths: as places in a list of the different ones while those are few, which takes two
/// bytes a row, else each for itself.
package struct NumberCells: RandomAccessCollection, Hashable, Sendable {
    private enum Cells: Hashable, Sendable {
        case each([Int64])
        case coded([UInt16], numbers: [Int64])
    }

    private let cells: Cells

    package init(_ numbers: [Int64]) { cells = .each(numbers) }

    init(codes: [UInt16], of numbers: [Int64]) { cells = .coded(codes, numbers: numbers) }

    package var startIndex: Int { 0 }

    package var endIndex: Int {
        switch cells {
        case .each(let numbers): numbers.count
        case .coded(let codes, _): codes.count
        }
    }

    package subscript(row: Int) -> Int64 {
        switch cells {
        case .each(let numbers): numbers[row]
        case .coded(let codes, let numbers): numbers[Int(codes[row])]
        }
    }

    func picking(_ rows: [Int]) -> NumberCells {
        switch cells {
        case .each(let numbers): NumberCells(rows.map { numbers[$0] })
        case .coded(let codes, let numbers): NumberCells(codes: rows.map { codes[$0] }, of: numbers)
        }
    }

    /// What becomes of each row's number; equal numbers are asked about once where they are few.
    func mapping<Value>(_ value: (Int64) -> Value) -> [Value] {
        switch cells {
        case .each(let numbers): return numbers.map(value)
        case .coded(let codes, let numbers):
            let values = numbers.map(value)
            return codes.map { values[Int($0)] }
        }
    }
}

/// What is known of one characteristic of one case.
package enum ScoreFact: Hashable, Sendable {
    case number(ScoreNumber)
    case text(String)
    case missing
}
