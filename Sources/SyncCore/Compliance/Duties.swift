package import FieldModel
internal import FieldRules

/// Duties and their clocks. Records alone decide them, so that laptop and server find the same after every operation.
extension Draft {
    /// Records that start a clock or stop one.
    private static let moving: Set<RecordKind> = [.visit, .contact, .letter, .notice, .flag, .complaint, .payment]

    /// Opens the duties whose clock has started and notes those that are satisfied.
    mutating func settleDuties() {
        guard isSound, let rules = context.rules, movesClocks,
            let account = AccountCase(aggregate, zone: context.zone)
        else { return }
        let facts = account.facts(for: JudgedAct(Act(at: context.actedAt, channel: .letter)))
        let demands = rules.duties(for: account.jurisdictions, facts.creditor, facts.product, on: context.actedDay)
        for demand in demands { settle(demand, account) }
        close(demands)
    }

    /// A file that says that nothing is owed asks for the letter of full payment too.
    private var movesClocks: Bool {
        let isPaid = account.map { $0.stillOwed <= 0 } ?? false
        return aggregate.changes.keys.contains { Self.moving.contains($0.kind) || (isPaid && $0.kind == .account) }
    }

    /// What starts a clock: a record and a moment, and the last day where the record says it itself.
    private struct Event {
        var record: RecordID
        var at: Instant
        var due: CalendarDate?
    }

    private mutating func settle(_ demand: DutyDemand, _ account: AccountCase) {
        for event in events(demand, account) {
            let last = event.due ?? context.day(of: event.at).later(by: demand.days)
            let dueAt = context.zone.startOfDay(last.later(by: 1)) + -1
            let known = aggregate.all(Duty.self).first { _, duty in
                duty.rule == demand.rule && (duty.startedBy == event.record || demand.start == .firstCommunication)
            }
            guard let known else {
                let duty = Duty(
                    kind: demand.kind, dueAt: dueAt, rule: demand.rule, startedBy: event.record, startedAt: event.at,
                    citation: demand.citation)
                set(duty, name(.duty))
                continue
            }
            // An earlier communication that arrives late starts the clock earlier.
            guard known.value.startedAt.map({ event.at < $0 }) ?? true else { continue }
            var earlier = known.value
            (earlier.startedBy, earlier.startedAt, earlier.dueAt) = (event.record, event.at, dueAt)
            set(earlier, known.id)
        }
    }

    private func events(_ demand: DutyDemand, _ account: AccountCase) -> [Event] {
        switch demand.start {
        case .firstCommunication:
            let direct = account.history.filter { _, fact in
                fact.sameDebt && CountedUnit.direct.counts(fact)
            }
            let first = direct.min { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
            return first.map { [Event(record: $0.key, at: $0.value.at)] } ?? []
        case .flag:
            return aggregate.all(Flag.self).filter { FlagKind(word: $0.value.kind) == demand.flag }
                .map { Event(record: $0.id, at: $0.value.recordedAt) }
        case .complaint:
            return aggregate.all(Complaint.self)
                .map { Event(record: $0.id, at: $0.value.openedAt, due: $0.value.dueDay) }
        case .paidInFull:
            guard let owed = self.account?.stillOwed, owed <= 0 else { return [] }
            let last = aggregate.countedPayments.filter { $0.payment.reversedBy == nil }
                .max { ($0.effectiveAt, $0.id) < ($1.effectiveAt, $1.id) }
            return last.map { [Event(record: $0.id, at: $0.effectiveAt)] } ?? []
        }
    }

    private mutating func close(_ demands: [DutyDemand]) {
        for (id, duty) in aggregate.all(Duty.self) where duty.satisfiedAt == nil {
            let notices = demands.first { $0.rule == duty.rule }?.notices ?? []
            guard let end = end(of: duty, notices) else { continue }
            var satisfied = duty
            (satisfied.satisfiedBy, satisfied.satisfiedAt) = (end.record, end.at)
            set(satisfied, id)
        }
    }

    /// The earliest of what ends a duty; a notice that was given before the clock started ends it at its start.
    private func end(of duty: Duty, _ notices: [String]) -> Event? {
        let given = aggregate.all(Notice.self).filter { notices.contains($0.value.kind) }
            .map { Event(record: $0.id, at: $0.value.at) }
        let flags = aggregate.all(Flag.self).filter { $0.id == duty.startedBy }
            .compactMap { id, flag in flag.clearedAt.map { Event(record: id, at: $0) } }
        let complaints = aggregate.all(Complaint.self).filter { $0.id == duty.startedBy }
            .compactMap { id, record in
                [record.answeredAt, record.closedAt].compactMap { $0 }.min().map { Event(record: id, at: $0) }
            }
        return (given + flags + complaints).min { ($0.at, $0.record) < ($1.at, $1.record) }
    }
}

extension Duty {
    /// Whether it waits and its time has passed.
    package func isOverdue(at moment: Instant) -> Bool { satisfiedAt == nil && dueAt.map { $0 < moment } ?? false }
}
