package import FieldModel
package import FieldRules

/// What a report found, as tables of values: JSON and CSV say it exactly, pages say it for people.
package struct ReportResult: Sendable {
    package struct Column: Hashable, Sendable {
        package var key: String
        package var en: String
        package var es: String

        package init(_ key: String, _ en: String, _ es: String) {
            self.key = key
            self.en = en
            self.es = es
        }
    }

    package enum Cell: Hashable, Sendable {
        case text(String)
        case whole(Int)
        /// In tenths of a percent.
        case share(Int)
        case money(Int64, Currency)
        case none
    }

    package struct Table: Sendable {
        package var key: String
        package var columns: [Column]
        package var rows: [[Cell]]

        package init(_ key: String, _ columns: [Column], _ rows: [[Cell]] = []) {
            self.key = key
            self.columns = columns
            self.rows = rows
        }
    }

    package var name: String
    package var from: CalendarDate
    package var to: CalendarDate
    package var tables: [Table]

    package init(name: String, from: CalendarDate, to: CalendarDate, tables: [Table]) {
        self.name = name
        self.from = from
        self.to = to
        self.tables = tables
    }

    /// Tenths of a percent, rounded; none of nothing.
    package static func share(_ part: Int, of whole: Int) -> Cell {
        whole > 0 ? .share((part * 2000 + whole) / (whole * 2)) : .none
    }
}

extension ReportResult {
    package var json: ReportJSON {
        .map([
            ("report", .string(name)), ("from", .string("\(from)")), ("to", .string("\(to)")),
            ("tables", .map(tables.map { table in (table.key, .list(table.rows.map { row($0, table.columns) })) })),
        ])
    }

    private func row(_ cells: [Cell], _ columns: [Column]) -> ReportJSON {
        .map(zip(columns, cells).map { ($0.key, ReportResult.json($1)) })
    }

    private static func json(_ cell: Cell) -> ReportJSON {
        switch cell {
        case .text(let text): .string(text)
        case .whole(let number): .whole(number)
        case .share(let tenths): .percent(tenths: tenths)
        case .money(let minor, let currency):
            .map([("minor", .whole(Int(minor))), ("currency", .string(currency.code))])
        case .none: .null
        }
    }

    /// All tables below one another, each with its name in the first column.
    package var csv: String {
        var out = ""
        for table in tables {
            out += (["table"] + table.columns.map(\.key)).joined(separator: ",") + "\r\n"
            for row in table.rows {
                let fields = [table.key] + row.map { ReportResult.plain($0) }
                out += fields.map(ReportResult.field).joined(separator: ",") + "\r\n"
            }
        }
        return out
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    package static func plain(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): text
        case .whole(let number): "\(number)"
        case .share(let tenths): "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
        case .money(let minor, let currency): Money(minor: minor, currency: currency).decimal
        case .none: ""
        }
    }
}
