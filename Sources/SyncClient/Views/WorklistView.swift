package import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire

/// The day's list: order from `Worklist`, words and figures from the records.
package enum WorklistView {
    /// Visits that fit in an hour, for `--hours`.
    private static let visitsPerHour = 3

    package static func items(
        _ context: ViewContext, day: CalendarDate?, limit: Int?, near: GeoPoint?, hours: Int?, all: Bool = false
    ) throws -> [JSONValue] {
        try list(context, day: day, limit: limit, near: near, hours: hours, all: all).items
    }

    /// With how many accounts were left out because rules do not let them be visited on that day.
    package static func list(
        _ context: ViewContext, day: CalendarDate?, limit: Int?, near: GeoPoint?, hours: Int?, all: Bool
    ) throws -> (items: [JSONValue], leftOut: Int) {
        let promises = try openPromises(context)
        var accounts: [AccountID: Account] = [:]
        var entries: [CalendarDate: [WorklistEntry]] = [:]
        try context.reading.forEachRow(kind: .account) { row in
            guard let account = RecordGlance.account(row.bytes), !account.closed else { return }
            accounts[row.id] = account
            let day = day ?? context.today(context.zone(of: account))
            entries[day, default: []].append(
                WorklistEntry(
                    account: row.id, promiseDueDay: promises[row.id], daysPastDue: account.daysPastDue(asOf: day),
                    balance: account.shownBalance))
        }
        // Where debtors live in several days at once, each is judged by his own and all stand in one list.
        let judged = entries.flatMap { day, entries in Worklist.ordered(entries, on: day).map { (day, $0) } }
        let most = [limit, hours.map { $0 * visitsPerHour }].compactMap { $0 }.min() ?? .max
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
            let distance = near.flatMap { near in places[entry.account].map { Distance.metres(near, $0) } }
            let permit = permits[entry.account]
            return [
                "position": JSONValue(index + 1), "account": JSONValue(entry.account),
                "number": .string(account.number), "debtor": .text(debtors[entry.account] ?? ""),
                "reason": .string(Worklist.reason(entry, on: day).rawValue), "score": .null,
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
        if a.1.daysPastDue != b.1.daysPastDue { return a.1.daysPastDue > b.1.daysPastDue }
        if a.1.balance != b.1.balance { return a.1.balance > b.1.balance }
        return a.1.account < b.1.account
    }

    /// The next day on which something of an open promise is due and not yet covered.
    private static func openPromises(_ context: ViewContext) throws -> [AccountID: CalendarDate] {
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

    private static func names(_ accounts: Set<AccountID>, _ context: ViewContext) throws -> [AccountID: String] {
        var names: [AccountID: String] = [:]
        try context.reading.forEachRow(kind: .debtor) { row in
            guard let account = row.account, accounts.contains(account) else { return }
            names[account] = RecordGlance.debtorName(row.bytes)
        }
        return names
    }

    private static func addresses(_ accounts: Set<AccountID>, _ context: ViewContext) throws -> [AccountID: GeoPoint] {
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

/// How far two places are apart, as the crow flies: a flat Earth does for a town.
package enum Distance {
    package static func metres(_ a: GeoPoint, _ b: GeoPoint) -> Int {
        // 1e-7 degrees of latitude are 11.132 mm.
        let north = Int64(a.latitudeE7) - Int64(b.latitudeE7)
        let middle = (Int64(a.latitudeE7) + Int64(b.latitudeE7)) / 2
        var east = Int64(a.longitudeE7) - Int64(b.longitudeE7)
        if east > 1_800_000_000 { east -= 3_600_000_000 }
        if east < -1_800_000_000 { east += 3_600_000_000 }
        let x = east / 1000 * cosineThousandths(middle) / 1000
        let y = north / 1000
        let squared = UInt64((x * x + y * y).magnitude)
        return Int(root(squared) * 11_132 / 1_000)
    }

    /// 1000 × cosine of a latitude, by the series of Bhaskara I: within 0.2 %.
    private static func cosineThousandths(_ e7: Int64) -> Int64 {
        let hundredths = min(e7.magnitude / 100_000, 9000)
        let square = Int64(hundredths * hundredths)
        return 1000 * (324_000_000 - 4 * square) / (324_000_000 + square)
    }

    private static func root(_ value: UInt64) -> UInt64 {
        if value < 2 { return value }
        var guess = value
        var next = (guess + value / guess) / 2
        while next < guess {
            guess = next
            next = (guess + value / guess) / 2
        }
        return guess
    }
}
