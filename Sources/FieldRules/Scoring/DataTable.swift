/// Rows that a card is learned from or applied to, column by column.
package struct DataTable: Sendable {
    package var columns: [Column]
    package var rows: Int
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
        case numbers([Int64])
        /// Index into the words; the first word stands for missing.
        case categories([UInt16], words: [String])
        /// More different texts than categories may have; the values are not kept. The row is the first that is no
        /// number.
        case freeText(row: Int)
    }

    package init(columns: [Column], rows: Int) {
        self.columns = columns
        self.rows = rows
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
            case .numbers(let numbers): copy.values = .numbers(rows.map { numbers[$0] })
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

/// What is known of one characteristic of one case.
package enum ScoreFact: Hashable, Sendable {
    case number(ScoreNumber)
    case text(String)
    case missing
}
