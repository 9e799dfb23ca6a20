package import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Legal holds, duties and overrides on the server.
extension Administration {
    package func setHold(_ account: String, reason: String, lift: Bool) async throws -> JSONValue {
        let request = Cartera_V1_SetHoldRequest.with {
            $0.account = account
            $0.reason = reason
            $0.lift = lift
        }
        return Self.done(try await client.setHold(request).native(), lift ? "lifted" : "held")
    }

    package func holds(all: Bool, branch: String?) async throws -> [JSONValue] {
        try await listed(.legalHold, branch) { content, id, view in
            guard case .legalHold(let hold) = content, all || hold.liftedAt == nil else { return nil }
            return view.hold(hold, id, .synced)
        }
    }

    /// By the day on which they are due.
    package func duties(all: Bool, branch: String?) async throws -> [JSONValue] {
        let now = now
        let index = try await accountIndex(branch: branch)
        let found = try await fold(
            RecordFilter([.duty], branch: branch), into: [(due: Int64, item: JSONValue)]()
        ) { found, record in
            guard case .duty(let duty) = record.content, all || duty.satisfiedAt == nil,
                let view = index.view(record.account)
            else { return }
            let item = view.duty(duty, record.row.id, now: now, .synced).inserting(index.members(record.account))
            found.append((duty.dueAt?.milliseconds ?? .max, item))
        }
        return found.enumerated().sorted { ($0.element.due, $0.offset) < ($1.element.due, $1.offset) }
            .map(\.element.item)
    }

    package func requestOverride(
        _ account: String, rule: String, act: String, reason: String, until: Instant?
    ) async throws -> JSONValue {
        let request = Cartera_V1_OverrideRequest.with {
            $0.account = account
            $0.rule = rule
            $0.act = act
            $0.reason = reason
            $0.until = until?.milliseconds ?? 0
        }
        let receipt = try await client.requestOverride(request).native()
        // The operation names the record that it made.
        let asked = try await operation("\(receipt.operation)")
        let id = asked["text"]?["override"] ?? .null
        return Self.done(receipt, "requested").inserting([JSONMember("id", id)])
    }

    package func grantOverride(_ override: String) async throws -> JSONValue {
        let receipt = try await client.grantOverride(.with { $0.name = override }).native()
        return Self.done(receipt, "granted")
    }

    package func overrides(branch: String?) async throws -> [JSONValue] {
        let found = try await fold(
            RecordFilter([.override], branch: branch), into: [(record: ListedRecord, override: Override)]()
        ) { found, record in
            if case .override(let override) = record.content { found.append((record, override)) }
        }
        var index = try await accountIndex(branch: branch)
        // Whoever granted one may be of another branch, whose persons this lister is not told of; operations say his name.
        let strange = found.filter { $0.override.persons.contains { index.persons[$0] == nil } }
        for account in Set(strange.map(\.record.account)).sorted() {
            index.persons.merge(try await authorNames(account)) { known, _ in known }
        }
        return found.compactMap { record, override in
            index.view(record.account)?.override(override, record.row.id, now: now, .synced)
                .inserting(index.members(record.account))
        }
    }

    /// The names of those who acted on an account.
    private func authorNames(_ account: AccountID) async throws -> [PersonID: String] {
        var query = OperationQuery()
        (query.account, query.limit) = ("\(account)", OperationQuery.most)
        let codec = WireOperationCodec()
        return try await client.listOperations(query.request) { response in
            var names: [PersonID: String] = [:]
            for try await entry in response.messages where !entry.authorName.isEmpty {
                names[try codec.decodeHeader([UInt8](entry.header)).author] = entry.authorName
            }
            return names
        }
    }

    private static func done(_ receipt: Receipt, _ status: String) -> JSONValue {
        [
            "operation": JSONValue(receipt.operation), "outcome": .string("\(receipt.outcome.state)"),
            "status": .string(status),
        ]
    }

    private func listed(
        _ kind: RecordKind, _ branch: String?,
        _ item: @escaping @Sendable (RecordContent, RecordID, RecordView) -> JSONValue?
    ) async throws -> [JSONValue] {
        let index = try await accountIndex(branch: branch)
        return try await fold(RecordFilter([kind], branch: branch), into: [JSONValue]()) { items, record in
            guard let view = index.view(record.account), let made = item(record.content, record.row.id, view) else {
                return
            }
            items.append(made.inserting(index.members(record.account)))
        }
    }
}

extension Override {
    fileprivate var persons: [PersonID] { [requestedBy] + [grantedBy].compactMap { $0 } }
}
