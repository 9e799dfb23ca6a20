package import FieldModel
internal import FieldRules
internal import SyncCore

/// What a holder does with his allowances beside spending them.
extension Acting {
    /// Gives back what is left on an account, so that somebody else may be granted it.
    package func returnAllowances(_ account: AccountID) throws -> [ActResult] {
        let identity = try parts.store.read { try $0.identity() }
        let open = try parts.store.read { reading in
            try reading.openAllowances(of: identity.person, account, parts).filter { $0.value.units > 0 }
        }
        guard !open.isEmpty else {
            throw ClientFailure.badInput(
                "no_allowance", "No allowance of this account is held here.", hint: "See `cartera allowance list`.")
        }
        return try open.map { id, value in try act { try $0.returning(id, value, account) } }
    }
}

extension ActView {
    func returning(_ id: RecordID, _ allowance: Allowance, _ account: AccountID) throws -> PlannedAct {
        let intent = ReturnAllowance(
            allowance: id, unspent: allowance.unspent, throughSequence: try reading.chainNow().sequence)
        return PlannedAct(account: account, record: id, intent: .returnAllowance(intent))
    }

    /// The plan that a contact is the outcome of: the one that is named, else one's own latest of that channel and day of
    /// which nothing is known yet.
    func plan(_ account: AccountID, channel: String, at: Instant?, named: String?) throws -> RecordID? {
        let state = try state(account)
        let spends = state.aggregate(parts).all(Allowance.self)
            .filter { $0.value.holder == identity.person }.flatMap(\.value.spends)
        if let named {
            if let id = Identifier(named) { return id }
            guard
                let found = spends.last(where: { named.count >= 6 && $0.plan.description.hasSuffix(named.lowercased()) }
                )
            else {
                throw ClientFailure.badInput(
                    "unknown_plan", "There is no planned contact “\(printable(named))” on this account.",
                    hint: "`cartera contact check --reserve` prints its id.")
            }
            return found.plan
        }
        let day = state.zone.localDate(at: at?.named(offset: clockOffset) ?? trueNow)
        return spends.filter { $0.fact == nil && $0.channel == channel && state.zone.localDate(at: $0.at) == day }
            .max { ($0.at, $0.plan) < ($1.at, $1.plan) }?.plan
    }
}

extension ReplicaReading {
    /// By id: granted to `person` under the account and not given back.
    func openAllowances(
        of person: PersonID, _ account: AccountID, _ parts: ClientParts
    ) throws -> [(id: RecordID, value: Allowance)] {
        try rows(account: account, confirmedOnly: false).compactMap { row in
            guard row.kind == UInt16(RecordKind.allowance.rawValue),
                case .allowance(let allowance)? = parts.content(of: row), allowance.holder == person, !allowance.closed
            else { return nil }
            return (row.id, allowance)
        }
    }
}

/// Allowances go back by themselves when their account leaves the laptop, and when they have ended: only then does the
/// server know that nothing more is spent of them.
enum AllowanceReturns {
    /// Of accounts that leave with a page, before it is taken in: afterwards their records are gone. What is given back
    /// waits in the outbox, and keeps the account from being erased until it has its receipt.
    static func giveBackWhatLeaves(
        with rows: [FeedRow], _ transaction: any ReplicaTransaction, _ parts: ClientParts
    ) throws {
        for account in rows.filter({ $0.state == .eviction }).map(\.id) {
            let person = try transaction.identity().person
            for (id, value) in try transaction.openAllowances(of: person, account, parts) where value.units > 0 {
                try giveBack(id, value, account, transaction, parts)
            }
        }
    }

    /// Of all accounts, by the server's time as this laptop estimates it.
    static func giveBackWhatEnded(_ parts: ClientParts) throws {
        let ended = try parts.store.read { reading -> [(account: AccountID, id: RecordID, value: Allowance)] in
            let person = try reading.identity().person
            let offset = try reading.knownClockOffset(parts.clock) ?? 0
            let (now, overflow) = parts.clock.now().milliseconds.addingReportingOverflow(offset)
            guard !overflow else { return [] }
            var found: [(account: AccountID, id: RecordID, value: Allowance)] = []
            try reading.forEachRow(kind: .allowance) { row in
                guard let account = row.account, case .allowance(let value)? = parts.content(of: row),
                    value.holder == person, !value.closed, value.units > 0, let until = value.validUntil,
                    until.milliseconds - Limits.clockSkewMilliseconds <= now
                else { return }
                found.append((account, row.id, value))
            }
            return found
        }
        guard !ended.isEmpty else { return }
        try parts.store.write { transaction in
            for (account, id, value) in ended { try giveBack(id, value, account, transaction, parts) }
        }
    }

    /// Once: an answer that refuses it would only be refused again.
    private static func giveBack(
        _ id: RecordID, _ value: Allowance, _ account: AccountID, _ transaction: any ReplicaTransaction,
        _ parts: ClientParts
    ) throws {
        let own = try transaction.operations(account: account, states: [.pending, .acknowledged, .settled])
        let isReturned = own.contains { entry in
            guard case .returnAllowance(let known)? = try? parts.intent(of: entry) else { return false }
            return known.allowance == id
        }
        guard !isReturned else { return }
        do {
            _ = try Acting(parts).write(in: transaction) { try $0.returning(id, value, account) }
        } catch is ClientFailure {
            // A full outbox, or an account that is not here completely: the grant runs until it ends.
        }
    }
}
