import FieldModel

/// Finds the earliest second at which nothing blocks, by jumping from boundary to boundary.
///
/// A blocking rule blocks up to its next boundary, so the answer cannot lie before it; when each rule in turn is pushed
/// forward until none moves the clock any more, the clock stands at the earliest common moment.
struct AllowedFromSearch {
    private let moments: Moments
    private let limit: Instant

    init(_ moments: Moments) {
        self.moments = moments
        limit = moments.at + Int64(AllowedFromSearch.mostDays) * 86_400_000
    }

    /// The search gives up after so many days.
    static let mostDays = 400

    enum End {
        case found(Instant)
        case never
        case calendarEnd

        var instant: Instant? {
            if case .found(let instant) = self { return instant }
            return nil
        }

        var reason: Verdict.NoDate? {
            switch self {
            case .found: nil
            case .never: .never
            case .calendarEnd: .calendarEnd
            }
        }
    }

    /// When a rule that blocks the act now would, alone, let it pass.
    func alone(_ candidate: Candidate) -> End { pass(candidate, from: moments, isBlocked: moments.areOne) }

    /// When all rules would, those included that say nothing now. Each blocks until its own end, so nothing before the last
    /// of them need be looked at again.
    func together(_ candidates: [Candidate]) -> End {
        var here = moments.moved(to: latest(candidates))
        var isEnd = false
        var index = 0
        // Each in turn, until all let the act pass at the same moment.
        var passed = 0
        while passed < candidates.count {
            switch end(candidates[index], here) {
            case .found(let instant) where instant == here.at: passed += 1
            case .found(let instant):
                here = here.moved(to: instant)
                passed = 1
            case .never: return .never
            // Another rule may still say never, which tells more.
            case .calendarEnd:
                isEnd = true
                passed = 0
            }
            index += 1
            guard index == candidates.count else { continue }
            if isEnd { return .calendarEnd }
            index = 0
        }
        return .found(here.at)
    }

    private func end(_ candidate: Candidate, _ here: Moments) -> End {
        switch candidate.end {
        case .found(let instant) where here.at <= instant: .found(instant)
        case .never where moments.areOne: .never
        default: pass(candidate, from: here, isBlocked: false)
        }
    }

    /// No moment before the last of the ends can be the one; where a calendar ends, all are looked at from the act on.
    private func latest(_ candidates: [Candidate]) -> Instant {
        var latest = moments.at
        for index in candidates.indices {
            switch candidates[index].end {
            case .found(let instant): if instant > latest { latest = instant }
            case .never: break
            case .calendarEnd: return moments.at
            }
        }
        return latest
    }

    /// When a rule first lets the act pass at `start` or later.
    private func pass(_ candidate: Candidate, from start: Moments, isBlocked: Bool) -> End {
        var at = start.at
        var index = 0
        var passed = 0
        var isBlocked = isBlocked
        // Each zone in turn, until all pass at the same moment.
        while passed < start.count {
            let moment = start[index].moved(to: at)
            if !isBlocked {
                guard let said = candidate.speak(moment), said.word.blocks else {
                    passed += 1
                    index = (index + 1) % start.count
                    continue
                }
                if case .calendarEnds = said.reason { return .calendarEnd }
            }
            isBlocked = false
            guard let boundary = candidate.nextRelease(moment) else { return .never }
            at = Instant(seconds: (boundary - 1).seconds + 1)
            passed = 0
            if at > limit { return .never }
        }
        return .found(at)
    }
}
