package import FieldModel
package import SyncWire

/// The columns of the lender's file of payments; others are passed over.
package enum PaymentColumn: String, FileColumn {
    case accountNumber = "account_number"
    case externalReference = "external_reference"
    case effectiveDate = "effective_date"
    case amount
    case method
    case reverses
    case creditor
    case currency
    /// Voucher or reference of the field payment that it posts, or `none`.
    case matches

    package static let required: [PaymentColumn] = [.accountNumber, .externalReference, .effectiveDate, .amount]
    package static var keepsOthers: Bool { false }
}

/// The lender's file of payments: each row checked by itself, amounts read on the server by the account's currency.
package struct PaymentFileReader {
    private var csv = CSVReader()
    private let today: CalendarDate
    package private(set) var header: FileHeader<PaymentColumn>?

    package init(today: CalendarDate) { self.today = today }

    package mutating func read(_ chunk: [UInt8]) throws -> [FileItem<Cartera_V1_PaymentRow>] {
        try csv.read(chunk).compactMap { try take($0) }
    }

    package mutating func finish() throws -> [FileItem<Cartera_V1_PaymentRow>] {
        let items = try csv.finish().map { try take($0) }?.map { [$0] } ?? []
        guard header != nil else { throw FileScan<PaymentColumn>.empty }
        return items
    }

    private mutating func take(_ row: CSVRow) throws -> FileItem<Cartera_V1_PaymentRow>? {
        guard let header else {
            self.header = try FileHeader(row)
            return nil
        }
        var cells = RowCells(row, header)
        // Cells of a row that is no CSV lie under the wrong columns.
        let taken = cells.problems.isEmpty ? Self.row(&cells, today) : nil
        guard let taken, cells.problems.isEmpty else {
            return .rejected(cells.problems.map { RowRejection(line: row.line, $0) }, original: row)
        }
        return .row(taken, original: row)
    }

    private static func row(_ cells: inout RowCells<PaymentColumn>, _ today: CalendarDate) -> Cartera_V1_PaymentRow {
        var row = Cartera_V1_PaymentRow()
        row.line = UInt64(cells.row.line)
        row.accountNumber = cells.text(.accountNumber, most: Limits.accountNumberBytes, isRequired: true)
        row.creditor = cells.text(.creditor, most: Limits.nameBytes)
        row.currency = cells.text(.currency, most: 3)
        row.amount = cells.text(.amount, most: Limits.nameBytes, isRequired: true)
        row.content.externalReference = cells.text(.externalReference, isRequired: true)
        row.content.method = cells.text(.method)
        row.content.reverses = cells.text(.reverses)
        row.content.matches = cells.text(.matches)
        if cells.required(.effectiveDate) != nil {
            // Clocks differ by a day around the Earth.
            row.content.effectiveDay = cells.day(.effectiveDate, notAfter: today + 1)?.rataDie ?? 0
        }
        return row
    }
}
