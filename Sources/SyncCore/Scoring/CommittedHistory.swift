package import FieldModel
package import FieldRules

/// An account's operations as events, in the order in which they came into effect.
///
/// Moments are what the device claimed, corrected by its offset and never later than the server's receipt. An operation
/// that is refused, held or withdrawn tells nothing; one that was held counts from the decision that let it pass.
package struct CommittedHistory: Hashable, Sendable {
    package var account: AccountID
    package var zone: Zone
    package private(set) var events: [AccountEvent] = []

    package init(account: AccountID, zone: Zone, events: [AccountEvent] = []) {
        self.account = account
        self.zone = zone
        self.events = events
    }

    /// `operations` in any order; `promises` reads the account's records, which say what the server decided of them, and
    /// is asked only where one was made.
    package init(
        account: AccountID, zone: Zone, settings: BranchSettings, operations: [StoredOperation],
        coding: some OperationCoding, promises: () throws -> [RecordID: PromiseToPay]
    ) rethrows {
        let inEffect = operations.filter {
            [.applied, .merged, .conflicted].contains($0.receipt.outcome.state) && $0.receipt.commit > 0
        }
        let moments = CommittedHistory.moments(inEffect)
        let told = inEffect.compactMap { stored -> ToldOperation? in
            guard let body = try? coding.decodeBody(stored.sealed.body).intent,
                let intent = try? coding.decodeIntent(body)
            else { return nil }
            let receipt = stored.receipt
            return ToldOperation(
                id: stored.header.id, author: stored.header.author, wallClock: stored.header.wallClock,
                clockOffset: stored.clockOffset, receivedAt: receipt.receivedAt,
                committedAt: moments[Commit(receipt)] ?? receipt.receivedAt, intent: intent)
        }
        let records = told.contains { $0.intent.makesPromise } ? try promises() : [:]
        self.init(account: account, zone: zone, settings: settings, promises: records, told: told)
    }

    /// A promise that has no record is judged by the branch's rule.
    package init(
        account: AccountID, zone: Zone, settings: BranchSettings, promises: [RecordID: PromiseToPay] = [:],
        told: [ToldOperation]
    ) {
        self.init(account: account, zone: zone)
        var reader = EventReader(zone: zone, settings: settings, promises: PromiseTimeline(promises))
        for operation in told.sorted(by: { ($0.committedAt, $0.id) < ($1.committedAt, $1.id) }) {
            reader.read(operation.intent, operation)
        }
        events = reader.events.sorted { ($0.committedAt, $0.operation) < ($1.committedAt, $1.operation) }
    }

    private struct Commit: Hashable {
        var branch: BranchID?
        var epoch: UInt64
        var number: UInt64

        init(_ receipt: Receipt) {
            branch = receipt.branch
            epoch = receipt.epoch
            number = receipt.commit
        }
    }

    /// A held operation shares the commit of its decision, which came later than itself.
    private static func moments(_ operations: [StoredOperation]) -> [Commit: Instant] {
        var latest: [Commit: Instant] = [:]
        for operation in operations {
            let commit = Commit(operation.receipt)
            latest[commit] = max(latest[commit] ?? operation.receipt.receivedAt, operation.receipt.receivedAt)
        }
        return latest
    }

    /// Where the account's days are: the zone that its newest standing names, else `branchZone`.
    package static func zone(of account: Account?, else branchZone: Zone) -> Zone {
        account.flatMap { ZoneTable.standard.zone($0.resolvedZone) } ?? branchZone
    }

    /// The standings, oldest first.
    package var standings: [(at: Instant, standing: AccountStanding)] {
        events.compactMap { event in
            if case .standing(let standing) = event.what { (event.committedAt, standing) } else { nil }
        }
    }
}

/// An operation in effect, as far as its events depend on it.
package struct ToldOperation: Sendable {
    package var id: OperationID
    package var author: PersonID
    package var wallClock: Instant
    package var clockOffset: Int64
    package var receivedAt: Instant
    package var committedAt: Instant
    package var intent: Intent

    package init(
        id: OperationID, author: PersonID, wallClock: Instant, clockOffset: Int64 = 0, receivedAt: Instant,
        committedAt: Instant, intent: Intent
    ) {
        self.id = id
        self.author = author
        self.wallClock = wallClock
        self.clockOffset = clockOffset
        self.receivedAt = receivedAt
        self.committedAt = committedAt
        self.intent = intent
    }
}

extension ToldOperation {
    /// A moment that its device claimed, by the server's clock.
    func corrected(_ claimed: Instant) -> Instant {
        min(Instant(milliseconds: saturatingSum(claimed.milliseconds, clockOffset)).clamped, receivedAt)
    }
}

/// Turns intents into events.
private struct EventReader {
    let zone: Zone
    let rule: PromiseRule
    let promises: PromiseTimeline
    var events: [AccountEvent] = []
    private var payments: ToldPayments
    private var account: Account?

    init(zone: Zone, settings: BranchSettings, promises: PromiseTimeline) {
        self.zone = zone
        self.promises = promises
        rule = PromiseRule(settings, nil)
        payments = ToldPayments(zone: zone)
    }

    mutating func read(_ intent: Intent, _ told: ToldOperation) {
        tell(intent, told)
        for what in promises.changes(by: told.id) { add(what, told) }
    }

    private mutating func add(_ what: AccountEvent.What, _ told: ToldOperation) {
        events.append(
            AccountEvent(operation: told.id, author: told.author, committedAt: told.committedAt, what: what))
    }

    private mutating func tell(_ intent: Intent, _ told: ToldOperation) {
        let moment = told.corrected
        switch intent {
        case .importAccount(let row): add(standing(row, told), told)
        case .assignAccount(let assignment): add(.assigned(assignment.assignee), told)
        case .recordPayment, .importPayment, .reversePayment: for what in readMoney(intent, told) { add(what, told) }
        case .makePromise(let made): add(.promised(terms(made, madeAt: moment(told.wallClock))), told)
        case .revisePromise(let made):
            if !promises.holds(made.promise) { add(.promiseRevised(made.promise, made.instalments), told) }
        case .withdrawPromise(let made):
            if !promises.holds(made.promise) { add(.promiseWithdrawn(made.promise), told) }
        case .recordVisit(let made): add(.contacted(visit(made, recordedAt: moment(told.wallClock), moment)), told)
        case .amendVisit(let made): if let reach = corrected(made) { add(.contactCorrected(made.visit, reach), told) }
        case .logContact(let made): add(.contacted(contact(made, at: moment(made.at ?? told.wallClock))), told)
        case .withdrawOperation(let made): undo(made.operation, told)
        case .replaceOperation(let made):
            undo(made.operation, told)
            if case .replaceOperation = made.intent { return }
            tell(made.intent, told)
        default: return
        }
    }

    private mutating func standing(_ row: ImportAccount, _ told: ToldOperation) -> AccountEvent.What {
        var next = row.account
        next.balanceAsOfAt = row.balanceMoment(over: account, in: zone, now: told.committedAt)
        account = next
        return .standing(
            AccountStanding(
                account: next, income: row.debtor.income, bureauScore: row.debtor.bureauScore,
                netWorth: row.debtor.netWorth, document: row.debtor.document))
    }

    /// A promise whose record is there ends as the record says.
    private mutating func undo(_ operation: OperationID, _ told: ToldOperation) {
        payments.undo(operation, by: told.id, at: told.corrected(told.wallClock))
        for what in payments.changes() { add(what, told) }
        let isDecided = events.contains { event in
            guard event.operation == operation, case .promised(let terms) = event.what else { return false }
            return promises.holds(terms.promise)
        }
        if !isDecided { add(.undone(operation), told) }
    }

    private mutating func readMoney(_ intent: Intent, _ told: ToldOperation) -> [AccountEvent.What] {
        switch intent {
        case .recordPayment(let made):
            let claimed = made.claimedAt ?? told.wallClock
            let at = told.corrected(claimed)
            let payment = Payment(
                amount: made.amount, reference: made.reference, claimedAt: claimed, effectiveAt: at,
                effectiveDay: zone.localDate(at: at), author: told.author, voucher: made.voucher)
            payments.take(field: made.payment, payment, by: told.id)
        case .importPayment(let made):
            let day = made.effectiveDay ?? zone.localDate(at: told.committedAt)
            let at = zone.lenderMoment(day, now: told.committedAt)
            let payment = Payment(
                amount: made.amount, claimedAt: at, effectiveAt: at, effectiveDay: day, author: told.author,
                fromLender: true, externalReference: made.externalReference)
            payments.take(made, payment, by: told.id)
        case .reversePayment(let made):
            payments.reverse(made.payment, by: told.id, at: told.corrected(told.wallClock))
        default: break
        }
        return payments.changes()
    }

    private func terms(_ made: MakePromise, madeAt: Instant) -> PromiseJudgement.Terms {
        promises.firstTerms(made.promise)
            ?? PromiseJudgement.Terms(
                promise: made.promise, instalments: made.instalments, graceDays: rule.graceDays,
                thresholdPercent: rule.thresholdPercent, madeAt: madeAt)
    }

    private func visit(_ made: RecordVisit, recordedAt: Instant, _ moment: (Instant) -> Instant) -> ContactEvent {
        let record = Visit(
            outcome: made.outcome, person: made.person, author: .nil_, recordedAt: recordedAt)
        let person = VisitWording.person(record, [:])
        let start = made.startedAt.map(moment) ?? recordedAt
        let minutes = made.endedAt.map { Int(clamping: max(0, moment($0) - start) / 60_000) }
        return event(
            made.visit, .visit, at: start, ContactReach(VisitWording.result(record, person), person),
            minutes: minutes.flatMap { (1...ContactEvent.mostMinutes).contains($0) ? $0 : nil })
    }

    private func corrected(_ made: AmendVisit) -> ContactReach? {
        guard let outcome = made.edits.last(where: { $0.field == Visit.Field.outcome })?.value else { return nil }
        let person = made.edits.last { $0.field == Visit.Field.person }?.value ?? ""
        let record = Visit(outcome: outcome, person: person, author: .nil_, recordedAt: .first)
        let met = VisitWording.person(record, [:])
        return ContactReach(VisitWording.result(record, met), met)
    }

    private func contact(_ made: LogContact, at: Instant) -> ContactEvent {
        let way: ContactWay =
            switch made.channel {
            case "visit", "workplace_visit": .visit
            case "call": .call
            case "letter": .letter
            default: .message
            }
        let person = PersonKind(word: made.person) ?? .debtor
        return event(made.contact, way, at: at, ContactReach(ContactResult(word: made.result) ?? .noAnswer, person))
    }

    private func event(
        _ id: RecordID, _ way: ContactWay, at: Instant, _ reach: ContactReach, minutes: Int? = nil
    ) -> ContactEvent {
        let civil = zone.civil(at: at)
        return ContactEvent(
            contact: id, way: way, day: civil.date, part: DayPart(hour: civil.hour), reach: reach, minutes: minutes)
    }
}

extension Intent {
    fileprivate var makesPromise: Bool {
        switch self {
        case .makePromise: true
        case .replaceOperation(let made): if case .makePromise = made.intent { true } else { false }
        default: false
        }
    }
}

extension ContactReach {
    /// Right party: the debtor himself or who owes with him.
    init(_ result: ContactResult, _ person: PersonKind) {
        switch result {
        case .conversation:
            self = [.debtor, .coObligor, .guarantor].contains(person) ? .rightParty : .contact
        case .thirdParty: self = .contact
        default: self = .attempt
        }
    }
}
