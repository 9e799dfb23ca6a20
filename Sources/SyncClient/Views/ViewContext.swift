package import FieldModel
package import FieldRules
package import SyncCore

/// What views of one read share: names of persons, one's own operations, the day, and how moments are printed.
package struct ViewContext {
    package let parts: ClientParts
    package let reading: any ReplicaReading
    package let identity: ClientIdentity
    package let settings: BranchSettings
    /// By the server's clock, as far as this laptop knows it.
    package let now: Instant
    let clockOffset: Int64
    /// The laptop's own zone, for what belongs to no account.
    package let localOffsetSeconds: Int32
    private let personNames: [PersonID: String]
    private let zones = Once<ZoneTable>()
    private let persons = Once<PersonAccounts>()

    package init(
        _ reading: any ReplicaReading, parts: ClientParts, localOffsetSeconds: Int32
    ) throws {
        self.parts = parts
        self.reading = reading
        self.localOffsetSeconds = localOffsetSeconds
        identity = try reading.identity()
        settings = try reading.branchSettings(parts)
        clockOffset = try reading.knownClockOffset(parts.clock) ?? 0
        now = Instant(milliseconds: saturatingSum(parts.clock.now().milliseconds, clockOffset))
        var names: [PersonID: String] = [:]
        try reading.forEachRow(kind: .person) { row in
            if case .person(let person) = parts.content(of: row) { names[row.id] = person.name }
        }
        names[identity.person] = names[identity.person] ?? identity.personName
        personNames = names
    }

    package func zone(of account: Account) -> Zone {
        // A table that cannot be read from the store is no reason to show nothing.
        AccountState.zone(of: account, settings, (try? zoneTable()) ?? .standard)
    }

    /// Of the branch, for what belongs to no account.
    var branchZone: Zone { ((try? zoneTable()) ?? .standard).clock(settings.timeZone) }

    /// Parsing the table of zones costs more than a short list: it is read when it is first asked for.
    private func zoneTable() throws -> ZoneTable { try zones.value { try reading.zoneTable(parts) } }

    package func name(of person: PersonID) -> JSONValue {
        if person.isNil { return .null }
        return .string(personNames[person] ?? person.ending)
    }

    package func local(_ moment: Instant?) -> JSONValue {
        guard let moment, moment.isGiven else { return .null }
        return .string(moment.rfc3339(offsetSeconds: localOffsetSeconds))
    }

    package func moment(_ moment: Instant?, _ zone: Zone) -> JSONValue {
        guard let moment, moment.isGiven else { return .null }
        return .string(zone.rfc3339(moment))
    }

    /// The account's records as rules read them; nil for one that has not arrived completely.
    func ruleCase(_ account: AccountID) throws -> (state: AccountState, account: AccountCase)? {
        guard let state = try AccountState(reading, account, parts: parts, settings: settings, zones: zoneTable()),
            var found = AccountCase(state.aggregate(parts), zone: state.zone)
        else { return nil }
        guard state.hasAllowances else { return (state, found) }
        let accounts = try persons.value { try PersonAccounts(reading, parts) }
        found.elsewhere = try accounts.elsewhere(account, settings)
        return (state, found)
    }

    package func today(_ zone: Zone) -> CalendarDate { zone.localDate(at: now) }
}

/// What is made when it is first asked for.
private final class Once<Value> {
    private var known: Value?

    func value(_ make: () throws -> Value) rethrows -> Value {
        if let known { return known }
        let made = try make()
        known = made
        return made
    }
}

/// How each record of an account stands towards the server.
package struct RecordStates {
    private let operations: [OperationID: OutboxEntry]
    private let conflicted: Set<RecordKey>

    package init(_ operations: [OutboxEntry], conflicts: [Conflict]) {
        self.operations = Dictionary(operations.map { ($0.header.id, $0) }, uniquingKeysWith: { $1 })
        conflicted = Set(
            conflicts.filter { !$0.resolved }.map { RecordKey(kind: $0.recordKind, id: $0.record) })
    }

    package func state(of row: ReplicaRow) -> RecordStatus {
        if let kind = RecordKind(rawValue: Int(row.kind)), conflicted.contains(RecordKey(kind: kind, id: row.id)) {
            return .conflicted
        }
        guard let operation = row.pendingOperation else { return .synced }
        return operations[operation].map(Self.state) ?? .pending
    }

    /// An operation that settled says of its record only that it is synced.
    package static func state(of entry: OutboxEntry) -> RecordStatus {
        switch entry.outcome.state {
        case .held: .held
        case .refused: .refused
        case .conflicted where entry.receipt != nil: .conflicted
        default: entry.state == .settled ? .synced : .pending
        }
    }

    /// What a person should look at first among the records under an account.
    package func worst(_ rows: [ReplicaRow]) -> RecordStatus {
        let order = RecordStatus.allCases
        let states = Set(rows.map { state(of: $0) })
        let refused = operations.values.contains { $0.outcome.state == .refused && $0.state == .acknowledged }
        if !conflicted.isEmpty { return .conflicted }
        if refused { return .refused }
        return order.first(where: states.contains) ?? .synced
    }
}
