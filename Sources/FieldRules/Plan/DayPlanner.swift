package import FieldModel

/// Chooses and orders the visits of a day: the most expected recovery less the cost of getting it that fits the hours.
///
/// Stops are put where they cost the least time, the best ratio of gain to time first; the route is shortened; then what
/// earns little is taken out and better fillings are tried. Several beginnings are tried, and nothing is drawn by lot:
/// the same stops give the same plan in any order. Promises that are due are visited first, by the shortest way among
/// themselves; only one that a rule keeps closed until later stands later.
package struct DayPlanner {
    private let stops: [PlanStop]
    private let settings: PlanSettings
    private let matrix: PlanMatrix
    private var windows: Route.Windows

    /// Beginnings, each at another of the most promising stops.
    private static let beginnings = 4
    private static let mostRefinements = 12
    /// Plans that are made anew because a rule narrowed a window.
    private static let mostNarrowings = 400

    /// With every moment allowed.
    package static func plan(_ stops: [PlanStop], _ settings: PlanSettings) -> DayPlan {
        plan(stops, settings) { (_, _) throws(Never) in .allowed }
    }

    /// `permit` is asked only of stops that a plan wants, at the moment it wants them.
    package static func plan<Failure: Error>(
        _ stops: [PlanStop], _ settings: PlanSettings, permit: (AccountID, Int) throws(Failure) -> PlanPermit
    ) throws(Failure) -> DayPlan {
        var stops = stops
        var notAllowed: [AccountID] = []
        var planner = DayPlanner(stops, settings)
        var allowed: Set<Question> = []
        for _ in 0..<mostNarrowings {
            let route = planner.best()
            var refused: Set<AccountID> = []
            var isNarrowed = false
            for (stop, arrival) in zip(route.order, route.arrivals) {
                let question = Question(account: planner.stops[stop].account, at: arrival)
                guard !allowed.contains(question) else { continue }
                let permit = try permit(question.account, arrival)
                switch planner.narrow(stop, permit, arrival) {
                case .same: allowed.insert(question)
                case .narrower: isNarrowed = true
                case .empty: refused.insert(question.account)
                }
            }
            if refused.isEmpty, !isNarrowed { return planner.described(route, notAllowed) }
            notAllowed += refused.sorted()
            if !refused.isEmpty {
                // Their places go to others, which may not have been candidates yet.
                stops.removeAll { refused.contains($0.account) }
                planner = DayPlanner(stops, settings, keeping: planner)
            }
        }
        return planner.described(Route(planner.matrix, planner.windows, planner.stops), notAllowed)
    }

    private struct Question: Hashable {
        var account: AccountID
        var at: Int
    }

    private init(_ stops: [PlanStop], _ settings: PlanSettings, keeping earlier: DayPlanner? = nil) {
        self.stops = DayPlanner.candidates(stops)
        self.settings = settings
        matrix = PlanMatrix(self.stops, settings)
        var known: [AccountID: ClosedRange<Int>] = [:]
        if let earlier {
            for (stop, window) in zip(earlier.stops, earlier.windows) { known[stop.account] = window }
        }
        windows = self.stops.map { known[$0.account] ?? 0...PlanLimits.mostSeconds }
    }

    private static func candidates(_ stops: [PlanStop]) -> [PlanStop] {
        let worth = stops.filter { $0.expected > 0 || $0.isPromiseDue }.map { stop in
            var stop = stop
            stop.expected = max(0, min(PlanLimits.mostExpected, stop.expected))
            return stop
        }
        let sorted = worth.sorted {
            if $0.isPromiseDue != $1.isPromiseDue { return $0.isPromiseDue }
            return $0.expected == $1.expected ? $0.account < $1.account : $0.expected > $1.expected
        }
        return Array(sorted.prefix(PlanLimits.mostCandidates))
    }

    private enum Narrowing { case same, narrower, empty }

    private mutating func narrow(_ stop: Int, _ permit: PlanPermit, _ arrival: Int) -> Narrowing {
        let window = windows[stop]
        switch permit {
        case .allowed: return .same
        case .from(let second) where second > arrival && second <= window.upperBound:
            windows[stop] = second...window.upperBound
        case .upTo(let second) where second < arrival && second >= window.lowerBound:
            windows[stop] = window.lowerBound...second
        default: return .empty
        }
        return .narrower
    }

    // MARK: Building

    private func best() -> Route {
        let free = stops.indices.filter { !stops[$0].isPromiseDue }
        var best = filled(begun(at: nil), by: .ratio)
        func consider(_ other: Route) {
            let (now, then) = (net(other), net(best))
            if now > then || (now == then && other.seconds < best.seconds) { best = other }
        }
        // The dearest first: right where the road costs little.
        consider(filled(begun(at: nil), by: .gain))
        for beginning in free.prefix(DayPlanner.beginnings - 2) { consider(filled(begun(at: beginning), by: .ratio)) }
        return improved(best)
    }

    private func net(_ route: Route) -> Int64 {
        route.order.reduce(0) { $0 + stops[$1].expected } - settings.cost(seconds: route.seconds, metres: route.metres)
    }

    /// Promises that are due have their places before anything else, the largest before the others.
    private func begun(at beginning: Int?) -> Route {
        var route = Route(matrix, windows, stops)
        for stop in stops.indices where stops[stop].isPromiseDue {
            if let insertion = route.insertion(of: stop) { route.insert(stop, insertion) }
        }
        if let beginning, let insertion = route.insertion(of: beginning) { route.insert(beginning, insertion) }
        return route
    }

    private enum Preference { case ratio, gain }

    private func fill(_ route: inout Route, by preference: Preference, without excluded: Int? = nil) {
        var open = stops.indices.filter { !route.order.contains($0) && $0 != excluded }
        while true {
            var best: (stop: Int, insertion: Route.Insertion, gain: Int64)?
            var fitting: [Int] = []
            for stop in open {
                guard let insertion = route.insertion(of: stop) else { continue }
                fitting.append(stop)
                let gain = stops[stop].expected - settings.cost(seconds: insertion.seconds, metres: insertion.metres)
                guard gain > 0 else { continue }
                if let found = best {
                    let isMore =
                        preference == .gain ? gain > found.gain : isBetter(gain, insertion, than: found)
                    guard isMore else { continue }
                }
                best = (stop, insertion, gain)
            }
            guard let best else { return }
            route.insert(best.stop, best.insertion)
            // What fits nowhere now will not fit into a fuller day.
            open = fitting.filter { $0 != best.stop }
        }
    }

    /// More gain for each second of the day; candidates come in a fixed order, so the first of equals stays.
    private func isBetter(
        _ gain: Int64, _ insertion: Route.Insertion, than best: (stop: Int, insertion: Route.Insertion, gain: Int64)
    ) -> Bool {
        let left = gain.multipliedFullWidth(by: Int64(max(1, best.insertion.seconds)))
        let right = best.gain.multipliedFullWidth(by: Int64(max(1, insertion.seconds)))
        return left.high == right.high ? left.low > right.low : left.high > right.high
    }

    // MARK: Improving

    private func filled(_ begun: Route, by preference: Preference) -> Route {
        var route = begun
        fill(&route, by: preference)
        for _ in 0..<3 {
            let count = route.order.count
            route.shorten()
            fill(&route, by: preference)
            guard route.order.count > count else { break }
        }
        return route
    }

    private func improved(_ begun: Route) -> Route {
        var best = begun
        for _ in 0..<DayPlanner.mostRefinements {
            guard let better = exchanged(best) else { break }
            best = better
        }
        return best
    }

    /// Without one stop, and the room filled with others: the first such plan that is better than this one, those stops
    /// tried first that earn the least.
    private func exchanged(_ route: Route) -> Route? {
        let most = net(route)
        let places = route.order.indices.filter { !stops[route.order[$0]].isPromiseDue }.sorted {
            let (left, right) = (stops[route.order[$0]].expected, stops[route.order[$1]].expected)
            return left == right ? $0 < $1 : left < right
        }
        for place in places {
            var other = route
            let removed = route.order[place]
            other.remove(at: place)
            other.shorten()
            fill(&other, by: .ratio, without: removed)
            if net(other) > most { return other }
        }
        return nil
    }

    // MARK: Describing

    private static let nearMetres = 400

    private func described(_ route: Route, _ notAllowed: [AccountID]) -> DayPlan {
        let average = route.order.reduce(0) { $0 + stops[$1].expected } / Int64(max(1, route.order.count))
        var visits: [PlannedVisit] = []
        for (place, stop) in route.order.enumerated() {
            let before = place == 0 ? nil : route.order[place - 1]
            let next = place + 1 < route.order.count ? route.order[place + 1] : nil
            let isNear =
                (before != nil && matrix.isKnown(before, stop) && matrix.metres(before, stop) <= Self.nearMetres)
                || (next.map { matrix.isKnown(stop, $0) && matrix.metres(stop, $0) <= Self.nearMetres } ?? false)
            let reason: PlanReason =
                stops[stop].isPromiseDue
                ? .promiseDueToday : isNear && stops[stop].expected < average ? .onTheWay : .expectedRecovery
            visits.append(
                PlannedVisit(
                    stop: stops[stop], reason: reason, arrival: route.arrivals[place],
                    departure: route.arrivals[place] + settings.visitSeconds,
                    metres: matrix.isKnown(before, stop) ? matrix.metres(before, stop) : nil))
        }
        return DayPlan(
            visits: visits, expected: visits.reduce(0) { $0 + $1.stop.expected },
            cost: settings.cost(seconds: route.seconds, metres: route.metres), metres: route.metres,
            seconds: route.seconds, notAllowed: notAllowed)
    }
}

extension DayPlanner {
    /// The same router and hours for stops in an order of somebody's own: as many of the first as fit. What the planner
    /// is measured against.
    package static func routing(_ stops: [PlanStop], _ settings: PlanSettings) -> DayPlan {
        let taken = stops.filter { $0.expected > 0 || $0.isPromiseDue }.prefix(PlanLimits.mostStops)
        let planner = DayPlanner(exactly: Array(taken), settings)
        var route = Route(planner.matrix, planner.windows, planner.stops)
        for stop in taken.indices {
            var longer = route
            if let insertion = longer.insertion(of: stop) {
                longer.insert(stop, insertion)
            } else {
                break
            }
            longer.shorten()
            route = longer
        }
        return planner.described(route, [])
    }

    private init(exactly stops: [PlanStop], _ settings: PlanSettings) {
        self.stops = stops
        self.settings = settings
        matrix = PlanMatrix(stops, settings)
        windows = stops.map { _ in 0...PlanLimits.mostSeconds }
    }
}
