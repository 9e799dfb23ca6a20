internal import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire

/// One account with all that hangs under it, in the shape of the collector's `account show`.
extension Administration {
    package func account(_ name: String) async throws -> JSONValue { try await sheet(name, .standard).json }

    /// With the account's clock by `zones`, in which its moments are printed.
    func sheet(_ name: String, _ zones: ZoneTable) async throws -> (json: JSONValue, id: AccountID, zone: Zone) {
        let records = try await records(RecordFilter([], account: name))
        let own = records.first { $0.row.kind == UInt16(RecordKind.account.rawValue) }
        guard let own, case .account(let account) = own.content else {
            throw ClientFailure.badInput("unknown_account", "There is no such account.")
        }
        let persons = try await personNames()
        let open = records.compactMap { if case .conflict(let conflict) = $0.content { conflict } else { nil } }
            .filter { !$0.resolved }
        let conflicted = Set(open.map { RecordKey(kind: $0.recordKind, id: $0.record) })
        let rows = records.map { record in
            AggregateRow(key: RecordKey(kind: record.content.kind, id: record.row.id), bytes: record.row.bytes)
        }
        let version = own.row.version
        let sheet = AccountSheet(
            id: own.row.id, aggregate: Aggregate(account: own.row.id, rows: rows, codec: WireRecordCodec()),
            version: "\(version.epoch)-\(version.commit)", edges: AgingBucket.defaultEdges, viewer: nil,
            name: { $0.isNil ? .null : .string(persons[$0] ?? $0.ending) },
            status: { conflicted.contains(RecordKey(kind: $0, id: $1)) ? .conflicted : .synced },
            accountStatus: open.isEmpty ? .synced : .conflicted)
        let json = sheet.json(now: now) { AccountIndex.zone(of: $0, zones) }
        return (json, own.row.id, AccountIndex.zone(of: account, zones))
    }
}
