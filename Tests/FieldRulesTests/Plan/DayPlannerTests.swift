import FieldModel
import Testing

@testable import FieldRules

struct DayPlannerTests {
    private static func account(_ number: Int) -> AccountID { AccountID(high: 7, low: UInt64(number)) }

    /// `east` and `north` in metres of a place in Mexico City.
    private static func stop(_ number: Int, _ east: Int, _ north: Int, _ expected: Int64, due: Bool = false) -> PlanStop
    {
        let place = GeoPoint(
            latitudeE7: 194_326_000 + Int32(north * 90), longitudeE7: -991_332_000 + Int32(east * 95))
        return PlanStop(account: account(number), place: place, expected: expected, isPromiseDue: due)
    }

    private static func portfolio(_ count: Int, seed: UInt64) -> [PlanStop] {
        var generator = ShuffleGenerator(seed: seed)
        return (0..<count).map { number in
            let east = Int.random(in: -5_000...5_000, using: &generator)
            let north = Int.random(in: -5_000...5_000, using: &generator)
            let expected = Int64.random(in: 0...2_000_00, using: &generator)
            return stop(number, east, north, expected, due: number % 97 == 3)
        }
    }

    private func check(_ plan: DayPlan, _ settings: PlanSettings) {
        var clock = 0
        for visit in plan.visits {
            #expect(visit.arrival >= clock)
            #expect(visit.departure == visit.arrival + settings.visitSeconds)
            clock = visit.departure
        }
        #expect(clock == plan.seconds && clock <= settings.budgetSeconds)
        #expect(Set(plan.visits.map(\.stop.account)).count == plan.visits.count)
        #expect(plan.visits.count <= PlanLimits.mostStops)
    }

    @Test func aDayEndsWithItsHoursAndTakesMoreThanTheBalanceOrder() {
        let settings = PlanSettings(budgetSeconds: 7 * 3_600)
        for seed in 1...2 as ClosedRange<UInt64> {
            let stops = Self.portfolio(120, seed: seed).map { stop in
                var stop = stop
                stop.isPromiseDue = false
                return stop
            }
            let plan = DayPlanner.plan(stops, settings)
            check(plan, settings)
            let greedy = DayPlanner.routing(stops.sorted { $0.expected > $1.expected }, settings)
            check(greedy, settings)
            #expect(plan.expected > greedy.expected)
            #expect(plan.visits.count > 10)
        }
    }

    @Test func theOrderOfTheStopsChangesNothing() {
        let stops = Self.portfolio(90, seed: 4)
        let settings = PlanSettings(
            start: GeoPoint(latitudeE7: 194_326_000, longitudeE7: -991_332_000), budgetSeconds: 4 * 3_600)
        let plan = DayPlanner.plan(stops, settings)
        #expect(DayPlanner.plan(stops.reversed(), settings) == plan)
        var generator = ShuffleGenerator(seed: 5)
        #expect(DayPlanner.plan(stops.shuffled(using: &generator), settings) == plan)
    }

    @Test func promisesThatAreDueAreTakenBeforeWhatIsWorthMore() {
        let settings = PlanSettings(budgetSeconds: 2 * 3_600)
        var stops = (0..<40).map { Self.stop($0, $0 * 20, 0, 1_000_00) }
        stops.append(Self.stop(99, 2_000, 2_000, 1, due: true))
        let plan = DayPlanner.plan(stops, settings)
        check(plan, settings)
        let due = plan.visits.first { $0.stop.account == Self.account(99) }
        #expect(due?.reason == .promiseDueToday)
    }

    @Test func promisesThatAreDueAreVisitedFirst() {
        let settings = PlanSettings(
            start: GeoPoint(latitudeE7: 194_326_000, longitudeE7: -991_332_000), budgetSeconds: 7 * 3_600)
        for seed in 1...20 as ClosedRange<UInt64> {
            let stops = Self.portfolio(300, seed: seed)
            let plan = DayPlanner.plan(stops, settings)
            check(plan, settings)
            let due = stops.filter(\.isPromiseDue).count
            let order = plan.visits.map(\.stop.isPromiseDue)
            #expect(order == (0..<order.count).map { $0 < due } && order.count > due)
        }
    }

    @Test func aPromiseThatIsOnlyAllowedLaterKeepsNobodyWaiting() {
        let settings = PlanSettings(budgetSeconds: 4 * 3_600)
        let stops = [
            Self.stop(1, 0, 0, 100_00), Self.stop(2, 50, 0, 100_00), Self.stop(3, 100, 0, 100_00, due: true),
            Self.stop(4, 150, 0, 100_00, due: true),
        ]
        let plan = DayPlanner.plan(stops, settings) { account, second in
            account == Self.account(3) && second < 7_200 ? .from(7_200) : .allowed
        }
        check(plan, settings)
        #expect(plan.visits.map(\.stop.account).first == Self.account(4))
        #expect(plan.visits.map(\.stop.account).last == Self.account(3))
        #expect(plan.visits.count == 4 && plan.visits.last?.arrival == 7_200)
    }

    @Test func whatCostsMoreThanItBringsStaysOut() {
        var settings = PlanSettings(
            start: GeoPoint(latitudeE7: 194_326_000, longitudeE7: -991_332_000), budgetSeconds: 8 * 3_600)
        settings.costPerHour = 100_00
        settings.costPerKilometre = 10_00
        let plan = DayPlanner.plan([Self.stop(1, 100, 0, 90_00), Self.stop(2, 9_000, 0, 90_00)], settings)
        #expect(plan.visits.map(\.stop.account) == [Self.account(1)])
        #expect(plan.cost > 0 && plan.cost < 90_00)
    }

    @Test func neighboursGoTogetherAndSayWhyTheyAreThere() {
        let settings = PlanSettings(
            start: GeoPoint(latitudeE7: 194_326_000, longitudeE7: -991_332_000), budgetSeconds: 3 * 3_600)
        let stops = [
            Self.stop(1, 3_000, 0, 900_00), Self.stop(2, -3_000, 0, 800_00), Self.stop(3, 3_050, 0, 100_00),
            Self.stop(4, -3_050, 40, 100_00),
        ]
        let plan = DayPlanner.plan(stops, settings)
        let order = plan.visits.map(\.stop.account)
        #expect(order.count == 4)
        let places = (1...4).compactMap { number in order.firstIndex(of: Self.account(number)) }
        #expect(abs(places[0] - places[2]) == 1 && abs(places[1] - places[3]) == 1)
        #expect(plan.visits.first { $0.stop.account == Self.account(3) }?.reason == .onTheWay)
        #expect(plan.visits.first { $0.stop.account == Self.account(1) }?.reason == .expectedRecovery)
    }

    /// Rules: one opens later, one closes earlier, one is closed.
    @Test func visitsAreOnlyWhenRulesLetThemBe() {
        let settings = PlanSettings(
            start: GeoPoint(latitudeE7: 194_326_000, longitudeE7: -991_332_000), budgetSeconds: 5 * 3_600)
        let stops = (1...6).map { Self.stop($0, $0 * 300, 0, Int64($0) * 100_00) }
        let plan = DayPlanner.plan(stops, settings) { account, second in
            switch account {
            case Self.account(6): .notToday
            case Self.account(1): second < 7_200 ? .from(7_200) : .allowed
            case Self.account(5): second > 1_800 ? .upTo(1_800) : .allowed
            default: .allowed
            }
        }
        check(plan, settings)
        #expect(plan.notAllowed == [Self.account(6)])
        let at = Dictionary(uniqueKeysWithValues: plan.visits.map { ($0.stop.account, $0.arrival) })
        #expect(at.count == 5)
        #expect(at[Self.account(1)] ?? 0 >= 7_200)
        #expect(at[Self.account(5)] ?? .max <= 1_800)
    }

    @Test func whenNothingIsAllowedTheDayIsEmpty() {
        let plan = DayPlanner.plan(Self.portfolio(50, seed: 9), PlanSettings(budgetSeconds: 3_600)) { _, _ in .notToday
        }
        #expect(plan.visits.isEmpty && plan.seconds == 0)
        #expect(
            plan.notAllowed.count == 50
                - Self.portfolio(50, seed: 9).filter { $0.expected == 0 && !$0.isPromiseDue }.count)
    }

    @Test func placesThatNobodyKnowsArePlannedWithAUsualDistance() {
        var stops = [Self.stop(1, 0, 0, 100_00), Self.stop(2, 100, 0, 100_00)]
        stops[1].place = nil
        let plan = DayPlanner.plan(stops, PlanSettings(budgetSeconds: 7_200))
        #expect(plan.visits.count == 2 && plan.visits[1].metres == nil)
    }

    @Test func aFullDayHoldsSixtyStopsAndNoMore() {
        var settings = PlanSettings(budgetSeconds: 24 * 3_600)
        settings.visitSeconds = 60
        let stops = (0..<64).map { Self.stop($0, $0 % 9, $0 / 9, 100_00) }
        #expect(DayPlanner.plan(stops, settings).visits.count == PlanLimits.mostStops)
        #expect(DayPlanner.plan([], settings).visits.isEmpty)
        #expect(DayPlanner.plan(stops, PlanSettings(budgetSeconds: 0)).visits.isEmpty)
    }

    @Test func whatCanBeAskedForIsWhatIsPastDue() {
        #expect(RecoveryEstimate.collectable(balance: 1_000, pastDue: 300, daysPastDue: 10) == 300)
        #expect(RecoveryEstimate.collectable(balance: 1_000, pastDue: 3_000, daysPastDue: 10) == 1_000)
        #expect(RecoveryEstimate.collectable(balance: 1_000, pastDue: 0, daysPastDue: 10) == 1_000)
        #expect(RecoveryEstimate.collectable(balance: 1_000, pastDue: 0, daysPastDue: 0) == 50)
        #expect(RecoveryEstimate.collectable(balance: -5, pastDue: 3, daysPastDue: 0) == 0)
    }

    @Test func theRouteIsDrawnNorthUpWithEveryVisit() {
        let places = [
            GeoPoint(latitudeE7: 194_000_000, longitudeE7: -991_000_000),
            GeoPoint(latitudeE7: 195_000_000, longitudeE7: -991_000_000),
        ]
        let drawing = RouteDrawing(
            title: "Day <1>", start: places[0],
            stops: places.enumerated().map {
                .init(place: $1, label: "n\($0)", told: "told & \($0)", isPromiseDue: $0 == 1)
            })
        let svg = drawing.svg()
        #expect(svg.contains("Day &lt;1&gt;") && svg.contains("told &amp; 1") && svg.contains("dot c1"))
        // The northern place is higher up, at the margin.
        #expect(svg.contains("cy=\"40\"") && svg.contains(">2 km<"))
        let alone = RouteDrawing(title: "", start: nil, stops: [drawing.stops[0]]).svg()
        #expect(
            alone.hasSuffix("</svg>\n") && RouteDrawing(title: "", start: nil, stops: []).svg().hasSuffix("</svg>\n"))
    }

    @Test func extremeAmountsDoNotTrap() {
        var settings = PlanSettings(budgetSeconds: 7_200)
        settings.costPerHour = .max
        settings.costPerKilometre = .max
        let stops = [Self.stop(1, 0, 0, .max), Self.stop(2, 9_000_0, 0, .max), Self.stop(3, 0, 0, .min)]
        #expect(DayPlanner.plan(stops, settings).visits.count >= 1)
        #expect(RecoveryEstimate.expected(chancePpm: 500_000, collectable: 300) == 150)
        #expect(RecoveryEstimate.expected(chancePpm: .max, collectable: .max) == PlanLimits.mostExpected)
        #expect(RecoveryEstimate.expected(chancePpm: -4, collectable: 300) == 0)
        #expect(
            RecoveryEstimate.priorPpm(daysPastDue: 45) == 250_000
                && RecoveryEstimate.priorPpm(daysPastDue: -1) == 400_000)
    }
}
