package import FieldModel

/// A visit that the day may hold.
package struct PlanStop: Hashable, Sendable {
    package var account: AccountID
    /// Nil where nobody knows where the debtor lives; it is planned with a usual distance.
    package var place: GeoPoint?
    /// What the visit is expected to bring, in minor units.
    package var expected: Int64
    /// Due today by an open promise: taken into the plan, and visited, before all others.
    package var isPromiseDue: Bool

    package init(account: AccountID, place: GeoPoint?, expected: Int64, isPromiseDue: Bool = false) {
        self.account = account
        self.place = place
        self.expected = expected
        self.isPromiseDue = isPromiseDue
    }
}

/// What a day has: hours, a start, how fast one gets about, and what it costs.
package struct PlanSettings: Hashable, Sendable {
    /// Nil begins at the first visit.
    package var start: GeoPoint?
    package var budgetSeconds: Int
    package var visitSeconds = 15 * 60
    /// On the way, stops at lights included.
    package var metresPerHour = 18_000
    /// Streets are longer than the crow's way, in hundredths.
    package var detourHundredths = 130
    /// Between two places of which one is not known.
    package var unknownMetres = 3_000
    /// Of the collector's time and of the road, in minor units.
    package var costPerHour: Int64 = 0
    package var costPerKilometre: Int64 = 0

    package init(start: GeoPoint? = nil, budgetSeconds: Int) {
        self.start = start
        self.budgetSeconds = max(0, min(PlanLimits.mostSeconds, budgetSeconds))
    }

    func travelSeconds(_ metres: Int) -> Int {
        (metres * detourHundredths * 36 + metresPerHour - 1) / max(1, metresPerHour)
    }

    /// Of so much time and road.
    func cost(seconds: Int, metres: Int) -> Int64 {
        Int64(seconds) * min(costPerHour, PlanLimits.mostCost) / 3_600
            + Int64(metres * detourHundredths / 100) * min(costPerKilometre, PlanLimits.mostCost) / 1_000
    }
}

package enum PlanLimits {
    /// More visits than a day has room for.
    package static let mostStops = 60
    /// Of which the stops are chosen; the others promise less than each of these.
    package static let mostCandidates = 400
    package static let mostSeconds = 24 * 3_600
    package static let mostCost: Int64 = 1_000_000_000_000
    /// Beyond it a debt is worth no more to the plan.
    package static let mostExpected: Int64 = 1_000_000_000_000_000
}

/// When a visit may be, in seconds from the start of the plan.
package enum PlanPermit: Hashable, Sendable {
    /// At the moment asked for.
    case allowed
    case from(Int)
    /// Not at the moment asked for, nor later on the day, but up to this one.
    case upTo(Int)
    case notToday
}

package enum PlanReason: String, Hashable, Sendable, CaseIterable {
    case promiseDueToday = "promise_due_today"
    case expectedRecovery = "expected_recovery"
    /// Worth the few steps from a neighbour, though not a way of its own.
    case onTheWay = "on_the_way"
}

package struct PlannedVisit: Hashable, Sendable {
    package var stop: PlanStop
    package var reason: PlanReason
    /// In seconds from the start of the plan.
    package var arrival: Int
    package var departure: Int
    /// As the crow flies from the stop before, or from the start; nil where one of the two is not known.
    package var metres: Int?
}

/// The visits of a day in their order.
package struct DayPlan: Hashable, Sendable {
    package var visits: [PlannedVisit]
    package var expected: Int64
    package var cost: Int64
    package var metres: Int
    /// From the start to the end of the last visit.
    package var seconds: Int
    /// Accounts that rules do not let be visited at any moment that was asked for.
    package var notAllowed: [AccountID]
}
