/// The columns of the lender's file that are known; every other one is kept as an attribute.
package enum LenderColumn: String, Hashable, Sendable, CaseIterable {
    case accountNumber = "account_number"
    case debtorName = "debtor_name"
    case currency
    case balance
    case daysPastDue = "days_past_due"
    case branch
    case collector
    case creditor
    case balanceAsOf = "balance_as_of"
    case debtorDocument = "debtor_document"
    case product
    case creditorType = "creditor_type"
    case principal
    case interest
    case fees
    case pastDue = "past_due"
    case dueDate = "due_date"
    case openedOn = "opened_on"
    case address
    case city
    case state
    case country
    case postalCode = "postal_code"
    case latitude
    case longitude
    case phone
    case phone2 = "phone_2"
    case email
    case employer
    case timeZone = "time_zone"
    case jurisdictions
    /// `channel:date` or `channel:date:scope`, several separated by semicolons: `sms:2026-01-31;call:2026-02-01:hours`.
    case consents
    /// What rules read of the debtor, in entries that semicolons separate: `dispute:2026-11-01:written;deceased`.
    case flags
    /// `validation:2026-11-01`.
    case notices
    /// `attorney:Lic. Vera:+52 55 1234 5678`.
    case relatedPersons = "related_persons"
    /// What the debtor asked not to be done, be it only on weekdays or between hours: `workplace:2026-11-01;call@67@0800-1200`.
    case restrictions
    case complaint
    case complaintOpenedOn = "complaint_opened_on"
    case complaintDue = "complaint_due"
    /// Why nothing of the account may be erased.
    case legalHold = "legal_hold"
    case penalty
    case language
    case income
    case bureauScore = "bureau_score"
    case netWorth = "net_worth"
    case birthDate = "birth_date"
    // What is owed by when it fell due and what it is.
    case pastDuePenalty = "past_due_penalty"
    case pastDueFees = "past_due_fees"
    case pastDueInterest = "past_due_interest"
    case pastDuePrincipal = "past_due_principal"
    case duePenalty = "due_penalty"
    case dueFees = "due_fees"
    case dueInterest = "due_interest"
    case duePrincipal = "due_principal"
    case advancePenalty = "advance_penalty"
    case advanceFees = "advance_fees"
    case advanceInterest = "advance_interest"
    case advancePrincipal = "advance_principal"

    package static let required: [LenderColumn] = [.accountNumber, .debtorName, .currency, .balance, .daysPastDue]
}

/// The columns that one kind of file has.
package protocol FileColumn: RawRepresentable<String>, Hashable, Sendable, CaseIterable {
    static var required: [Self] { get }
    /// Whether columns that are not known are kept.
    static var keepsOthers: Bool { get }
}

extension LenderColumn {
    /// The columns of what is owed, with what stands in them.
    static let owed: [(column: LenderColumn, status: String, part: String)] = ["past_due", "due", "advance"].flatMap {
        status in
        ["penalty", "fees", "interest", "principal"].compactMap { part in
            LenderColumn(rawValue: "\(status)_\(part)").map { ($0, status, part) }
        }
    }
}

extension LenderColumn: FileColumn {
    package static var keepsOthers: Bool { true }
}

package typealias LenderHeader = FileHeader<LenderColumn>

/// What a rejects file adds: such columns are passed over when it is imported again.
package enum RejectColumn {
    package static let all = ["reject_line", "reject_column", "reject_code", "reject_message"]
}

/// The header row: which cell is which column.
package struct FileHeader<Column: FileColumn>: Hashable, Sendable {
    /// As the file writes them.
    package let names: [String]
    private let cells: [Column: Int]
    /// Unknown columns, by name.
    package let attributes: [(name: String, cell: Int)]

    package init(_ row: CSVRow) throws {
        var names: [String] = []
        for cell in 0..<row.count {
            guard let text = row.text(of: cell) else { throw Self.notUTF8 }
            names.append(trimmed(text))
        }
        if let problem = row.problem {
            throw ClientFailure.badInput(
                problem.rawValue, "The header row is no CSV (column \(row.problemCell + 1)).",
                hint: "The first line must name the columns, separated by commas.")
        }
        var cells: [Column: Int] = [:]
        var others: [(name: String, cell: Int)] = []
        var seen: Set<String> = []
        for (cell, name) in names.enumerated() {
            let key = name.lowercased()
            guard !key.isEmpty else {
                throw ClientFailure.badInput("column_unnamed", "Column \(cell + 1) of the header has no name.")
            }
            guard seen.insert(key).inserted else {
                throw ClientFailure.badInput(
                    "duplicate_column", "The header names the column “\(printable(name))” twice.",
                    hint: "Each column may stand there once, whatever its letters' case.")
            }
            if let column = Column(rawValue: key) {
                cells[column] = cell
            } else if !RejectColumn.all.contains(key) {
                others.append((name, cell))
            }
        }
        try Self.requireAll(cells, names)
        self.names = names
        self.cells = cells
        attributes = others.sorted { $0.name < $1.name }
    }

    package subscript(column: Column) -> Int? { cells[column] }

    package func name(_ cell: Int) -> String { cell < names.count ? names[cell] : "" }

    private static func requireAll(_ cells: [Column: Int], _ names: [String]) throws {
        let missing = Column.required.filter { cells[$0] == nil }.map(\.rawValue)
        guard !missing.isEmpty else { return }
        let separated = names.count == 1 ? [";", "\t", "|"].first { names[0].contains($0) } : nil
        let hint =
            separated == nil
            ? "The first line must name at least \(Column.required.map(\.rawValue).joined(separator: ", "))."
            : "The columns seem not to be separated by commas: save the file as CSV with commas."
        throw ClientFailure.badInput(
            "missing_column",
            "The file lacks the column\(missing.count == 1 ? "" : "s") “\(missing.joined(separator: ", "))”.",
            hint: hint)
    }

    private static var notUTF8: ClientFailure {
        .badInput("not_utf8", "The header row is not UTF-8.", hint: "Save the file as CSV in UTF-8.")
    }

    package static func == (a: Self, b: Self) -> Bool { a.names == b.names }
    package func hash(into hasher: inout Hasher) { hasher.combine(names) }
}

/// Without the spaces and tabs around it.
func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return text }
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard isBlank(first) || isBlank(last) else { return text }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    guard start < bytes.endIndex, let end = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(text[start...end])
}
