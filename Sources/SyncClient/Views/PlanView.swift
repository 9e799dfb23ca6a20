package import FieldModel
package import FieldRules
internal import SyncCore
internal import SyncWire

/// What a day's plan is asked for.
package struct DayRequest: Sendable {
    /// Nil is today, where the first debtor is.
    package var day: CalendarDate?
    /// Minutes after midnight; nil is now, or the usual beginning of another day.
    package var startMinute: Int?
    package var near: GeoPoint?
    package var hours: Int
    package var visitMinutes = 15
    package var kilometresPerHour = 18
    /// Amounts as they are typed, in the currency of the accounts.
    package var costPerHour = "0"
    package var costPerKilometre = "0"
    package var limit: Int?

    package init(hours: Int) { self.hours = hours }
}

/// A day of visits in the order in which they are made: chosen by `DayPlanner` among the accounts of this laptop, within
/// what the rules allow at each hour.
package enum PlanView {
    package struct Result {
        package var items: [JSONValue]
        package var summary: JSONValue
        package var plan: DayPlan
        package var stops: [RouteDrawing.Stop]
    }

    /// When a day begins that is not today.
    private static let usualStartMinute = 8 * 60

    package static func plan(_ context: ViewContext, _ request: DayRequest) throws -> Result {
        let scores = try WorklistView.scores(context)
        let promises = try WorklistView.openPromises(context)
        var accounts: [AccountID: Account] = [:]
        try context.reading.forEachRow(kind: .account) { row in
            guard let account = RecordGlance.account(row.bytes), !account.closed else { return }
            accounts[row.id] = account
        }
        let zone = accounts.min { $0.key < $1.key }.map { context.zone(of: $0.value) }
        let start = begin(request, context, zone ?? AccountState.utc)
        let places = try WorklistView.addresses(Set(accounts.keys), context)
        var settings = PlanSettings(start: request.near, budgetSeconds: request.hours * 3_600)
        settings.visitSeconds = request.visitMinutes * 60
        settings.metresPerHour = request.kilometresPerHour * 1_000
        if let currency = accounts.min(by: { $0.key < $1.key })?.value.currency {
            settings.costPerHour = try cost(request.costPerHour, currency)
            settings.costPerKilometre = try cost(request.costPerKilometre, currency)
        }
        let stops = accounts.map { id, account -> PlanStop in
            let day = context.zone(of: account).localDate(at: start)
            return PlanStop(
                account: id, place: places[id], expected: WorklistView.expected(account, scores[id], on: day),
                isPromiseDue: promises[id] == day)
        }
        var permits = try VisitPermits(context)
        let end = start + Int64(settings.budgetSeconds) * 1_000
        let plan = try DayPlanner.plan(stops, settings) { (account, second) throws in
            try permits.permit(account, at: start + Int64(second) * 1_000, start: start, end: end)
        }
        let shown = Array(plan.visits.prefix(request.limit ?? .max))
        return try described(shown, plan, accounts, scores, permits, context, start)
    }

    private static func cost(_ text: String, _ currency: Currency) throws -> Int64 {
        guard case .success(let money) = Money.parse(text, in: currency), money.minor >= 0 else {
            throw ClientFailure.badInput(
                "amount_malformed", "“\(printable(text))” is not a cost in \(currency.code).",
                hint: "Type it like 120 or 120.50.")
        }
        return money.minor
    }

    /// Now, or later where the day asked for or its usual hours have not begun.
    private static func begin(_ request: DayRequest, _ context: ViewContext, _ zone: Zone) -> Instant {
        let today = context.today(zone)
        let day = request.day ?? today
        let minute = request.startMinute ?? usualStartMinute
        let moment = zone.firstInstant(
            ofOrAfter: CivilTime(date: day, millisecondOfDay: Int32(minute * 60_000)))
        return request.startMinute == nil && day == today ? max(moment, context.now) : moment
    }

    private static func described(
        _ visits: [PlannedVisit], _ plan: DayPlan, _ accounts: [AccountID: Account], _ scores: [AccountID: Score],
        _ permits: VisitPermits, _ context: ViewContext, _ start: Instant
    ) throws -> Result {
        let debtors = try WorklistView.names(Set(visits.map(\.stop.account)), context)
        let marks = try AccountMarks(context)
        let stopStates = try StopStateView.words(context)
        var items: [JSONValue] = []
        var stops: [RouteDrawing.Stop] = []
        for visit in visits {
            let id = visit.stop.account
            guard let account = accounts[id] else { continue }
            let zone = context.zone(of: account)
            let arrival = start + Int64(visit.arrival) * 1_000
            let permit = permits[id]
            items.append([
                "position": JSONValue(items.count + 1), "account": JSONValue(id), "number": .string(account.number),
                "debtor": .text(debtors[id] ?? ""), "reason": .string(visit.reason.rawValue),
                "score": scores[id].map(WorklistView.score) ?? .null,
                "allowed_from": permit.map { context.moment($0.from, $0.zone) } ?? .null,
                "verdict": permit.map { .string($0.word.description) } ?? .null,
                "rule": permit?.rule.map { .string($0) } ?? .null,
                "distance_m": visit.metres.map { JSONValue($0) } ?? .null,
                "balance": JSONValue(account.money(account.shownBalance)),
                "days_past_due": JSONValue(account.daysPastDue(asOf: zone.localDate(at: arrival))),
                "stop_states": stopStates[id] ?? [], "state": .string(marks.state(of: id).rawValue),
                "arrive_at": context.moment(arrival, zone),
                "expected": JSONValue(account.money(visit.stop.expected)),
            ])
            guard let place = visit.stop.place else { continue }
            let clock = String(zone.rfc3339(arrival).dropFirst(11).prefix(5))
            stops.append(
                RouteDrawing.Stop(
                    place: place, label: "\(items.count)", told: "\(items.count) · \(account.number) · \(clock)",
                    isPromiseDue: visit.stop.isPromiseDue))
        }
        return Result(items: items, summary: summary(plan, accounts, context, start), plan: plan, stops: stops)
    }

    private static func summary(
        _ plan: DayPlan, _ accounts: [AccountID: Account], _ context: ViewContext, _ start: Instant
    ) -> JSONValue {
        let account = plan.visits.first.flatMap { accounts[$0.stop.account] }
        let zone = account.map { context.zone(of: $0) } ?? AccountState.utc
        return [
            "starts_at": context.moment(start, zone),
            "ends_at": context.moment(start + Int64(plan.seconds) * 1_000, zone),
            "visits": JSONValue(plan.visits.count), "distance_m": JSONValue(plan.metres),
            "expected": account.map { JSONValue($0.money(plan.expected)) } ?? .null,
            "cost": account.map { JSONValue($0.money(plan.cost)) } ?? .null,
            "left_out": JSONValue(plan.notAllowed.count),
        ]
    }
}
