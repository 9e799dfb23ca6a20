package import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire

/// The list: order from `Worklist`, words and figures from the records. `PlanView` makes a day of it.
package enum WorklistView {
    package static func items(
        _ context: ViewContext, day: CalendarDate?, limit: Int?, near: GeoPoint?, all: Bool = false
    ) throws -> [JSONValue] {
        try list(context, day: day, limit: limit, near: near, all: all).items
    }

    /// With how many accounts were left out because rules do not let them be visited on that day.
    package static func list(
        _ context: ViewContext, day: CalendarDate?, limit: Int?, near: GeoPoint?, all: Bool
    ) throws -> (items: [JSONValue], leftOut: Int) {
        let promises = try openPromises(context)
        let scores = try self.scores(context)
        var accounts: [AccountID: Account] = [:]
        var entries: [CalendarDate: [WorklistEntry]] = [:]
        try context.reading.forEachRow(kind: .account) { row in
            guard let account = RecordGlance.account(row.bytes), !account.closed else { return }
            accounts[row.id] = account
            let day = day ?? context.today(context.zone(of: account))
            entries[day, default: []].append(
                WorklistEntry(
                    account: row.id, promiseDueDay: promises[row.id], daysPastDue: account.daysPastDue(asOf: day),
                    balance: account.shownBalance,
                    expected: scores.isEmpty ? nil : expected(account, scores[row.id], on: day)))
        }
        // Where debtors live in several days at once, each is judged by his own and all stand in one list.
        let judged = entries.flatMap { day, entries in Worklist.ordered(entries, on: day).map { (day, $0) } }
        let most = limit ?? .max
        var permits = try VisitPermits(context)
        var ordered: [(CalendarDate, WorklistEntry)] = []
        var leftOut = 0
        for (day, entry) in judged.sorted(by: { precedes($0, $1) }) where ordered.count < most {
            let isAllowed = try permits.allows(entry.account, on: day)
            if isAllowed || all { ordered.append((day, entry)) } else { leftOut += 1 }
        }
        let shown = Set(ordered.map(\.1.account))
        let debtors = try names(shown, context)
        let places = try near == nil ? [:] : addresses(shown, context)
        let marks = try AccountMarks(context)
        let stops = try StopStateView.words(context)
        let duties = try nextDuties(context)
        let items = ordered.enumerated().compactMap { index, judged -> JSONValue? in
            let (day, entry) = judged
            guard let account = accounts[entry.account] else { return nil }
            let distance = near.flatMap { near in places[entry.account].map { GreatCircle.metres(near, $0) } }
            let permit = permits[entry.account]
            return [
                "position": JSONValue(index + 1), "account": JSONValue(entry.account),
                "number": .string(account.number), "debtor": .text(debtors[entry.account] ?? ""),
                "reason": .string(Worklist.reason(entry, on: day).rawValue),
                "score": scores[entry.account].map(score) ?? .null,
                "allowed_from": permit.map { context.moment($0.from, $0.zone) } ?? .null,
                "verdict": permit.map { .string($0.word.description) } ?? .null,
                "rule": permit?.rule.map { .string($0) } ?? .null,
                "distance_m": distance.map { JSONValue($0) } ?? .null,
                "balance": JSONValue(account.money(account.shownBalance)),
                "days_past_due": JSONValue(entry.daysPastDue),
                "stop_states": stops[entry.account] ?? [],
                "duty": duties[entry.account].map { .string($0.kind) } ?? .null,
                "duty_due_at": duties[entry.account].map { context.moment($0.dueAt, context.zone(of: account)) }
                    ?? .null,
                "state": .string(marks.state(of: entry.account).rawValue),
            ]
        }
        return (items, leftOut)
    }

    private static func precedes(_ a: (CalendarDate, WorklistEntry), _ b: (CalendarDate, WorklistEntry)) -> Bool {
        if a.0 == b.0 { return Worklist.precedes(a.1, b.1, on: a.0) }
        let (aDue, bDue) = (a.1.promiseDueDay == a.0, b.1.promiseDueDay == b.0)
        if aDue != bDue { return aDue }
        if let left = a.1.expected, let right = b.1.expected, left != right { return left > right }
        if a.1.daysPastDue != b.1.daysPastDue { return a.1.daysPastDue > b.1.daysPastDue }
        if a.1.balance != b.1.balance { return a.1.balance > b.1.balance }
        return a.1.account < b.1.account
    }

    /// The next day on which something of an open promise is due and not yet covered.
    /// By account. The first model's word is the chance that something is paid.
    static func scores(_ context: ViewContext) throws -> [AccountID: Score] {
        var scores: [AccountID: Score] = [:]
        try context.reading.forEachRow(kind: .score) { row in
            guard let account = row.account, case .score(let score)? = context.parts.content(of: row) else { return }
            scores[account] = score
        }
        return scores
    }

    static func score(_ score: Score) -> JSONValue {
        [
            "scorecard": .string(score.scorecard), "version": .text(score.scorecardVersion),
            "points": JSONValue(ScoreResult.wholePoints(Int(clamping: score.milliPoints))),
            "probability_ppm": JSONValue(score.probabilityPpm), "reasons": JSONValue(score.reasons),
        ]
    }

    /// What a visit is expected to bring: the chance of a payment of what can be asked for.
    static func expected(_ account: Account, _ score: Score?, on day: CalendarDate) -> Int64 {
        let days = account.daysPastDue(asOf: day)
        let chance = score?.probabilityPpm ?? RecoveryEstimate.priorPpm(daysPastDue: days)
        let collectable = RecoveryEstimate.collectable(
            balance: account.shownBalance, pastDue: account.pastDue ?? 0, daysPastDue: days)
        return RecoveryEstimate.expected(chancePpm: chance, collectable: collectable)
    }

    static func openPromises(_ context: ViewContext) throws -> [AccountID: CalendarDate] {
        var due: [AccountID: CalendarDate] = [:]
        try context.reading.forEachRow(kind: .promise) { row in
            guard let account = row.account, case .promise(let promise)? = context.parts.content(of: row),
                promise.state == .open
            else { return }
            var left = promise.paid
            let next = promise.instalments.first { part in
                left &-= part.amount
                return left < 0
            }
            guard let day = next?.dueDay else { return }
            due[account] = due[account].map { min($0, day) } ?? day
        }
        return due
    }

    /// Of each account the duty that is due first.
    private static func nextDuties(_ context: ViewContext) throws -> [AccountID: Duty] {
        var next: [AccountID: Duty] = [:]
        try context.reading.forEachRow(kind: .duty) { row in
            guard let account = row.account, case .duty(let duty)? = context.parts.content(of: row),
                duty.satisfiedAt == nil, let due = duty.dueAt
            else { return }
            if next[account]?.dueAt.map({ due < $0 }) ?? true { next[account] = duty }
        }
        return next
    }

    static func names(_ accounts: Set<AccountID>, _ context: ViewContext) throws -> [AccountID: String] {
        var names: [AccountID: String] = [:]
        try context.reading.forEachRow(kind: .debtor) { row in
            guard let account = row.account, accounts.contains(account) else { return }
            names[account] = RecordGlance.debtorName(row.bytes)
        }
        return names
    }

    static func addresses(_ accounts: Set<AccountID>, _ context: ViewContext) throws -> [AccountID: GeoPoint] {
        var places: [AccountID: GeoPoint] = [:]
        try context.reading.forEachRow(kind: .contactPoint) { row in
            guard let account = row.account, accounts.contains(account), places[account] == nil,
                case .contactPoint(let point)? = context.parts.content(of: row), point.removedBy == nil,
                let location = point.location
            else { return }
            places[account] = location
        }
        return places
    }
}
