package import FieldModel
package import SyncCore
package import SyncWire

/// What reading a file yields, in the file's order.
package enum FileItem<Row: Hashable & Sendable>: Hashable, Sendable {
    case row(Row, original: CSVRow)
    case rejected([RowRejection], original: CSVRow)
}

package typealias LenderFileItem = FileItem<Cartera_V1_ImportRow>

/// The lender's file, read in pieces of any size: header first, then each row checked by itself.
///
/// Memory holds a piece, a row, and 16 bytes for each account number, whatever the file's length.
package struct LenderFileReader {
    private var csv = CSVReader()
    private let today: CalendarDate
    private let hash: any Hashing
    /// The line on which each account stands, by a hash of creditor and number.
    private var lines: [Identifier: UInt32] = [:]
    package private(set) var header: LenderHeader?

    package init(today: CalendarDate, hash: any Hashing) {
        self.today = today
        self.hash = hash
    }

    /// Throws only for what spoils the whole file: its header, or a quote that is never closed.
    package mutating func read(_ chunk: [UInt8]) throws -> [LenderFileItem] {
        try csv.read(chunk).compactMap { try take($0) }
    }

    package mutating func finish() throws -> [LenderFileItem] {
        let items = try csv.finish().map { try take($0) }?.map { [$0] } ?? []
        guard header != nil else { throw LenderFileScan.empty }
        return items
    }

    private mutating func take(_ row: CSVRow) throws -> LenderFileItem? {
        guard let header else {
            self.header = try LenderHeader(row)
            return nil
        }
        switch LenderRow.read(row, header, today: today) {
        case .success(let taken):
            guard let first = firstLine(taken) else { return .row(taken, original: row) }
            let problem = RowProblem(LenderColumn.accountNumber.rawValue, "duplicate_number", "\(first)")
            return .rejected([RowRejection(line: row.line, problem)], original: row)
        case .failure(let problems):
            return .rejected(problems.list.map { RowRejection(line: row.line, $0) }, original: row)
        }
    }

    /// Nil when the number has not been there before; numbers are unique by creditor.
    private mutating func firstLine(_ row: Cartera_V1_ImportRow) -> UInt32? {
        let account = row.content.account
        let name = Array(account.creditor.utf8) + [0] + Array(account.number.utf8)
        guard let key = Identifier(bytes: hash.sha256(name).prefix(16)) else { return nil }
        if let first = lines[key] { return first }
        lines[key] = UInt32(clamping: row.line)
        return nil
    }
}

package typealias LenderFileScan = FileScan<LenderColumn>

/// A first walk through a file: that its header is right, that it is whole, and how many rows there are.
package struct FileScan<Column: FileColumn> {
    private var csv = CSVReader()
    private var hasHeader = false
    package private(set) var rows = 0

    package init() {}

    package mutating func read(_ chunk: [UInt8]) throws { try take(csv.read(chunk)) }

    package mutating func finish() throws {
        try take(csv.finish().map { [$0] } ?? [])
        guard hasHeader else { throw Self.empty }
    }

    private mutating func take(_ found: [CSVRow]) throws {
        for row in found {
            if hasHeader { rows += 1 } else { _ = try FileHeader<Column>(row) }
            hasHeader = true
        }
    }

    static var empty: ClientFailure {
        .badInput("file_empty", "The file is empty.", hint: "The first line must name the columns.")
    }
}
