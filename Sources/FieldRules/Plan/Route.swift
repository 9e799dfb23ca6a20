/// Stops in an order, with the times that follow from it.
struct Route {
    /// From when to when each candidate may be visited; the end of the visit may lie later.
    typealias Windows = [ClosedRange<Int>]

    private(set) var order: [Int] = []
    /// The earliest moment at which each visit of the order can begin.
    private(set) var arrivals: [Int] = []
    /// The latest moment at which it may begin so that all after it still fit.
    private var latest: [Int] = []
    /// How many stops of the order are of those that go before all others.
    private var leading = 0
    let matrix: PlanMatrix
    let windows: Windows
    /// Promises that are due lead; one that may only be visited later on the day keeps nobody waiting for it.
    private let leads: [Bool]

    init(_ matrix: PlanMatrix, _ windows: Windows, _ stops: [PlanStop]) {
        self.matrix = matrix
        self.windows = windows
        leads = zip(stops, windows).map { $0.isPromiseDue && $1.lowerBound == 0 }
    }

    private var settings: PlanSettings { matrix.settings }
    private var lastStart: Int { settings.budgetSeconds - settings.visitSeconds }

    var seconds: Int { arrivals.last.map { $0 + settings.visitSeconds } ?? 0 }

    var metres: Int {
        var (sum, before): (Int, Int?) = (0, nil)
        for stop in order {
            sum += matrix.metres(before, stop)
            before = stop
        }
        return sum
    }

    /// When the visits of an order can begin; nil when one comes too late or the hours end.
    func times(_ order: [Int]) -> [Int]? {
        var (clock, before): (Int, Int?) = (0, nil)
        var out: [Int] = []
        out.reserveCapacity(order.count)
        for stop in order {
            clock = max(clock + matrix.seconds(before, stop), windows[stop].lowerBound)
            guard clock <= windows[stop].upperBound, clock <= lastStart else { return nil }
            out.append(clock)
            clock += settings.visitSeconds
            before = stop
        }
        return out
    }

    /// Takes an order whose times were found.
    mutating func take(_ order: [Int], _ times: [Int]) {
        self.order = order
        leading = order.prefix { leads[$0] }.count
        arrivals = times
        latest = Array(repeating: 0, count: order.count)
        var next = Int.max
        for index in order.indices.reversed() {
            var most = min(windows[order[index]].upperBound, lastStart)
            if index + 1 < order.count {
                most = min(most, next - settings.visitSeconds - matrix.seconds(order[index], order[index + 1]))
            }
            latest[index] = most
            next = most
        }
    }

    struct Insertion {
        var place: Int
        /// How much later the day ends, or the next stop is reached.
        var seconds: Int
        var metres: Int
    }

    /// The cheapest place for a candidate; nil when it fits nowhere.
    func insertion(of stop: Int) -> Insertion? {
        guard order.count < PlanLimits.mostStops else { return nil }
        var best: Insertion?
        for place in leads[stop] ? 0...leading : leading...order.count {
            let before = place == 0 ? nil : order[place - 1]
            let leaving = place == 0 ? 0 : arrivals[place - 1] + settings.visitSeconds
            let at = max(leaving + matrix.seconds(before, stop), windows[stop].lowerBound)
            guard at <= windows[stop].upperBound, at <= lastStart else { continue }
            var found = Insertion(place: place, seconds: 0, metres: matrix.metres(before, stop))
            if place < order.count {
                let next = order[place]
                let reached = at + settings.visitSeconds + matrix.seconds(stop, next)
                guard reached <= latest[place] else { continue }
                found.seconds = max(0, reached - arrivals[place])
                found.metres += matrix.metres(stop, next) - matrix.metres(before, next)
            } else {
                found.seconds = at + settings.visitSeconds - leaving
            }
            // Time that is only waited out still costs a little, so that the road decides between equals.
            if best.map({ (found.seconds, found.metres) < ($0.seconds, $0.metres) }) ?? true { best = found }
        }
        return best
    }

    mutating func insert(_ stop: Int, _ insertion: Insertion) {
        var order = order
        order.insert(stop, at: insertion.place)
        if let times = times(order) { take(order, times) }
    }

    mutating func remove(at place: Int) {
        var order = order
        order.remove(at: place)
        if let times = times(order) { take(order, times) }
    }
}

extension Route {
    /// Stretches turned round (2-opt) and short runs moved elsewhere (Or-opt), as long as the day becomes shorter. What leads
    /// stays in front.
    mutating func shorten() {
        var isBetter = true
        var rounds = 0
        while isBetter, rounds < 50 {
            isBetter = turnOne() || moveOne()
            rounds += 1
        }
    }

    /// What is shorter by road is taken when the day does not end later by it.
    private mutating func takeIfInTime(_ order: [Int]) -> Bool {
        guard let times = times(order), let end = times.last, let now = arrivals.last, end <= now else { return false }
        take(order, times)
        return true
    }

    private mutating func turnOne() -> Bool {
        guard order.count > 2 else { return false }
        for start in 0..<(order.count - 1) {
            let last = start < leading ? leading - 1 : order.count - 1
            guard start < last else { continue }
            for end in (start + 1)...last where gain(turning: start, end) > 0 {
                var turned = order
                turned[start...end].reverse()
                if takeIfInTime(turned) { return true }
            }
        }
        return false
    }

    /// Metres between two neighbours; nothing lies after the last stop.
    private func leg(_ before: Int?, _ next: Int?) -> Int { next.map { matrix.metres(before, $0) } ?? 0 }

    private func at(_ place: Int) -> Int? { order.indices.contains(place) ? order[place] : nil }

    /// Metres saved; distances are the same both ways.
    private func gain(turning start: Int, _ end: Int) -> Int {
        leg(at(start - 1), order[start]) - leg(at(start - 1), order[end]) + leg(order[end], at(end + 1))
            - leg(order[start], at(end + 1))
    }

    private mutating func moveOne() -> Bool {
        for length in 1...3 where order.count > length {
            for start in 0...(order.count - length) {
                let (first, last) = (order[start], order[start + length - 1])
                let saved =
                    leg(at(start - 1), first) + leg(last, at(start + length)) - leg(at(start - 1), at(start + length))
                guard saved > 0, start >= leading || start + length <= leading else { continue }
                // Between the stops before and at `place`, which both lie outside the run.
                let places = start < leading ? 0...leading : leading...order.count
                for place in places where place < start || place > start + length {
                    let added = leg(at(place - 1), first) + leg(last, at(place)) - leg(at(place - 1), at(place))
                    guard added < saved else { continue }
                    var moved = order
                    let run = moved[start..<(start + length)]
                    if place < start {
                        moved.removeSubrange(start..<(start + length))
                        moved.insert(contentsOf: run, at: place)
                    } else {
                        moved.insert(contentsOf: run, at: place)
                        moved.removeSubrange(start..<(start + length))
                    }
                    if takeIfInTime(moved) { return true }
                }
            }
        }
        return false
    }
}
