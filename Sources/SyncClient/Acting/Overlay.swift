internal import FieldModel
internal import FieldRules
package import SyncCore

/// What an account's own unconfirmed operations make of its confirmed rows. Derived: made again from both, it has the
/// same bytes.
enum Overlay {
    /// Replays, in order, every operation whose effect the confirmed rows do not show yet.
    static func rebuild(_ transaction: any ReplicaTransaction, account: AccountID, parts: ClientParts) throws {
        let settings = try transaction.branchSettings(parts)
        try rebuild(
            transaction, account: account, parts: parts, actor: transaction.identity().actor, settings: settings,
            rules: transaction.activeRules(parts), zones: transaction.zoneTable(parts))
    }

    static func rebuild(
        _ transaction: any ReplicaTransaction, account: AccountID, parts: ClientParts, actor: Actor,
        settings: BranchSettings, rules: ActiveRules?, zones: ZoneTable
    ) throws {
        let confirmed = try AccountState(
            transaction, account, parts: parts, settings: settings, zones: zones, confirmedOnly: true)
        guard let confirmed, confirmed.operations.contains(where: { $0.state != .settled }) else {
            return try transaction.setOverlay(account: account, [])
        }
        try transaction.setOverlay(account: account, rows(over: confirmed, rules, parts: parts, actor: actor))
    }

    private static func rows(
        over confirmed: AccountState, _ rules: ActiveRules?, parts: ClientParts, actor: Actor
    ) throws -> [ReplicaRow] {
        var aggregate = confirmed.aggregate(parts)
        var decisions = LocalDecisions(
            parts: parts, actor: actor, settings: confirmed.settings, zone: confirmed.zone, rules: rules,
            operations: confirmed.operations)
        var overlay: [RecordKey: (content: RecordContent, operation: OperationID)] = [:]
        for entry in confirmed.operations.inOrder where entry.hasOverlay {
            guard let intent = try? parts.intent(of: entry) else { continue }
            let withdrawal = entry.receipt == nil ? entry.sealed.withdrawnBy : nil
            _ = decisions.decide(
                &aggregate, intent, entry.header, clockOffset: entry.clockOffset, withdrawnBy: withdrawal)
            for record in aggregate.changed { overlay[record.key] = (record.content, entry.header.id) }
            aggregate.settle()
        }
        let versions = Dictionary(
            confirmed.rows.map { (RowName(kind: $0.kind, id: $0.id), $0.version) }, uniquingKeysWith: { $1 })
        return try overlay.sorted { $0.key < $1.key }.map { key, value in
            let kind = UInt16(key.kind.rawValue)
            return ReplicaRow(
                kind: kind, id: key.id, account: confirmed.id,
                version: versions[RowName(kind: kind, id: key.id)] ?? RecordVersion(epoch: 0, commit: 0),
                bytes: try parts.records.encode(value.content), pendingOperation: value.operation)
        }
    }

    private struct RowName: Hashable {
        var kind: UInt16
        var id: RecordID
    }
}

extension OutboxEntry {
    /// A refused or withdrawn operation shows nothing; a held one stays, marked.
    var hasOverlay: Bool {
        if state == .settled { return false }
        switch receipt?.outcome.state {
        case .refused, .withdrawn: return false
        default: return true
        }
    }
}

extension [OutboxEntry] {
    /// By incarnation, then sequence: the order in which the person acted.
    package var inOrder: [OutboxEntry] {
        sorted { ($0.header.incarnation, $0.header.sequence) < ($1.header.incarnation, $1.header.sequence) }
    }
}
