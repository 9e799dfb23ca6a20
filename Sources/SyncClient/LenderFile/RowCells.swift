internal import FieldModel
internal import FieldRules
internal import SwiftProtobuf
internal import SyncWire

/// Reads the cells of one row by column, and gathers what is wrong with them.
struct RowCells<Column: FileColumn> {
    let row: CSVRow
    let header: FileHeader<Column>
    private(set) var problems: [RowProblem] = []

    /// Told of one row at most.
    private static var mostProblems: Int { 16 }

    init(_ row: CSVRow, _ header: FileHeader<Column>) {
        self.row = row
        self.header = header
        if let problem = row.problem { note(RowProblem(header.name(row.problemCell), problem.rawValue)) }
        if row.problem == nil, row.count != header.names.count {
            let isCut = !row.endsWithLineBreak && row.count < header.names.count
            let code = isCut ? "row_truncated" : "cell_count"
            note(RowProblem("", code, "\(row.count) / \(header.names.count)"))
        }
    }

    mutating func note(_ problem: RowProblem) {
        if problems.count < Self.mostProblems { problems.append(problem) }
    }

    mutating func note(_ column: Column, _ code: String, _ detail: String = "") {
        note(RowProblem(column.rawValue, code, detail))
    }

    /// Nil when the file lacks the column or the cell is empty or unreadable.
    mutating func raw(_ column: Column) -> String? {
        guard let cell = header[column], cell < row.count else { return nil }
        guard let text = row.text(of: cell) else {
            note(column, "not_utf8")
            return nil
        }
        let value = trimmed(text)
        return value.isEmpty ? nil : value
    }

    mutating func required(_ column: Column) -> String? {
        let before = problems.count
        let value = raw(column)
        if value == nil, problems.count == before { note(column, "missing") }
        return value
    }

    /// A short text without control characters; empty when there is none.
    mutating func text(_ column: Column, most: Int = Limits.valueBytes, isRequired: Bool = false) -> String {
        guard let value = isRequired ? required(column) : raw(column) else { return "" }
        guard value.utf8.count <= most else {
            note(column, "too_long", "\(most)")
            return ""
        }
        guard !hasControlCharacters(value) else {
            note(column, "control_characters")
            return ""
        }
        return value
    }

    mutating func word(_ column: Column, of words: [String]) -> String {
        let value = text(column).lowercased()
        if value.isEmpty || words.contains(value) { return value }
        note(column, "unknown_word", words.joined(separator: ", "))
        return ""
    }

    /// In minor units. Without a currency nothing can be said of an amount.
    mutating func amount(
        _ column: Column, in currency: Currency?, isRequired: Bool = false, mayBeNegative: Bool = false
    ) -> Int64? {
        guard let text = isRequired ? required(column) : raw(column), let currency else { return nil }
        switch Money.parse(text, in: currency) {
        case .success(let money):
            if money.minor >= 0 || mayBeNegative { return money.minor }
            note(column, "negative_amount")
        case .failure(.notANumber): note(column, "not_a_number")
        case .failure(.tooPrecise(let decimals)): note(column, "amount_too_precise", "\(decimals)")
        case .failure(.tooLarge): note(column, "amount_too_large")
        }
        return nil
    }

    mutating func whole(_ column: Column, in range: ClosedRange<Int>, isRequired: Bool = false) -> Int? {
        guard let text = isRequired ? required(column) : raw(column) else { return nil }
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            note(column, "not_a_number")
            return nil
        }
        guard let value = Int(text), range.contains(value) else {
            note(column, "out_of_range", "\(range.lowerBound) – \(range.upperBound)")
            return nil
        }
        return value
    }

    mutating func day(_ column: Column, notAfter last: CalendarDate? = nil) -> CalendarDate? {
        guard let text = raw(column) else { return nil }
        guard let day = CalendarDate(text) else {
            note(column, "bad_date")
            return nil
        }
        if let last, day > last {
            note(column, "date_in_future")
            return nil
        }
        return day
    }

    /// Unknown columns that say something, by name.
    mutating func attributes() -> [Cartera_V1_Attribute] {
        var out: [Cartera_V1_Attribute] = []
        for (name, cell) in header.attributes where cell < row.count {
            guard let text = row.text(of: cell) else {
                note(RowProblem(name, "not_utf8"))
                continue
            }
            let value = trimmed(text)
            if value.isEmpty { continue }
            guard !hasControlCharacters(value, allowingLines: true) else {
                note(RowProblem(name, "control_characters"))
                continue
            }
            out.append(
                .with {
                    $0.key = name
                    $0.value = value
                })
        }
        return out
    }
}

/// What only the file of accounts has.
extension RowCells<LenderColumn> {
    mutating func currency() -> Currency? {
        guard let text = required(.currency) else { return nil }
        let currency = Currency(text)
        if currency == nil { note(.currency, "unknown_currency") }
        return currency
    }

    private mutating func degrees(_ column: LenderColumn, most: Int32) -> Int32? {
        guard let text = raw(column) else { return nil }
        if let value = MomentText.degrees(text, most: most) { return value }
        let isNumber = text.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
        note(column, isNumber ? "out_of_range" : "not_a_number", "-\(most) – \(most)")
        return nil
    }

    mutating func location() -> GeoPoint? {
        let before = problems.count
        let latitude = degrees(.latitude, most: 90)
        let longitude = degrees(.longitude, most: 180)
        if let latitude, let longitude { return GeoPoint(latitudeE7: latitude, longitudeE7: longitude) }
        if problems.count == before, latitude != nil || longitude != nil {
            note(latitude == nil ? .latitude : .longitude, "location_incomplete")
        }
        return nil
    }

    /// As the row names it; whether there is such a zone the server decides, whose table may be newer than this program's.
    mutating func zone() -> (name: String, zone: Zone?) {
        let name = text(.timeZone)
        return (name, ZoneTable.standard.zone(name))
    }
}

/// As the reducer sees it: C0, DEL and C1.
private func hasControlCharacters(_ text: String, allowingLines: Bool = false) -> Bool {
    text.unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: !allowingLines
        case 0x00...0x1F, 0x7F...0x9F: true
        default: false
        }
    }
}
