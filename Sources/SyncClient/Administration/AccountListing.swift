package import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire

/// Accounts, promises and conflicts as the server has them; items have the keys of the collector's own lists.
extension Administration {
    package func accounts(branch: String? = nil, assignee: String? = nil) async throws -> [JSONValue] {
        let index = try await accountIndex(branch: branch)
        let conflicted = try await fold(RecordFilter([.conflict], branch: branch), into: Set<AccountID>()) {
            if case .conflict(let conflict) = $1.content, !conflict.resolved { $0.insert($1.account) }
        }
        let flags = try await fold(
            RecordFilter([.flag], branch: branch), into: [AccountID: [(id: RecordID, value: Flag)]]()
        ) {
            if case .flag(let flag) = $1.content { $0[$1.account, default: []].append(($1.row.id, flag)) }
        }
        let wanted = try await assignee.flatMapAsync { try await person(named: $0) }
        return try await fold(RecordFilter([.account], branch: branch), into: [JSONValue]()) { items, record in
            guard case .account(let account) = record.content else { return }
            if let wanted, account.assignee != wanted { return }
            let id = record.row.id
            let item = Self.item(account, id, index, isConflicted: conflicted.contains(id))
            items.append(item.adding(StopStateView.key, StopStateView.words(flags[id] ?? [])))
        }
    }

    static func item(_ account: Account, _ id: AccountID, _ index: AccountIndex, isConflicted: Bool) -> JSONValue {
        let days = account.daysPastDue(asOf: AccountIndex.zone(of: account).localDate(at: index.now))
        let state: RecordStatus = isConflicted ? .conflicted : .synced
        return [
            "id": JSONValue(id), "number": .string(account.number), "debtor": .text(index.debtors[id] ?? ""),
            "product": .text(account.product), "creditor": .text(account.creditor),
            "balance": JSONValue(account.money(account.shownBalance)),
            "past_due": account.pastDue.map { JSONValue(account.money($0)) } ?? .null,
            "days_past_due": JSONValue(days), "bucket": .string(AgingBucket(daysPastDue: days).label),
            "assignee": account.assignee.map { index.name(of: $0) } ?? .null, "closed": .bool(account.closed),
            "state": .string(state.rawValue),
        ]
    }

    /// By exact name, id, or ending of the id, as the server reads them.
    func person(named text: String) async throws -> PersonID {
        let entries = try await personEntries()
        let digits = text.lowercased().filter { $0 != "-" }
        let isEnding = digits.utf8.count >= Naming.shortestEnding && digits.allSatisfy(\.isHexDigit)
        var found = entries.filter { $0.name == text }
        if found.isEmpty, isEnding { found = entries.filter { hexadecimal($0.id).hasSuffix(digits) } }
        guard let id = found.first.flatMap({ Identifier(bytes: $0.id) }) else {
            throw ClientFailure.badInput(
                "unknown_person", "There is no person “\(printable(text))”.",
                hint: "See `cartera admin person list`.")
        }
        guard found.count == 1 else {
            throw ClientFailure.badInput(
                "ambiguous_person", "More than one person is named “\(printable(text))”.",
                hint: "Give the id, or more characters of its end.")
        }
        return id
    }

    /// Promises of which an instalment is due on the day, or all.
    package func promises(due: CalendarDate?, branch: String? = nil) async throws -> [JSONValue] {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([.promise], branch: branch), into: [JSONValue]()) { items, record in
            guard case .promise(let promise) = record.content, let view = index.view(record.account) else { return }
            if let due, !promise.instalments.contains(where: { $0.dueDay == due }) { return }
            let item = view.promise(promise, record.row.id, .synced)
            items.append(item.inserting(index.members(record.account)))
        }
    }

    /// Open ones, or all.
    package func conflicts(resolved: Bool, branch: String? = nil) async throws -> [JSONValue] {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([.conflict], branch: branch), into: [JSONValue]()) { items, record in
            guard case .conflict(let conflict) = record.content, let view = index.view(record.account),
                resolved || !conflict.resolved
            else { return }
            let state: RecordStatus = conflict.resolved ? .synced : .conflicted
            let item = view.conflict(conflict, record.row.id, account: record.account, viewer: nil, state)
            items.append(item.inserting(index.members(record.account)))
        }
    }
}

extension Optional {
    fileprivate func flatMapAsync<T>(_ body: (Wrapped) async throws -> T) async throws -> T? {
        guard let value = self else { return nil }
        return try await body(value)
    }
}
