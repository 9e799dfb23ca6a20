package import FieldModel
internal import FieldRules
internal import SyncCore

/// Accounts as lists and one account with all that hangs under it.
package enum AccountViews {
    /// One item an account; `filter` and `sort` come after.
    package static func list(_ context: ViewContext) throws -> [JSONValue] {
        var debtors: [AccountID: String] = [:]
        try context.reading.forEachRow(kind: .debtor) { row in
            if let account = row.account, case .debtor(let debtor)? = context.parts.content(of: row) {
                debtors[account] = debtor.name
            }
        }
        let marks = try AccountMarks(context)
        let stops = try StopStateView.words(context)
        var items: [JSONValue] = []
        try context.reading.forEachRow(kind: .account) { row in
            guard case .account(let account)? = context.parts.content(of: row) else { return }
            let zone = context.zone(of: account)
            let days = account.daysPastDue(asOf: context.today(zone))
            items.append([
                "id": JSONValue(row.id), "number": .string(account.number), "debtor": .text(debtors[row.id] ?? ""),
                "product": .text(account.product), "creditor": .text(account.creditor),
                "balance": JSONValue(account.money(account.shownBalance)),
                "past_due": account.pastDue.map { JSONValue(account.money($0)) } ?? .null,
                "days_past_due": JSONValue(days),
                "bucket": .string(AgingBucket(daysPastDue: days, edges: context.agingEdges).label),
                "assignee": account.assignee.map { context.name(of: $0) } ?? .null, "closed": .bool(account.closed),
                "stop_states": stops[row.id] ?? [],
                "state": .string(marks.state(of: row.id).rawValue),
            ])
        }
        return items
    }

    /// The labels of all aging buckets.
    package static func buckets(_ context: ViewContext) -> [String] {
        let edges = context.agingEdges
        return ([0] + edges + [(edges.max() ?? 0) + 1]).map { AgingBucket(daysPastDue: $0, edges: edges).label }
    }

    /// Accounts where number, debtor, a contact point or the landmark contains the text, whatever its case and accents.
    package static func search(_ text: String, _ context: ViewContext) throws -> [JSONValue] {
        let wanted = folded(text)
        var found: Set<AccountID> = []
        func look(_ kind: RecordKind, _ texts: (RecordContent) -> [String]) throws {
            try context.reading.forEachRow(kind: kind) { row in
                guard let content = context.parts.content(of: row) else { return }
                if texts(content).contains(where: { folded($0).contains(wanted) }) {
                    found.insert(row.account ?? row.id)
                }
            }
        }
        try look(.account) { if case .account(let account) = $0 { [account.number] } else { [] } }
        try look(.debtor) {
            if case .debtor(let debtor) = $0 { [debtor.name, debtor.document, debtor.employer] } else { [] }
        }
        try look(.contactPoint) {
            if case .contactPoint(let point) = $0, point.removedBy == nil { [point.value, point.city] } else { [] }
        }
        try look(.registers) { if case .registers(let registers) = $0 { registers.registers.map(\.value) } else { [] } }
        return try list(context).filter { item in
            guard case .string(let id)? = item["id"] else { return false }
            return Identifier(id).map(found.contains) ?? false
        }
    }

    /// Lower case, without the accents of the languages that debtors are written in.
    package static func folded(_ text: String) -> String {
        var out = ""
        for character in text.lowercased() {
            switch character {
            case "á", "à", "â", "ã", "ä": out.append("a")
            case "é", "è", "ê", "ë": out.append("e")
            case "í", "ì", "î", "ï": out.append("i")
            case "ó", "ò", "ô", "õ", "ö": out.append("o")
            case "ú", "ù", "û", "ü": out.append("u")
            case "ñ": out.append("n")
            case "ç": out.append("c")
            default: out.append(character)
            }
        }
        return out
    }

    package static func show(_ id: AccountID, _ context: ViewContext) throws -> JSONValue {
        guard let state = try AccountState(context.reading, id, parts: context.parts, settings: context.settings) else {
            throw ClientFailure.badInput("unknown_account", "The account has not arrived completely.")
        }
        let aggregate = state.aggregate(context.parts)
        let states = RecordStates(state.operations, conflicts: aggregate.all(Conflict.self).map(\.value))
        let byKey = Dictionary(
            state.rows.map { (Key(kind: $0.kind, id: $0.id), $0) }, uniquingKeysWith: { $1 })
        let version = byKey[Key(kind: UInt16(RecordKind.account.rawValue), id: id)]?.version
        let sheet = AccountSheet(
            id: id, aggregate: aggregate, version: version.map { "\($0.epoch)-\($0.commit)" } ?? "",
            edges: context.agingEdges, viewer: context.identity.person, name: { context.name(of: $0) },
            status: { kind, id in
                byKey[Key(kind: UInt16(kind.rawValue), id: id)].map { states.state(of: $0) } ?? .synced
            }, accountStatus: states.worst(state.rows))
        return sheet.json(now: context.now) { _ in state.zone }
    }

    private struct Key: Hashable {
        var kind: UInt16
        var id: RecordID
    }
}

extension ViewContext {
    var agingEdges: [Int] { settings.agingEdges.isEmpty ? AgingBucket.defaultEdges : settings.agingEdges }
}

/// Which accounts have work of one's own or an open conflict, found without reading every record.
struct AccountMarks {
    private var states: [AccountID: RecordStatus] = [:]

    init(_ context: ViewContext) throws {
        let waiting = try context.reading.operations(
            states: [.pending, .acknowledged], from: .start, limit: Limits.outboxMost)
        for entry in waiting { raise(entry.header.account, RecordStates.state(of: entry)) }
        try context.reading.forEachRow(kind: .conflict) { row in
            guard case .conflict(let conflict)? = context.parts.content(of: row), !conflict.resolved,
                let account = row.account
            else { return }
            raise(account, .conflicted)
        }
    }

    private mutating func raise(_ account: AccountID, _ state: RecordStatus) {
        let order = RecordStatus.allCases
        let before = states[account] ?? .synced
        if order.firstIndex(of: state) ?? 0 < order.firstIndex(of: before) ?? 0 { states[account] = state }
    }

    func state(of account: AccountID) -> RecordStatus { states[account] ?? .synced }
}
