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

    /// A file without items still names the columns, of an item like those that it might have had.
    mutating func end(like item: JSONValue?) throws {
        guard format == .csv, columns == nil, case .object(let members)? = item else { return }
        try begin(members.map(\.key))
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
        case .array(let items):
            // Plain words as the lender's file has them.
            let words = items.compactMap { if case .string(let word) = $0 { word } else { nil } }
            return words.count == items.count ? words.joined(separator: ";") : value.text(indent: false)
        case .object(let members):
            guard case .integer(let minor)? = value["minor"], case .string(let code)? = value["currency"],
                let currency = Currency(code)
            else { return members.isEmpty ? "" : value.text(indent: false) }
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
        case .operations: writer = try await exportOperations(writer, branch)
        case .accounts: writer = try await exportRecords(.account, writer, branch)
        case .payments: writer = try await exportRecords(.payment, writer, branch)
        case .contacts: writer = try await exportRecords(.contact, writer, branch)
        }
        try writer.end(like: sample(kind))
        return writer.count
    }

    private func exportRecords(
        _ kind: RecordKind, _ writer: ExportWriter, _ branch: String?
    ) async throws -> ExportWriter {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([kind], branch: branch), into: writer) { writer, record in
            if let item = Self.exported(record, index) { try writer.add(item) }
        }
    }

    /// The list's item with number, debtor and currency in front.
    private static func exported(_ record: ListedRecord, _ index: AccountIndex) -> JSONValue? {
        let (account, id) = (record.account, record.row.id)
        guard let view = index.view(account) else { return nil }
        let currency = JSONMember("currency", .text(view.currency?.code ?? ""))
        let members = index.members(account)
        switch record.content {
        case .payment(let payment): return view.payment(payment, id, .synced).inserting(members + [currency])
        case .contact(let contact): return view.contact(contact, id, .synced).inserting(members)
        case .account(let account):
            let version = record.row.version
            let item = view.account(
                account, id, today: view.zone.localDate(at: index.now), edges: AgingBucket.defaultEdges,
                version: "\(version.epoch)-\(version.commit)", registers: nil, .synced)
            return item.inserting(members.dropFirst() + [currency])
        default: return nil
        }
    }

    private func sample(_ kind: ExportKind) -> JSONValue? {
        guard let currency = Currency("MXN") else { return nil }
        let account = Account(
            creditor: "", number: "", currency: currency, lenderBalance: 0,
            balanceAsOfDay: CalendarDate(daysSince1970: 0))
        func listed(_ content: RecordContent) -> ListedRecord {
            let row = FeedRow(
                kind: UInt16(content.kind.rawValue), id: .nil_, account: .nil_,
                version: RecordVersion(epoch: 0, commit: 0), feedCommit: 0, bytes: [])
            return ListedRecord(row: row, content: content)
        }
        var index = AccountIndex(now: now)
        index.take(listed(.account(account)))
        switch kind {
        case .accounts: return Self.exported(listed(.account(account)), index)
        case .contacts:
            return Self.exported(listed(.contact(Contact(channel: "", at: now, author: .nil_))), index)
        case .payments:
            let payment = Payment(
                amount: 0, claimedAt: now, effectiveAt: now, effectiveDay: account.balanceAsOfDay, author: .nil_)
            return Self.exported(listed(.payment(payment)), index)
        case .operations:
            let header = OperationHeader(
                id: .nil_, device: .nil_, incarnation: 1, sequence: 1, account: .nil_, kind: 1, wallClock: now,
                author: .nil_)
            let receipt = Receipt(
                operation: .nil_, device: .nil_, sequence: 1, outcome: Outcome(state: .applied), receivedAt: now)
            return operation(header, receipt, author: "")
        }
    }

    /// In the order in which the server took them in; none is kept here.
    private func exportOperations(_ writer: ExportWriter, _ branch: String?) async throws -> ExportWriter {
        let request = Cartera_V1_ListOperationsRequest.with {
            $0.branch = branch ?? ""
            $0.oldestFirst = true
        }
        return try await client.listOperations(request) { response in
            var writer = writer
            for try await entry in response.messages { try writer.add(try operation(entry)) }
            return writer
        }
    }
}
