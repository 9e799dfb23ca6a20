package import FieldModel
internal import FieldRules
package import SyncCore

/// An operation that a person wants, before it has a place in the chain.
package struct PlannedAct {
    package var account: AccountID
    /// The operation's name where the plan needed it; else it is minted.
    package var operation: OperationID?
    /// The record that it makes or changes, for the answer.
    package var record: RecordID
    package var intent: Intent
    package var dependsOn: [OperationID]
    /// One's own operation that this one takes back.
    package var takesBack: OperationID?
    /// Settings to keep with it, such as a counter's next value.
    package var settings: [(key: SettingKey, value: String)] = []
    /// What else the answer says: the voucher's number.
    package var notes: [(key: String, value: String)] = []

    package init(
        account: AccountID, record: RecordID, intent: Intent, dependsOn: [OperationID?] = [],
        takesBack: OperationID? = nil
    ) {
        self.account = account
        self.record = record
        self.intent = intent
        self.dependsOn = dependsOn.compactMap { $0 }
        self.takesBack = takesBack
    }
}

/// What became of an act, on disk (or, of a dry run, what would).
package struct ActResult: Sendable {
    package var operation: OperationID
    package var record: RecordID
    package var account: AccountID
    package var outcome: Outcome
    package var state: RecordStatus
    package var isDryRun: Bool
    package var notes: [(key: String, value: String)]
    /// Citations of the rules in the outcome's verdicts.
    package var citations: [String: String] = [:]
    var zone: Zone?
    /// So many operations wait that the person should find a network.
    package var outboxWarning: Int?

    /// Of the account's zone, in which its moments are printed.
    package func offset(at moment: Instant) -> Int32 { zone?.offsetSeconds(at: moment) ?? 0 }

    package var status: ExitStatus {
        switch outcome.state {
        case .held: .held
        case .conflicted: .inConflict
        default: .done
        }
    }
}

/// A person acts: the account is loaded, the reducer decides, and the operation and its overlay are on disk together
/// before anybody is told. Needs no network.
package struct Acting: Sendable {
    package let parts: ClientParts
    package var isDryRun: Bool

    package init(_ parts: ClientParts, dryRun: Bool = false) {
        self.parts = parts
        isDryRun = dryRun
    }

    /// `plan` reads what it needs (bases of edits, ids) in the transaction that writes.
    package func act(_ plan: (ActView) throws -> PlannedAct) throws -> ActResult {
        do {
            return isDryRun ? try parts.store.read { try decide($0, plan: plan).result } : try write(plan)
        } catch let denial as DeniedByRule {
            if !isDryRun, let check = denial.check {
                // The act leaves nothing; that it was asked for is remembered.
                _ = try? write { view in
                    PlannedAct(account: denial.account, record: view.mint(), intent: .checkMade(check))
                }
            }
            throw denial.failure
        }
    }

    private func write(_ plan: (ActView) throws -> PlannedAct) throws -> ActResult {
        try parts.store.write { try write(in: $0, plan) }
    }

    /// In a transaction that does more.
    func write(in transaction: any ReplicaTransaction, _ plan: (ActView) throws -> PlannedAct) throws -> ActResult {
        let decided = try decide(transaction, plan: plan)
        try transaction.append(decided.entry)
        if let taken = decided.act.takesBack { try takeBack(taken, by: decided.entry, transaction) }
        try transaction.set(.hlc, Int64(bitPattern: decided.entry.header.hlc.packed))
        for (key, value) in decided.act.settings { try transaction.set(key, value) }
        try Overlay.rebuild(transaction, account: decided.act.account, parts: parts)
        return decided.result
    }
}

/// What a plan may look at.
package struct ActView {
    package let reading: any ReplicaReading
    package let parts: ClientParts
    package let identity: ClientIdentity
    /// By the laptop's clock: what operations claim.
    package let now: Instant
    /// What that clock is behind the server's by, as far as is known.
    package let clockOffset: Int64

    /// By the server's clock.
    var trueNow: Instant { Instant(milliseconds: saturatingSum(now.milliseconds, clockOffset)) }

    /// Throws `unknown_account` when it is not on this laptop.
    package func state(_ account: AccountID) throws -> AccountState {
        let settings = try reading.branchSettings(parts)
        guard let state = try AccountState(reading, account, parts: parts, settings: settings) else {
            throw ClientFailure.badInput(
                "unknown_account", "There is no such account on this laptop.",
                hint: "See `cartera account list`; a new assignment arrives with `cartera sync`.")
        }
        return state
    }

    package func mint() -> Identifier { parts.mintID() }
}

extension Acting {
    private struct Decided {
        var act: PlannedAct
        var entry: OutboxEntry
        var result: ActResult
    }

    private func decide(_ reading: any ReplicaReading, plan: (ActView) throws -> PlannedAct) throws -> Decided {
        let identity = try reading.identity()
        let isWarned = try demandRoom(reading)
        if let free = parts.freeBytes(), free < Limits.leastFreeBytes {
            throw ClientFailure(
                "disk_low",
                "Only \(free >> 20) MB of disk are free: nothing new is taken, so that what waits can be sent.",
                hint: "Free some space, or run `cartera sync` first.", status: .inputOutput)
        }
        let view = ActView(
            reading: reading, parts: parts, identity: identity, now: parts.clock.now(),
            clockOffset: try reading.knownClockOffset(parts.clock) ?? 0)
        let act = try plan(view)
        let state = try view.state(act.account)
        let header = try header(for: act, identity, reading, now: view.now)
        var aggregate = state.aggregate(parts)
        let rules = try reading.activeRules(parts)
        var decisions = LocalDecisions(
            parts: parts, actor: identity.actor, settings: state.settings, zone: state.zone, rules: rules,
            operations: state.operations)
        // Only when somebody acts: what passed then passes again when the overlay is made anew.
        let elsewhere =
            act.intent.spendingName == nil || !state.hasAllowances
            ? Elsewhere() : try PersonAccounts(reading, parts).elsewhere(act.account, state.settings)
        let outcome = decisions.decide(
            &aggregate, act.intent, header, clockOffset: view.clockOffset, elsewhere: elsewhere)
        if outcome.reason == ReasonCode.deniedByRule.rawValue {
            throw DeniedByRule(act, outcome, rules, state.zone, at: view.now)
        }
        if outcome.state == .refused { throw ClientFailure.refusal(outcome) }
        var entry = try seal(act, header, outcome)
        entry.clockOffset = view.clockOffset
        var result = ActResult(
            operation: header.id, record: act.record, account: act.account, outcome: outcome,
            state: outcome.state == .held ? .held : .pending, isDryRun: isDryRun, notes: act.notes,
            outboxWarning: isWarned ? try reading.operationCount(states: [.pending]) + 1 : nil)
        result.zone = state.zone
        result.citations = rules?.citations(outcome.verdicts.map(\.rule)) ?? [:]
        return Decided(act: act, entry: entry, result: result)
    }

    /// Refuses when so much waits that no more is taken; returns whether the person is to be warned.
    private func demandRoom(_ reading: any ReplicaReading) throws -> Bool {
        let waiting = try reading.operationCount(states: [.pending])
        guard waiting < Limits.outboxMost else {
            throw ClientFailure(
                "outbox_full", "\(waiting) operations wait to be sent; the outbox takes no more.",
                hint: "Connect and run `cartera sync`.", status: .tryLater)
        }
        // Few operations cannot have so many bytes: they are not added up for each act.
        let bytes = waiting < Self.fewestHeavy ? 0 : try reading.operationBytes(states: [.pending])
        guard bytes < Limits.outboxMostBytes else {
            throw ClientFailure(
                "outbox_bytes_full", "\(bytes >> 20) MB of operations wait to be sent; the outbox takes no more.",
                hint: "Connect and run `cartera sync`.", status: .tryLater)
        }
        return waiting + 1 >= Limits.outboxWarning || bytes >= Limits.outboxWarningBytes
    }

    /// An operation is less than two intents long.
    private static let fewestHeavy = Limits.outboxWarningBytes / (2 * Limits.intentBytes)

    private func header(
        for act: PlannedAct, _ identity: ClientIdentity, _ reading: any ReplicaReading, now: Instant
    ) throws -> OperationHeader {
        let end = try reading.chainNow()
        var hlc = HybridLogicalClock(packed: UInt64(bitPattern: try reading.number(.hlc) ?? 0))
        let seen =
            try reading.positions().first { $0.position.epoch != 0 }?.position ?? FeedPosition(branch: identity.branch)
        var dependsOn: [OperationID] = []
        for operation in act.dependsOn where !dependsOn.contains(operation) { dependsOn.append(operation) }
        return OperationHeader(
            id: act.operation ?? parts.mintID(), device: identity.device, incarnation: end.incarnation,
            sequence: end.sequence + 1,
            previousLink: end.link, account: act.account, kind: act.intent.kind,
            dependsOn: Array(dependsOn.prefix(Limits.dependsOn)), seen: seen, wallClock: now,
            monotonic: parts.clock.monotonic(), bootID: parts.clock.bootID, hlc: hlc.tick(now: now),
            author: identity.person)
    }

    private func seal(_ act: PlannedAct, _ unsealed: OperationHeader, _ outcome: Outcome) throws -> OutboxEntry {
        let salt = parts.random(16)
        let intent: [UInt8]
        do {
            intent = try parts.operations.encodeIntent(act.intent)
        } catch {
            throw ClientFailure.badInput("too_large", "This is more than one operation can carry.")
        }
        var header = unsealed
        header.commitment = ChainHash.commitment(salt: salt, intent: intent, hash: parts.hash)
        let bytes = try parts.operations.encodeHeader(header)
        let body = try parts.operations.encodeBody(salt: salt, intent: intent)
        return OutboxEntry(
            header: header, sealed: SealedOperation(header: bytes, body: body),
            link: ChainHash.link(header: bytes, hash: parts.hash), state: .pending, provisional: outcome)
    }

    /// An operation that has not been sent goes with its withdrawal, and is admitted as withdrawn.
    private func takeBack(
        _ operation: OperationID, by entry: OutboxEntry, _ transaction: any ReplicaTransaction
    ) throws {
        guard var taken = try transaction.operation(operation), taken.state == .pending else { return }
        taken.sealed.withdrawnBy = entry.header.id
        taken.provisional = Outcome(state: .withdrawn)
        try transaction.update(taken)
    }
}

extension ClientFailure {
    /// What the reducer said, as an error with the status that fits.
    package static func refusal(_ outcome: Outcome) -> ClientFailure {
        if !outcome.rule.isEmpty {
            return ClientFailure(
                outcome.reason, "The rule \(outcome.rule) does not allow this.", status: .deniedByRule)
        }
        let code = ReasonCode(rawValue: outcome.reason)
        switch code {
        case .notPermitted:
            return ClientFailure(
                outcome.reason, RefusalText.message(outcome.reason), status: .notPermitted)
        case .accountClosed, .tooManyOpenPromises, .illegalEdge, .alreadyReversed, .recordWithdrawn, .alreadyAnswered,
            .notWithdrawable, .tooManyConflicts, .tooManyRevisions, .dependsOnRefused:
            return ClientFailure(outcome.reason, RefusalText.message(outcome.reason), status: .deniedByRule)
        default:
            return .badInput(outcome.reason, RefusalText.message(outcome.reason))
        }
    }
}
