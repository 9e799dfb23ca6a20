internal import FieldModel
internal import FieldRules
internal import SyncCore

/// One branch's accounts as histories, read in one snapshot.
struct AccountReading {
    /// More operations than an account ever has; older ones beyond it are passed over.
    static let mostOperations = 5_000

    let reading: any ServerReading
    let branch: BranchRecord
    let parts: ServerParts
    let zone: Zone
    let settings: BranchSettings

    init(_ reading: any ServerReading, _ branch: BranchRecord, _ parts: ServerParts) throws {
        self.reading = reading
        self.branch = branch
        self.parts = parts
        zone = Zones.zone(branch.timeZone)
        var settings = BranchSettings(name: branch.name, timeZone: branch.timeZone)
        if let row = try reading.row(kind: .branchSettings, id: branch.id),
            case .branchSettings(let kept)? = try? parts.records.decode(kind: .branchSettings, bytes: row.bytes)
        {
            settings = kept
        }
        self.settings = settings
    }

    /// Nil for an account that cannot be read.
    func history(_ id: AccountID) throws -> (history: CommittedHistory, account: Account)? {
        guard let row = try reading.row(kind: .account, id: id),
            case .account(let account)? = try? parts.records.decode(kind: .account, bytes: row.bytes)
        else { return nil }
        let operations = try reading.operations(OperationFilter(account: id, limit: Self.mostOperations))
        let zone = CommittedHistory.zone(of: account, else: zone)
        let history = try CommittedHistory(
            account: id, zone: zone, settings: settings, operations: operations, coding: parts.operations
        ) { try promises(id) }
        return (history, account)
    }

    private func promises(_ id: AccountID) throws -> [RecordID: PromiseToPay] {
        var promises: [RecordID: PromiseToPay] = [:]
        for row in try reading.rows(account: id) where row.kind == RecordKind.promise.rawValue {
            guard case .promise(let promise)? = try? parts.records.decode(kind: .promise, bytes: row.bytes) else {
                continue
            }
            promises[row.id] = promise
        }
        return promises
    }

    func score(_ id: AccountID) throws -> Score? {
        let name = AccountScore.name(of: id, parts.hash)
        guard let row = try reading.row(kind: .score, id: name),
            case .score(let score)? = try? parts.records.decode(kind: .score, bytes: row.bytes)
        else { return nil }
        return score
    }
}

extension CommittedHistory {
    /// The account's score by these models at a cutoff; nil before the account was there and without models.
    func score(_ models: ScoringModels, _ cutoff: FactCutoff, hash: any Hashing) -> Score? {
        var derivation = FactDerivation(cutoff: cutoff)
        derivation.take(events)
        guard let facts = derivation.facts() else { return nil }
        let unit = Experiment.unit(account, document: derivation.standing?.document ?? "", hash: hash)
        return models.score(facts, cutoff, unit: unit, balance: derivation.balance, hash: hash)
    }

    /// The end of `day`, or this moment where none is named or it has not ended.
    func cutoff(_ day: CalendarDate?, now: Instant) -> FactCutoff {
        let today = zone.localDate(at: now)
        guard let day, day < today else { return FactCutoff(through: now + 1, day: today) }
        return .endOf(day, in: zone)
    }
}
