package import FieldModel
internal import FieldRules

/// Grants go out when a holder is there: a collector who syncs gets what he may spend until the next time, on the
/// accounts that are his; a desk gets the accounts that nobody has.
///
/// Decided in the transaction that writes, over all accounts of the person at once; whichever branch they are in, the
/// sum is one.
extension Admission {
    /// Looks after the allowances of `holder` on these accounts; returns how many grants it wrote.
    package mutating func grantAllowances(to holder: PersonID, on accounts: [AccountID]) throws -> Int {
        let forgotten = try forgottenGrantsEnd()
        var count = 0
        for account in accounts { count += try grantAllowances(to: holder, on: account, forgotten) }
        return count
    }

    private mutating func grantAllowances(
        to holder: PersonID, on account: AccountID, _ forgotten: Instant?
    ) throws -> Int {
        guard let own = try page(account), !own.isClosed, let placement = try load(account).placement,
            let place = try place(placement.branch), let rules = try parts.rules(transaction, placement.branch)
        else { return 0 }
        let facts = own.records.facts(for: JudgedAct(Act(at: now, channel: .call)))
        let limits = rules.limits(facts, on: own.records.day(of: now))
        guard !limits.isEmpty else { return 0 }
        let person = persons.person(document: try load(account).aggregate.document) ?? account
        let isShared = limits.contains { !$0.terms.perDebt }
        let others = isShared ? try siblings(of: account).map { try page($0) } : []
        // An account of his that cannot be read may hold anything.
        let isComplete = !others.contains { $0 == nil }
        let book = AllowanceBook(
            pages: [own] + others.compactMap(\.self), person: person, now: now, forgottenUntil: forgotten,
            hash: parts.hash)
        var count = 0
        for limit in limits where limit.terms.perDebt || isComplete {
            guard let grant = book.wish(limit, holder: holder, id: parts.mint()) else { continue }
            let result = try submitIfChanging(
                .grantAllowance(grant), account: account, branch: place.record, author: place.record.systemDevice)
            if result.changes { count += 1 }
        }
        return count
    }

    /// Nil for an account that is not here, or cannot be read.
    mutating func page(_ account: AccountID) throws -> AllowanceBook.Page? {
        let loaded = try load(account)
        guard let placement = loaded.placement, let place = try place(placement.branch),
            let record = loaded.aggregate[Account.self, account],
            let records = AccountCase(loaded.aggregate, zone: place.zone(of: record))
        else { return nil }
        return AllowanceBook.Page(
            account: account, records: records, isAssigned: record.assignee != nil && !record.closed,
            isClosed: record.closed)
    }
}

/// When it is somebody's turn: at the first contact, twice a day, and when his accounts or the rules have changed.
package struct AllowanceTurn: Sendable {
    package static let pauseMilliseconds: Int64 = 43_200_000
    /// While grants that a restore has forgotten may be out.
    package static let restorePauseMilliseconds: Int64 = 600_000

    package let holder: PersonID
    package let accounts: [AccountID]

    /// Nil when there is nothing to do for this scope now.
    package init?(_ scope: SyncScope, person: PersonID, now: Instant, _ reading: any ServerReading) throws {
        if let text = try reading.setting(Self.key(person)), let next = Int64(text), now.milliseconds < next {
            return nil
        }
        let audience: Audience
        switch scope {
        case .collector(_, let collector): audience = .collector(collector)
        case .branch: audience = .nobody
        }
        holder = person
        accounts = try reading.accounts(
            branch: scope.branch, audience: audience, after: nil, limit: Limits.allowanceAccountsPerRound)
    }

    package func done(_ admission: Admission) throws {
        let isWaiting = try admission.forgottenGrantsEnd() != nil
        let pause = isWaiting ? Self.restorePauseMilliseconds : Self.pauseMilliseconds
        try admission.transaction.setSetting(Self.key(holder), "\(admission.now.milliseconds + pause)")
    }

    static func ask(_ audience: Audience, _ transaction: any ServerTransaction) throws {
        guard case .collector(let person) = audience else { return }
        try transaction.setSetting(key(person), "0")
    }

    static func askAll(of branch: BranchID, _ transaction: any ServerTransaction) throws {
        for person in try transaction.persons() where person.branch == branch {
            try transaction.setSetting(key(person.id), "0")
        }
    }

    private static func key(_ person: PersonID) -> String { "allowance_turn.\(person)" }
}
