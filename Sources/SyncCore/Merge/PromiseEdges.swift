package import FieldModel

/// A promise's state machine: people make, revise and withdraw while it is open; payments and days do the rest.
extension Draft {
    /// Checks new terms. Instalments of `kept`, the terms before, may lie in the past.
    mutating func check(terms: [Instalment], kept: [Instalment]) {
        let rule = promiseRule
        let acted = context.actedDay
        require(!terms.isEmpty, .instalmentsMissing)
        require(terms.count <= rule.mostInstalments, .tooManyInstalments)
        guard isSound else { return }
        var total: Int64 = 0
        var before: CalendarDate?
        for instalment in terms {
            check(amount: instalment.amount)
            total = saturatingSum(total, instalment.amount)
            if let before { require(before < instalment.dueDay, .instalmentsOutOfOrder) }
            before = instalment.dueDay
            guard !kept.contains(instalment) else { continue }
            require(instalment.amount >= rule.leastAmount, .belowLeastAmount)
            require(instalment.dueDay >= acted, .dueDatePast)
            require(instalment.dueDay <= acted.later(by: rule.horizonDays), .dueDateBeyondHorizon)
        }
        require(total <= Money.mostMinor, .amountTooLarge)
    }

    /// New terms win where their author had seen the ones before; else the ones admitted last are shown and a conflict
    /// keeps both. A promise that is not open any more is left as it is, with a conflict.
    mutating func revise(
        _ id: RecordID, _ before: PromiseToPay, to terms: [Instalment], baseRevision: Int
    ) {
        let place = ConflictPlace(kind: .promise, record: id, field: PromiseField.terms)
        let theirs = PromiseField.text(before.instalments)
        let mine = PromiseField.text(terms)
        if theirs == mine { return }
        if before.state != .open { return meet(place, id, before, theirs: theirs, mine: mine, base: theirs) }
        if before.revision != baseRevision || openConflict(at: place) != nil {
            let base = before.terms(ofRevision: baseRevision) ?? before.instalments
            meet(place, id, before, theirs: theirs, mine: mine, base: PromiseField.text(base))
        }
        write(id, before, terms)
    }

    /// Withdrawing what is withdrawn is one; withdrawing what is kept or broken is the illegal side of a conflict.
    mutating func withdraw(
        _ id: RecordID, _ before: PromiseToPay, reason: String, baseRevision: Int, as end: PromiseState = .withdrawn
    ) {
        guard before.state.isJudged else { return }
        guard before.state == .open else {
            let place = ConflictPlace(kind: .promise, record: id, field: PromiseField.state)
            return meet(
                place, id, before, theirs: PromiseField.text(before.state), mine: PromiseField.text(end),
                base: PromiseField.text(.open))
        }
        if before.revision != baseRevision {
            let place = ConflictPlace(kind: .promise, record: id, field: PromiseField.terms)
            let base = before.terms(ofRevision: baseRevision) ?? before.instalments
            meet(
                place, id, before, theirs: PromiseField.text(before.instalments),
                mine: PromiseField.text(end), base: PromiseField.text(base))
        }
        withdraw(id, before, reason: reason, as: end)
    }

    private mutating func withdraw(_ id: RecordID, _ before: PromiseToPay, reason: String, as end: PromiseState) {
        var withdrawn = before
        withdrawn.reason = reason
        withdrawn.unconfirmed = false
        withdrawn.take(end, at: context.actedAt, by: operation)
        set(withdrawn, id)
        judgePromises()
    }

    private mutating func write(_ id: RecordID, _ before: PromiseToPay, _ terms: [Instalment]) {
        require(before.earlier.count < Limits.revisions, .tooManyRevisions)
        var revised = before
        revised.earlier.append(PromiseTerms(instalments: before.instalments, operation: operation))
        revised.instalments = terms
        // Grace is as it was at the making; only the days of the new terms are looked up.
        let known = before.movedDeadlines.filter { moved in terms.contains { $0.dueDay == moved.dueDay } }
        let added = promiseRule.movedDeadlines(terms).filter { moved in
            !before.instalments.contains { $0.dueDay == moved.dueDay }
        }
        revised.movedDeadlines = (known + added).sorted { $0.dueDay < $1.dueDay }
        revised.revision = before.revision &+ 1
        set(revised, id)
        judgePromises()
    }

    private mutating func meet(
        _ place: ConflictPlace, _ id: RecordID, _ before: PromiseToPay, theirs: String, mine: String, base: String
    ) {
        let own = ConflictValue(value: mine, author: author, at: context.actedAt, operation: operation)
        if let open = openConflict(at: place) {
            return join(open, own, saw: open.value.values.first { $0.author == author }?.operation)
        }
        let last = place.field == PromiseField.terms ? before.termsWriter : before.events.last?.operation
        let writer = last ?? .nil_
        let other = ConflictValue(
            value: theirs, author: context.intentOf(writer)?.header.author ?? before.author,
            at: before.events.last?.at ?? before.madeAt, operation: writer)
        openConflict(at: place, base: base, [other, own])
    }

    /// A resolution can only choose what the state machine allows.
    mutating func settlePromise(_ place: ConflictPlace, _ value: String) {
        guard let before = existing(PromiseToPay.self, place.record) else { return }
        require(isAuthor(before.author, or: .collector, .supervisor, .branch), .notPermitted)
        let shown =
            place.field == PromiseField.terms
            ? PromiseField.text(before.instalments) : PromiseField.text(before.state)
        if value == shown || value == PromiseField.text(before.state) { return }
        require(before.state == .open, .illegalEdge)
        guard isSound else { return }
        for end in [PromiseState.withdrawn, .replaced] where value == PromiseField.text(end) {
            return withdraw(place.record, before, reason: "", as: end)
        }
        guard place.field == PromiseField.terms, let account,
            let terms = PromiseField.terms(value, in: account.currency)
        else {
            return reject(.illegalEdge)
        }
        let known = before.instalments + before.earlier.flatMap(\.instalments)
        check(terms: terms, kept: known)
        guard isSound else { return }
        write(place.record, before, terms)
    }
}

extension Draft {
    /// Judges every promise of the account again, after whatever may have moved one.
    mutating func judgePromises(asOf day: CalendarDate? = nil, afterReversal: Bool = false) {
        guard isSound else { return }
        let promises = aggregate.all(PromiseToPay.self).filter { $0.value.state.isJudged }
        let judged = promises.compactMap(\.value.judgedDay).max()
        let asOf = max(day ?? context.today, judged ?? .first)
        // Once for all promises: most of the time of an account with many went into counting again.
        let counted = aggregate.countedPayments
        let zone = context.zone
        let money = counted.map { $0.money(in: zone) }
        let payments = counted.filter { $0.payment.reversedBy == nil }.map { counted in
            PromiseJudgement.Paid(
                payment: counted.id, amount: counted.payment.amount, effectiveAt: counted.effectiveAt,
                effectiveDay: counted.effectiveDay)
        }
        let terms = promises.map { id, promise in
            var terms = PromiseJudgement.Terms(id, promise)
            terms.isUnconfirmed = isUnconfirmed(promise, by: money)
            return terms
        }
        let standings = PromiseJudgement.judge(terms, payments, asOf: asOf)
        for (index, (promise, standing)) in zip(promises, standings).enumerated() {
            var moved = promise.value
            moved.unconfirmed = terms[index].isUnconfirmed && ![.kept, .keptLate].contains(standing.state)
            moved.paid = standing.paid
            guard moved != promise.value || standing.state != moved.state else { continue }
            moved.judgedDay = asOf
            if moved.state != standing.state {
                let reopened = afterReversal && standing.state.isWorse(than: moved.state)
                moved.take(standing.state, at: context.now.clamped, by: operation, reopened: reopened)
            }
            set(moved, promise.id)
        }
    }
}

extension PromiseToPay {
    /// Events beyond this many push out the second oldest: the making is always kept.
    private static let mostEvents = 400

    mutating func take(_ state: PromiseState, at: Instant, by operation: OperationID, reopened: Bool = false) {
        self.state = state
        events.append(PromiseEvent(state: state, at: at, operation: operation, reopened: reopened))
        if events.count > PromiseToPay.mostEvents { events.remove(at: 1) }
    }

    /// The terms that a revision had; nil for one that never was.
    func terms(ofRevision revision: Int) -> [Instalment]? {
        if revision == self.revision { return instalments }
        guard revision >= 1, revision <= earlier.count else { return nil }
        return earlier[revision - 1].instalments
    }

    /// The operation that set the terms as they are.
    var termsWriter: OperationID? { earlier.last?.operation ?? events.first?.operation }
}

/// How a conflict writes a promise's terms and state.
package enum PromiseField {
    package static let terms = "terms"
    package static let state = "state"

    /// `2026-12-01:50000,2027-01-01:50000`, amounts in minor units.
    package static func text(_ instalments: [Instalment]) -> String {
        instalments.map { "\($0.dueDay):\($0.amount)" }.joined(separator: ",")
    }

    /// As people read it: `2026-12-01 500.00 MXN; 2027-01-01 500.00 MXN`.
    package static func words(_ text: String, in currency: Currency) -> String {
        guard let terms = terms(text), !terms.isEmpty else { return text }
        return terms.map { "\($0.dueDay) \(Money(minor: $0.amount, currency: currency).decimal) \(currency.code)" }
            .joined(separator: "; ")
    }

    /// Terms as conflicts write them or as people do.
    package static func terms(_ text: String, in currency: Currency) -> [Instalment]? {
        if let terms = terms(text) { return terms }
        var found: [Instalment] = []
        for part in text.split(separator: ";") {
            let words = part.split(separator: " ").map(String.init)
            guard (2...3).contains(words.count), words.count == 2 || words[2] == currency.code,
                let day = CalendarDate(words[0]), case .success(let money) = Money.parse(words[1], in: currency)
            else { return nil }
            found.append(Instalment(dueDay: day, amount: money.minor))
        }
        return found.isEmpty ? nil : found
    }

    package static func terms(_ text: String) -> [Instalment]? {
        var terms: [Instalment] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, let day = CalendarDate(String(pair[0])), let amount = Int64(pair[1]) else {
                return nil
            }
            terms.append(Instalment(dueDay: day, amount: amount))
        }
        return terms
    }

    package static func text(_ state: PromiseState) -> String {
        switch state {
        case .open: "open"
        case .kept: "kept"
        case .partial: "partial"
        case .broken: "broken"
        case .withdrawn: "withdrawn"
        case .replaced: "replaced"
        case .keptLate: "kept_late"
        }
    }
}
