package import FieldModel
package import FieldRules
package import SyncCore
internal import Synchronization

/// What a home knows of itself, by key in the replica's settings.
package enum SettingKey: String, CaseIterable, Sendable {
    case device, deviceCode = "device_code", deviceName = "device_name"
    case person, personName = "person_name", role
    case branch, branchName = "branch_name", organisation
    /// Addresses to try, separated by commas; `server` is the one that the person gave.
    case hosts, server, authority
    /// collector, branch, none; as the server said last.
    case scope
    /// The scope that the rows here are of: the one under which they were scanned.
    case replicaScope = "replica_scope"
    /// Set while the replica may hold what no feed tells it to drop: since it was told so, until digests agree.
    case comparing
    /// How many late receipts the server had told at the last checkpoint.
    case lateThrough = "late_through"
    case incarnation
    case clockOffset = "clock_offset_ms"
    /// How the laptop's clocks stood when that was measured (`ClockMemory`).
    case clockMemory = "clock_memory"
    case leaseExpiresAt = "lease_expires_at"
    case lastSyncAt = "last_sync_at"
    /// match, repaired, mismatch, unknown; and when it was compared.
    case digest, digestVerifiedAt = "digest_verified_at"
    case hlc
    case voucherCounter = "voucher_counter"
    /// The secret of the account numbers' lookup hashes.
    case lookupKey = "lookup_key"
    case logHeads = "log_heads"
    /// active, quarantined, revoked.
    case deviceState = "device_state"
    /// In which epochs all that is here was offered (`OfferedEpochs`).
    case offeredEpochs = "offered_epochs"
    /// Repairs of this replica, the rows that were sent again in all, and when last.
    case repairs, repairedRows = "repaired_rows", lastRepairAt = "last_repair_at"
    /// Days that bodies of acknowledged operations are kept, as the server says; when old ones were last let go.
    case bodyDays = "body_days", prunedAt = "pruned_at"
    /// Set while a scan from 0 is under way.
    case scanFromStart = "scan_from_start"
    /// When every content of the home was last offered to the server.
    case contentsOfferedAt = "contents_offered_at"
}

extension ReplicaReading {
    package func value(_ key: SettingKey) throws -> String? {
        guard let text = try setting(key.rawValue), !text.isEmpty else { return nil }
        return text
    }

    package func number(_ key: SettingKey) throws -> Int64? { try value(key).flatMap { Int64($0) } }

    package func instant(_ key: SettingKey) throws -> Instant? {
        try number(key).map { Instant(milliseconds: $0) }
    }

    /// What the laptop's clock is behind the server's by now, as far as it can tell by itself; nil before the first contact.
    package func knownClockOffset(_ clock: any ClientClock) throws -> Int64? {
        guard let measured = try number(.clockOffset) else { return nil }
        guard let memory = try value(.clockMemory).flatMap({ ClockMemory(text: $0) }) else { return measured }
        return memory.offset(at: clock.reading(offset: 0))
    }

    package func identifier(_ key: SettingKey) throws -> Identifier? { try value(key).flatMap { Identifier($0) } }

    /// Where the chain ends; a new incarnation counts before it has its first operation.
    package func chainNow() throws -> ChainEnd {
        let end = try chainEnd()
        let incarnation = UInt32(clamping: try number(.incarnation) ?? 1)
        return incarnation > end.incarnation ? ChainEnd(incarnation: incarnation) : end
    }

    /// Throws when the home has never been enrolled.
    package func identity() throws -> ClientIdentity {
        guard let device = try identifier(.device), let person = try identifier(.person),
            let role = try value(.role).flatMap(Role.init(rawValue:))
        else { throw ClientFailure.notEnrolled }
        return ClientIdentity(
            device: device, deviceCode: try value(.deviceCode) ?? "", person: person,
            personName: try value(.personName) ?? "", role: role, branch: try identifier(.branch),
            branchName: try value(.branchName) ?? "", organisation: try value(.organisation) ?? "")
    }

    /// The settings that the server sent for the branch, else plain ones.
    package func branchSettings(_ parts: ClientParts) throws -> BranchSettings {
        var found: BranchSettings?
        try forEachRow(kind: .branchSettings) { row in
            if case .branchSettings(let settings) = parts.content(of: row) { found = settings }
        }
        return try found ?? BranchSettings(name: value(.branchName) ?? "", timeZone: "")
    }
}

extension ReplicaReading {
    /// The rule packs, calendars and letter templates that the branch has activated; nil when there are none.
    package func activeRules(_ parts: ClientParts) throws -> ActiveRules? {
        var documents: [RuleDocument] = []
        for kind in [RecordKind.rulePack, .calendar, .letterTemplate] {
            try forEachRow(kind: kind) { row in
                guard let content = parts.content(of: row) else { return }
                documents += [RuleDocument(content, parts.rules)].compactMap { $0 }
            }
        }
        return ActiveRules(documents)
    }

    /// The zone table that the branch has activated; the program's own where there is none.
    package func zoneTable(_ parts: ClientParts) throws -> ZoneTable {
        var rows: [ReplicaRow] = []
        try forEachRow(kind: .zoneTable) { rows.append($0) }
        return parts.zones.table(rows) { row in
            parts.content(of: row).flatMap { RuleDocument($0, parts.rules) }
        }
    }
}

/// The zone table as it was last read: parsing one costs more than a short list.
package final class ZoneShelf: Sendable {
    private struct Kept: Sendable {
        var rows: [ReplicaRow] = []
        var table = ZoneTable.standard
    }

    private let kept = Mutex(Kept())

    func table(_ rows: [ReplicaRow], _ document: (ReplicaRow) -> RuleDocument?) -> ZoneTable {
        guard !rows.isEmpty else { return .standard }
        if let table = kept.withLock({ $0.rows == rows ? $0.table : nil }) { return table }
        let table = ZoneDocuments.table(rows.map(document))
        kept.withLock { $0 = Kept(rows: rows, table: table) }
        return table
    }
}

extension ReplicaTransaction {
    package func set(_ key: SettingKey, _ value: String?) throws { try setSetting(key.rawValue, value) }
    package func set(_ key: SettingKey, _ value: Int64) throws { try setSetting(key.rawValue, "\(value)") }
    package func set(_ key: SettingKey, _ value: Instant) throws {
        try setSetting(key.rawValue, "\(value.milliseconds)")
    }

    /// What was measured just now.
    func set(clockOffset offset: Int64, _ clock: any ClientClock) throws {
        try set(.clockOffset, offset)
        try set(.clockMemory, clock.reading(offset: offset).text)
    }

    /// The secret of the lookup hashes, made at first use.
    package func lookupKey(_ parts: ClientParts) throws -> [UInt8] {
        if let text = try value(.lookupKey), let key = bytes(hexadecimal: text) { return key }
        let key = parts.random(32)
        try set(.lookupKey, hexadecimal(key))
        return key
    }
}

/// The keyed hash by which an account is found by its number.
package func accountLookup(_ number: String, key: [UInt8], hash: any Hashing) -> [UInt8] {
    hash.sha256(Array("cartera-lookup-1".utf8) + key + Array(number.utf8))
}

/// Whose laptop this is.
package struct ClientIdentity: Hashable, Sendable {
    package var device: DeviceID
    package var deviceCode: String
    package var person: PersonID
    package var personName: String
    package var role: Role
    package var branch: BranchID?
    package var branchName: String
    package var organisation: String

    package var actor: Actor { Actor(person: person, device: device, role: role) }
}
