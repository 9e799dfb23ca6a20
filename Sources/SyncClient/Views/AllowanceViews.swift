internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Allowances as the holder and the office see them.
package enum AllowanceViews {
    /// One item an allowance on this laptop; with `all`, also those given back or over.
    package static func list(all: Bool, _ context: ViewContext) throws -> [JSONValue] {
        var accounts: [AccountID: (number: String, zone: Zone)] = [:]
        try context.reading.forEachRow(kind: .account) { row in
            guard case .account(let account)? = context.parts.content(of: row) else { return }
            accounts[row.id] = (account.number, context.zone(of: account))
        }
        var items: [JSONValue] = []
        try context.reading.forEachRow(kind: .allowance) { row in
            guard let id = row.account, let account = accounts[id],
                case .allowance(let allowance)? = context.parts.content(of: row)
            else { return }
            let state = Self.state(allowance, now: context.now)
            guard all || state == "open" || state == "elsewhere" else { return }
            items.append([
                "id": JSONValue(row.id), "account": JSONValue(id), "number": .string(account.number),
                "rule": .string(allowance.rule), "holder": context.name(of: allowance.holder),
                "units": JSONValue(allowance.units), "spent": JSONValue(allowance.spent),
                "valid_from": context.moment(allowance.validFrom, account.zone),
                "valid_until": context.moment(allowance.validUntil, account.zone), "allowance_state": .string(state),
            ])
        }
        return items
    }

    /// `open`, `elsewhere` (the units are under another account), `returned`, or `ended`.
    static func state(_ allowance: Allowance, now: Instant) -> String {
        if allowance.closed { return "returned" }
        if allowance.validUntil.map({ $0 <= now }) ?? true { return "ended" }
        return allowance.units == 0 ? "elsewhere" : "open"
    }
}

extension Administration {
    /// Open ones, or all.
    package func allowances(all: Bool, branch: String?) async throws -> [JSONValue] {
        let index = try await accountIndex(branch: branch)
        let now = now
        return try await fold(RecordFilter([.allowance], branch: branch), into: [JSONValue]()) { items, record in
            guard case .allowance(let allowance) = record.content, let view = index.view(record.account) else { return }
            let state = AllowanceViews.state(allowance, now: now)
            guard all || state == "open" else { return }
            let item: JSONValue = [
                "id": JSONValue(record.row.id), "rule": .string(allowance.rule), "holder": view.name(allowance.holder),
                "units": JSONValue(allowance.units), "spent": JSONValue(allowance.spent),
                "valid_from": view.moment(allowance.validFrom), "valid_until": view.moment(allowance.validUntil),
                "allowance_state": .string(state),
            ]
            items.append(item.inserting(index.members(record.account)))
        }
    }
}
