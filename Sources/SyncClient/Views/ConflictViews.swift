package import FieldModel
internal import FieldRules
internal import SyncCore

/// Conflicts with all their values; open ones first to be decided.
package enum ConflictViews {
    package static func list(_ context: ViewContext, all: Bool) throws -> [JSONValue] {
        let states = try pendingStates(context)
        var items: [(opened: Instant, item: JSONValue)] = []
        try context.reading.forEachRow(kind: .conflict) { row in
            guard case .conflict(let conflict)? = context.parts.content(of: row), all || !conflict.resolved else {
                return
            }
            items.append((conflict.openedAt, try item(row, conflict, context, states)))
        }
        return items.enumerated().sorted { a, b in
            a.element.opened != b.element.opened ? a.element.opened < b.element.opened : a.offset < b.offset
        }.map(\.element.item)
    }

    package static func show(_ id: RecordID, _ context: ViewContext) throws -> JSONValue {
        guard let row = try context.reading.row(kind: .conflict, id: id),
            case .conflict(let conflict)? = context.parts.content(of: row)
        else { throw ClientFailure.badInput("unknown_record", "There is no such conflict on this laptop.") }
        return try item(row, conflict, context, pendingStates(context))
    }

    private static func pendingStates(_ context: ViewContext) throws -> RecordStates {
        RecordStates(
            try context.reading.operations(states: [.pending, .acknowledged], from: .start, limit: Limits.outboxMost),
            conflicts: [])
    }

    private static func item(
        _ row: ReplicaRow, _ conflict: Conflict, _ context: ViewContext, _ states: RecordStates
    ) throws -> JSONValue {
        let view = RecordView(
            zone: try context.zone(ofAccount: row.account), currency: try context.currency(ofAccount: row.account)
        ) { context.name(of: $0) }
        return view.conflict(
            conflict, row.id, account: row.account, viewer: context.identity.person, states.state(of: row))
    }
}

extension ViewContext {
    func currency(ofAccount account: AccountID?) throws -> Currency? {
        guard let row = try account.flatMap({ try reading.row(kind: .account, id: $0) }),
            case .account(let account)? = parts.content(of: row)
        else { return nil }
        return account.currency
    }

    func zone(ofAccount account: AccountID?) throws -> Zone {
        let row = try account.flatMap { try reading.row(kind: .account, id: $0) }
        if let row, case .account(let account)? = parts.content(of: row) { return zone(of: account) }
        return branchZone
    }
}
