/// Why a table could not be read or a card not be trained: bad input, with the place where it stands.
package struct ScoringFailure: Error, Hashable, Sendable {
    package enum Code: String, Sendable {
        case badSyntax = "bad_syntax"
        case badValue = "bad_value"
        case unknownColumn = "unknown_column"
        case oneClass = "one_class"
        case nothingToLearn = "nothing_to_learn"
        case tooLarge = "too_large"
    }

    package var code: Code
    /// What happened and what to do.
    package var message: String
    /// As a spreadsheet counts: the header is row 1.
    package var row: Int?
    package var column: String?

    package init(_ code: Code, _ message: String, row: Int? = nil, column: String? = nil) {
        self.code = code
        self.message = message
        self.row = row
        self.column = column
    }
}

extension ScoringFailure: CustomStringConvertible {
    package var description: String {
        let place = [row.map { "row \($0)" }, column.map { "column \($0)" }].compactMap { $0 }
        return place.isEmpty ? message : "\(place.joined(separator: ", ")): \(message)"
    }
}

/// The bounds of a table and of what is learned from it.
package enum ScoringLimits {
    package static let mostColumns = 1_000
    package static let mostFieldBytes = 65_536
    /// Rows times kept columns of a table. Of a longer file a share of the rows is kept, drawn by their number alone, so
    /// that memory does not grow with the file: at most eight bytes a cell, two where different values are few.
    package static let mostCells = 48_000_000
    /// A column of more different texts is free text, not a characteristic.
    package static let mostCategories = 5_000
    /// Bins of one characteristic, `missing` and `other` included.
    package static let mostBins = 1_024
    package static let mostMilliPoints = 1_000_000_000
    package static let mostKnots = 2_000
}
