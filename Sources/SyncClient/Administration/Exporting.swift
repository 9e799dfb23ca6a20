internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

package enum ExportKind: String, Hashable, Sendable, CaseIterable { case accounts, operations, contacts, payments }

package enum ExportFormat: String, Hashable, Sendable, CaseIterable { case csv, jsonl }

/// Writes items one after another: JSON a line each, or CSV whose columns are the keys of the first.
struct ExportWriter: Sendable {
    let format: ExportFormat
    let write: @Sendable ([UInt8]) throws -> Void
    private var columns: [String]?
    private(set) var count: UInt64 = 0

    init(_ format: ExportFormat, _ write: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.format = format
        self.write = write
    }

    mutating func add(_ item: JSONValue) throws {
        count += 1
        guard format == .csv else { return try write(Array((item.text(indent: false) + "\n").utf8)) }
        let cells = Self.cells(item)
        if columns == nil { try begin(cells.map(\.key)) }
        let byKey = Dictionary(cells.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        try write(CSVText.row((columns ?? []).map { byKey[$0] ?? "" }))
    }

    /// A file without items still names its columns.
    mutating func end(_ keys: [String]) throws {
        if format == .csv, columns == nil { try begin(keys) }
    }

    private mutating func begin(_ keys: [String]) throws {
        columns = keys
        try write(CSVText.row(keys))
    }

    /// Amounts as decimals with their currency once, groups as JSON text.
    private static func cells(_ item: JSONValue) -> [(key: String, value: String)] {
        guard case .object(let members) = item else { return [] }
        return members.map { ($0.key, text($0.value)) }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: return ""
        case .bool(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .string(let text): return text
        case .array(let items): return items.isEmpty ? "" : value.text(indent: false)
        case .object:
            guard case .integer(let minor)? = value["minor"], case .string(let code)? = value["currency"],
                let currency = Currency(code)
            else { return value.text(indent: false) }
            return Money(minor: minor, currency: currency).decimal
        }
    }
}

extension Administration {
    /// Writes everything of a kind that the caller may see and says how many items there were.
    package func export(
        _ kind: ExportKind, as format: ExportFormat, branch: String?,
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> UInt64 {
        var writer = ExportWriter(format, write)
        switch kind {
        case .accounts: writer = try await exportAccounts(writer, branch)
        case .payments: writer = try await exportRecords(.payment, writer, branch)
        case .contacts: writer = try await exportRecords(.contact, writer, branch)
        case .operations: writer = try await exportOperations(writer, branch)
        }
        try writer.end(Self.columns[kind] ?? [])
        return writer.count
    }

    private static let columns: [ExportKind: [String]] = [
        .accounts: ["id", "number", "debtor"], .payments: ["id", "account", "number", "debtor"],
        .contacts: ["id", "account", "number", "debtor"], .operations: ["id", "operation", "kind", "account"],
    ]

    private func exportAccounts(_ writer: ExportWriter, _ branch: String?) async throws -> ExportWriter {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([.account], branch: branch), into: writer) { writer, record in
            guard case .account(let account) = record.content, let view = index.view(record.row.id) else { return }
            let document = view.account(
                account, record.row.id, today: AccountIndex.zone(of: account).localDate(at: index.now),
                edges: AgingBucket.defaultEdges,
                version: "\(record.row.version.epoch)-\(record.row.version.commit)", registers: nil, .synced)
            let debtor: [JSONMember] = [
                JSONMember("number", .string(account.number)),
                JSONMember("debtor", .text(index.debtors[record.row.id] ?? "")),
                JSONMember("currency", .string(account.currency.code)),
            ]
            try writer.add(document.inserting(debtor))
        }
    }

    private func exportRecords(
        _ kind: RecordKind, _ writer: ExportWriter, _ branch: String?
    ) async throws -> ExportWriter {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([kind], branch: branch), into: writer) { writer, record in
            guard let view = index.view(record.account) else { return }
            var members = index.members(record.account)
            switch record.content {
            case .payment(let payment):
                members.append(JSONMember("currency", .text(view.currency?.code ?? "")))
                try writer.add(view.payment(payment, record.row.id, .synced).inserting(members))
            case .contact(let contact):
                try writer.add(view.contact(contact, record.row.id, .synced).inserting(members))
            default: break
            }
        }
    }

    /// One answer where it holds them all; else account by account, because the server limits an answer's length.
    private func exportOperations(_ writer: ExportWriter, _ branch: String?) async throws -> ExportWriter {
        var writer = writer
        var query = OperationQuery()
        query.branch = branch ?? ""
        query.limit = OperationQuery.most
        let latest = try await operations(query)
        guard latest.count >= OperationQuery.most else {
            for item in latest.reversed() { try writer.add(item) }
            return writer
        }
        let accounts = try await fold(RecordFilter([.account], branch: branch), into: [AccountID]()) {
            $0.append($1.row.id)
        }
        for account in accounts {
            query.account = account.description
            for item in try await operations(query).reversed() { try writer.add(item) }
        }
        return writer
    }
}
