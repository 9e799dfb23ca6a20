package import FieldModel
internal import FieldRules

/// Operations become records here, inside one transaction: load the account, decide, store, log.
///
/// One value lives as long as its transaction; accounts that several operations touch are loaded once.
package struct Admission {
    package let transaction: any ServerTransaction
    package let parts: AdmissionParts
    package let now: Instant
    package internal(set) var news = CommitNews()
    var accounts: [AccountID: LoadedAccount] = [:]
    var places: [BranchID: BranchPlace] = [:]

    package init(transaction: any ServerTransaction, parts: AdmissionParts, now: Instant) {
        self.transaction = transaction
        self.parts = parts
        self.now = now
    }

    struct LoadedAccount {
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
    var aggregate: Aggregate?
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
        // What moves an account is a commit of the branch to which it comes.
        let target = if case .assignAccount(let assignment) = intent { assignment.branch } else { BranchID?.none }
        guard let branch = target ?? loaded.placement?.branch ?? submission.branch, let place = try place(branch)
        else { return .refused(ReasonCode.unknownAccount.rawValue) }
        var aggregate = loaded.aggregate
        var context = try context(submission, intent, aggregate, loaded.placement, place)
        try lookElsewhere(&context, intent, submission.header.account)
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
    mutating func load(_ account: AccountID) throws -> LoadedAccount {
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
        let place = BranchPlace(
            record: record, settings: settings, zone: try parts.zones(transaction, id).clock(record.timeZone))
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
            zone: place.zone(of: account), hash: parts.hash, side: .server)
        context.clockOffset = submission.moment.clockOffset
        context.clockSuspect = submission.moment.clockSuspect
        context.previousContact = submission.moment.previousContact
        context.accountWasHeld = try wasHeld(submission, placement)
        let past = PastOperations(transaction: transaction, parts: parts, systemDevice: place.record.systemDevice)
        context.outcomes = { past.state($0) }
        context.intentOf = { past.operation($0) }
        let header = submission.header
        context.wasSeen = { past.wasSeen($0, by: header) }
        try prepareRules(&context, intent, branch: place.record.id, past)
        if case .returnAllowance = intent {
            context.holderHasOtherDevices = try hasOtherDevices(submission.actor)
        }
        return context
    }

    /// In the device's scope now, or evicted from it and not yet erased there: both mean that the device held it.
    ///
    /// Of two copies of a laptop one may have erased it, in the name of both. What the other one wrote stands in its header
    /// with a cursor that lies before the eviction: it had not heard of it.
    func wasHeld(_ submission: Submission, _ placement: AccountPlacement?) throws -> Bool {
        guard !submission.actor.isSystem, !submission.hasLostGround, !submission.actor.person.isNil, let placement
        else { return true }
        if (submission.scope?.holds(placement) ?? false) { return true }
        let (header, seen) = (submission.header, submission.header.seen)
        guard seen.commit > 0 || !seen.lastKey.isEmpty else { return false }
        if try transaction.pendingErasures(device: header.device).contains(header.account) { return true }
        guard let scope = submission.scope, scope.branch == seen.branch,
            let left = try transaction.eviction(of: header.account, from: scope)
        else { return false }
        return seen.epoch != left.epoch ? seen.epoch < left.epoch : seen.commit < left.commit
    }
}
