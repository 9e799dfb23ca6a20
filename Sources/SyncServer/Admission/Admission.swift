internal import FieldModel
internal import SyncCore

/// Operations become records here, inside one transaction: load the account, decide, store, log.
///
/// One value lives as long as its transaction; accounts that several operations touch are loaded once.
struct Admission {
    let transaction: any ServerTransaction
    let core: ServerCore
    let now: Instant
    private(set) var news = CommitNews()
    private var accounts: [AccountID: LoadedAccount] = [:]
    private var places: [BranchID: BranchPlace] = [:]

    init(transaction: any ServerTransaction, core: ServerCore) {
        self.transaction = transaction
        self.core = core
        now = core.now
    }

    var parts: ServerParts { core.parts }

    private struct LoadedAccount {
        var aggregate: Aggregate
        var placement: AccountPlacement?
    }
}

/// What an operation would do, before anything is stored.
struct Verdict {
    var outcome: Outcome
    var changes: [EncodedChange] = []
    var place: BranchPlace?
    var placement: AccountPlacement?
    fileprivate var aggregate: Aggregate?
}

struct EncodedChange {
    var record: Record
    var bytes: [UInt8]
}

extension Admission {
    /// Decides, stores and logs an operation; the receipt is final for the transaction.
    mutating func admit(_ submission: Submission) throws -> Receipt {
        try store(submission, try decide(submission))
    }

    /// Stores an operation without effect.
    mutating func admit(_ submission: Submission, as outcome: Outcome) throws -> Receipt {
        try store(submission, Verdict(outcome: outcome))
    }

    /// What the operation would do now; nothing is stored. Throws for a failing store only: an operation that cannot be
    /// decided is quarantined by its verdict.
    mutating func decide(_ submission: Submission) throws -> Verdict {
        if submission.sealed.withdrawnBy != nil { return Verdict(outcome: Outcome(state: .withdrawn)) }
        let intent: Intent
        switch submission.body {
        case .intent(let read): intent = read
        case .unknownKind: return .held(AdmissionReason.unsupported)
        case .missing: return .refused(AdmissionReason.bodyMissing)
        case .malformed:
            let isFact = Self.isFactKind(submission.header.kind)
            return isFact ? .held(AdmissionReason.quarantine) : .refused(AdmissionReason.malformed)
        }
        guard submission.actor.isSystem || submission.header.author == submission.actor.person else {
            return intent.isFact ? .held(AdmissionReason.quarantine) : .refused(AdmissionReason.notPermitted)
        }
        return try decide(intent, submission)
    }

    private mutating func decide(_ intent: Intent, _ submission: Submission) throws -> Verdict {
        let isDocument = if case .writeDocument = intent { true } else { false }
        let loaded =
            isDocument ? LoadedAccount(aggregate: Aggregate(account: nil)) : try load(submission.header.account)
        guard let branch = loaded.placement?.branch ?? submission.branch, let place = try place(branch) else {
            return .refused(ReasonCode.unknownAccount.rawValue)
        }
        var aggregate = loaded.aggregate
        let context = try context(submission, intent, aggregate, loaded.placement, place)
        let outcome = Reducer.decide(&aggregate, intent, context)
        var verdict = Verdict(outcome: outcome, place: place, placement: loaded.placement, aggregate: aggregate)
        do {
            verdict.changes = try aggregate.changed.map {
                EncodedChange(record: $0, bytes: try parts.records.encode($0.content))
            }
        } catch {
            // A record that grew beyond what a page can carry.
            return intent.isFact ? .held(AdmissionReason.quarantine) : .refused(AdmissionReason.recordTooLarge)
        }
        for change in verdict.changes where try isTakenElsewhere(change.record) {
            return .refused(AdmissionReason.idTaken)
        }
        return verdict
    }

    /// Whether a record of that name exists under another account. Records of audience `all` live once in each branch.
    private func isTakenElsewhere(_ record: Record) throws -> Bool {
        guard !record.kind.isForAll, let row = try transaction.row(kind: record.kind, id: record.id) else {
            return false
        }
        return row.account != record.account
    }

    /// Kinds of facts, for operations whose body cannot be read: visits, payments, contacts, and what was done to them.
    private static func isFactKind(_ kind: Int) -> Bool { [1, 2, 6, 7, 8].contains(kind) }
}

extension Verdict {
    static func held(_ reason: String) -> Verdict { Verdict(outcome: Outcome(state: .held, reason: reason)) }
    static func refused(_ reason: String) -> Verdict { Verdict(outcome: Outcome(state: .refused, reason: reason)) }
}

extension Admission {
    private mutating func load(_ account: AccountID) throws -> LoadedAccount {
        if let loaded = accounts[account] { return loaded }
        let placement = try transaction.placement(account)
        let rows = placement == nil ? [] : try transaction.rows(account: account)
        let known = rows.compactMap { row in
            RecordKind(rawValue: Int(row.kind)).map {
                AggregateRow(key: RecordKey(kind: $0, id: row.id), bytes: row.bytes)
            }
        }
        let loaded = LoadedAccount(
            aggregate: Aggregate(account: account, rows: known, codec: parts.records), placement: placement)
        accounts[account] = loaded
        return loaded
    }

    mutating func place(_ id: BranchID) throws -> BranchPlace? {
        if let known = places[id] { return known }
        guard let record = try transaction.branch(id) else { return nil }
        let row = try transaction.row(kind: .branchSettings, id: id)
        let content = try? row.map { try parts.records.decode(kind: .branchSettings, bytes: $0.bytes) }
        var settings = BranchSettings(name: record.name, timeZone: record.timeZone)
        if case .branchSettings(let kept)? = content { settings = kept }
        let place = BranchPlace(record: record, settings: settings, zone: Zones.zone(record.timeZone))
        places[id] = place
        return place
    }

    private func context(
        _ submission: Submission, _ intent: Intent, _ aggregate: Aggregate, _ placement: AccountPlacement?,
        _ place: BranchPlace
    ) throws -> DecisionContext {
        let account = aggregate.account.flatMap { aggregate[Account.self, $0] }
        var context = DecisionContext(
            now: now, actor: submission.actor, header: submission.header, settings: place.settings,
            zone: account.flatMap { Zones.known($0.resolvedZone) } ?? place.zone, hash: parts.hash, side: .server)
        context.clockOffset = submission.clockOffset
        context.clockSuspect = submission.clockSuspect
        context.previousContact = submission.previousContact
        context.accountWasHeld = try wasHeld(submission, placement)
        let past = PastOperations(transaction: transaction, parts: parts, systemDevice: place.record.systemDevice)
        context.outcomes = { past.state($0) }
        context.intentOf = { past.operation($0) }
        let header = submission.header
        context.wasSeen = { past.wasSeen($0, by: header) }
        return context
    }

    /// In the device's scope now, or evicted from it and not yet erased there: both mean that the device held it.
    private func wasHeld(_ submission: Submission, _ placement: AccountPlacement?) throws -> Bool {
        guard !submission.actor.isSystem, let placement else { return true }
        if (submission.scope?.holds(placement) ?? false) { return true }
        guard submission.header.seen.commit > 0 || !submission.header.seen.lastKey.isEmpty else { return false }
        return try transaction.pendingErasures(device: submission.header.device).contains(submission.header.account)
    }
}

extension Admission {
    private mutating func store(_ submission: Submission, _ verdict: Verdict) throws -> Receipt {
        let header = submission.header
        var receipt = Receipt(
            operation: header.id, device: header.device, sequence: header.sequence, outcome: verdict.outcome,
            receivedAt: now)
        if let place = verdict.place {
            receipt.branch = place.record.id
            receipt.epoch = place.record.epoch
        }
        if !verdict.changes.isEmpty, let place = verdict.place {
            receipt.commit = try write(verdict, header, in: place)
        }
        if let aggregate = verdict.aggregate, aggregate.account != nil {
            var settled = aggregate
            settled.settle()
            accounts[header.account]?.aggregate = settled
        }
        let log = receipt.branch ?? submission.scope?.branch ?? submission.branch ?? AuditLeaf.organisationLog
        receipt.log = log
        receipt.leafHash = ChainHash.leaf(AuditLeaf.content(header, receipt), hash: parts.hash)
        receipt.leafIndex = try transaction.appendLeaf(log, hash: receipt.leafHash)
        try transaction.append(
            StoredOperation(
                header: header, sealed: submission.sealed, link: submission.link, receipt: receipt,
                clockOffset: submission.clockOffset))
        return forDevice(receipt, submission, verdict.placement)
    }

    /// One commit: the records of one operation, at one version.
    private mutating func write(_ verdict: Verdict, _ header: OperationHeader, in place: BranchPlace) throws -> UInt64 {
        let branch = place.record.id
        let commit = try transaction.nextCommit(branch)
        let version = RecordVersion(epoch: place.record.epoch, commit: commit)
        let audience = try settlePlacement(verdict, header.account, branch, commit)
        for change in verdict.changes {
            let seenBy = change.record.kind.isForAll ? .all : audience
            try transaction.put(
                branch: branch, audience: seenBy, key: change.record.key, account: change.record.account,
                version: version, bytes: change.bytes)
            news.add(branch, seenBy)
            if case .branchSettings = change.record.content { places[branch] = nil }
            if case .decision(let decision) = change.record.content {
                try close(decision, branch: branch, version: version)
            }
        }
        return commit
    }

    /// Places a new account, or moves one whose collector the operation changed; returns who sees it from here on.
    private mutating func settlePlacement(
        _ verdict: Verdict, _ id: AccountID, _ branch: BranchID, _ commit: UInt64
    ) throws -> Audience {
        let written = verdict.changes.lazy.compactMap { change -> Account? in
            if case .account(let account) = change.record.content { account } else { nil }
        }.first
        guard let account = written else { return verdict.placement?.audience ?? .nobody }
        let audience = account.assignee.map { Audience.collector($0) } ?? .nobody
        if let before = verdict.placement {
            if before.audience != audience {
                try transaction.reassign(id, to: audience, feedCommit: commit)
                news.add(branch, before.audience)
            }
        } else {
            let placement = AccountPlacement(branch: branch, audience: audience)
            try transaction.place(id, placement, creditor: account.creditor, number: account.number)
        }
        accounts[id]?.placement = AccountPlacement(branch: branch, audience: audience)
        return audience
    }

    /// The held operation that a decision speaks of has its final outcome from here on.
    private func close(_ decision: Decision, branch: BranchID, version: RecordVersion) throws {
        guard var receipt = try transaction.receipt(operation: decision.operation, device: decision.device) else {
            return
        }
        receipt.outcome = decision.outcome
        receipt.branch = branch
        receipt.epoch = version.epoch
        receipt.commit = version.commit
        try transaction.update(receipt)
    }

    /// A receipt for an account outside the device's scope carries outcome and reason, and no values.
    private func forDevice(_ receipt: Receipt, _ submission: Submission, _ placement: AccountPlacement?) -> Receipt {
        guard !submission.actor.isSystem, let placement, !(submission.scope?.holds(placement) ?? false) else {
            return receipt
        }
        return receipt.withoutValues
    }
}

extension Receipt {
    var withoutValues: Receipt {
        var bare = self
        bare.outcome = Outcome(state: outcome.state, reason: outcome.reason, rule: outcome.rule)
        return bare
    }
}

/// Earlier operations as the reducer asks for them. Used on the transaction's own thread, while the transaction lasts.
private struct PastOperations: @unchecked Sendable {
    let transaction: any ServerTransaction
    let parts: ServerParts
    let systemDevice: DeviceID

    func state(_ id: OperationID) -> OutcomeState? { (try? transaction.operation(id))?.receipt.outcome.state }

    func wasSeen(_ id: OperationID, by header: OperationHeader) -> Bool {
        guard let past = try? transaction.operation(id) else { return false }
        if past.header.device == header.device { return true }
        let receipt = past.receipt
        return receipt.commit > 0 && receipt.branch == header.seen.branch && receipt.epoch == header.seen.epoch
            && receipt.commit <= header.seen.commit
    }

    func operation(_ id: OperationID) -> PastOperation? {
        guard let past = try? transaction.operation(id) else { return nil }
        let body = SubmittedBody.read(past.sealed, past.header, coding: parts.operations, hash: parts.hash)
        guard case .intent(let intent) = body else { return nil }
        let isSystem = past.header.device == systemDevice
        let role = (try? transaction.person(past.header.author))?.role ?? .collector
        return PastOperation(
            header: past.header, intent: intent,
            actor: Actor(person: past.header.author, device: past.header.device, role: role, isSystem: isSystem),
            clockOffset: past.clockOffset)
    }
}
