package import FieldModel
package import FieldRules
package import SyncCore

/// An account as the laptop shows it, read once: records under the overlay, one's own operations, and the day's zone.
package struct AccountState {
    package let id: AccountID
    package let rows: [ReplicaRow]
    package let account: Account
    package let operations: [OutboxEntry]
    package let settings: BranchSettings
    package let zone: Zone

    /// Nil when the account's record has not arrived or cannot be read. Who looks at many accounts gives `zones`, which
    /// are read for this one otherwise.
    package init?(
        _ reading: any ReplicaReading, _ id: AccountID, parts: ClientParts, settings: BranchSettings,
        zones: ZoneTable? = nil, confirmedOnly: Bool = false
    ) throws {
        rows = try reading.rows(account: id, confirmedOnly: confirmedOnly)
        let own = rows.first { $0.kind == UInt16(RecordKind.account.rawValue) && $0.id == id }
        guard let own, case .account(let account) = parts.content(of: own) else { return nil }
        self.id = id
        self.account = account
        self.settings = settings
        operations = try reading.operations(account: id, states: [.pending, .acknowledged, .settled])
        zone = Self.zone(of: account, settings, try zones ?? reading.zoneTable(parts))
    }

    package static func zone(of account: Account, _ settings: BranchSettings, _ zones: ZoneTable) -> Zone {
        zones.clock(account.resolvedZone, account.timeZone, settings.timeZone)
    }

    static let utc = ZoneTable.standard.clock("Etc/UTC")

    /// Whether a rule limits how often the debtor is contacted.
    var hasAllowances: Bool { rows.contains { $0.kind == UInt16(RecordKind.allowance.rawValue) } }

    package func aggregate(_ parts: ClientParts) -> Aggregate {
        let rows = rows.compactMap { row -> AggregateRow? in
            guard let kind = RecordKind(rawValue: Int(row.kind)) else { return nil }
            return AggregateRow(key: RecordKey(kind: kind, id: row.id), bytes: row.bytes)
        }
        return Aggregate(account: id, rows: rows, codec: parts.records)
    }

    /// The operation that last touched a record and is still one's own alone.
    package func pendingOperation(of id: RecordID, _ kind: RecordKind) -> OperationID? {
        rows.first { $0.kind == UInt16(kind.rawValue) && $0.id == id }?.pendingOperation
    }
}

/// Decides operations on the laptop as the server will, with what the laptop knows: its own operations and their words.
struct LocalDecisions {
    let parts: ClientParts
    let actor: Actor
    let settings: BranchSettings
    let zone: Zone
    let rules: ActiveRules?
    private var outcomes: [OperationID: OutcomeState] = [:]
    private var past: [OperationID: PastOperation] = [:]

    init(
        parts: ClientParts, actor: Actor, settings: BranchSettings, zone: Zone, rules: ActiveRules?,
        operations: [OutboxEntry]
    ) {
        self.parts = parts
        self.actor = actor
        self.settings = settings
        self.zone = zone
        self.rules = rules
        for entry in operations {
            outcomes[entry.header.id] = entry.outcome.state
            if let intent = try? parts.intent(of: entry) {
                past[entry.header.id] = PastOperation(
                    header: entry.header, intent: intent, actor: actor, clockOffset: entry.clockOffset)
            }
        }
    }

    /// Now is the moment of the act, as the laptop knew it then, so that a rebuilt overlay has the same bytes.
    mutating func decide(
        _ aggregate: inout Aggregate, _ intent: Intent, _ header: OperationHeader, clockOffset: Int64,
        withdrawnBy: OperationID? = nil, elsewhere: Elsewhere = Elsewhere()
    ) -> FieldModel.Outcome {
        var context = DecisionContext(
            writing: header, clockOffset: clockOffset, actor: actor, settings: settings, zone: zone, hash: parts.hash)
        context.withdrawnBy = withdrawnBy
        context.rules = rules
        context.elsewhere = elsewhere
        let (outcomes, past) = (outcomes, past)
        context.outcomes = { outcomes[$0] }
        context.intentOf = { past[$0] }
        let outcome = Reducer.decide(&aggregate, intent, context)
        self.outcomes[header.id] = outcome.state
        self.past[header.id] = PastOperation(
            header: header, intent: intent, actor: actor, clockOffset: clockOffset)
        return outcome
    }
}

extension ClientParts {
    /// Throws `WireFailure` when the body is gone or unreadable.
    package func intent(of entry: OutboxEntry) throws -> Intent {
        try operations.decodeIntent(operations.decodeBody(entry.sealed.body).intent)
    }
}
