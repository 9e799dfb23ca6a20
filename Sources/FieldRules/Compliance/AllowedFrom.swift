import FieldModel

/// Finds the earliest second at which nothing blocks, by jumping from boundary to boundary.
///
/// A blocking rule blocks up to its next boundary, so the answer cannot lie before it; when each rule in turn is pushed
/// forward until none moves the clock any more, the clock stands at the earliest common moment.
struct AllowedFromSearch {
    let candidates: [Candidate]
    /// The act's moment in each zone.
    let moments: [Moment]
    let act: Act

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

    private var limit: Instant { act.at + Int64(AllowedFromSearch.mostDays) * 86_400_000 }

    /// When a rule that blocks the act now would, alone, let it pass.
    func alone(_ candidate: Candidate) -> End {
        pass(candidate, from: act.at, isBlocked: moments.count == 1)
    }

    /// When all rules would, those included that say nothing now. `known` has the end of each candidate that was
    /// searched alone: it blocks until there, so nothing before need be looked at again.
    func together(known: [End?]) -> End {
        var at = act.at
        // When each last let the act pass.
        var settled: [Instant?] = Array(repeating: nil, count: candidates.count)
        var isEnd = false
        while true {
            let before = at
            for index in candidates.indices where settled[index]?.milliseconds != at.milliseconds {
                switch pass(index, known[index], from: at) {
                case .found(let instant):
                    at = instant
                    settled[index] = instant
                case .never: return .never
                // Another rule may still say never, which tells more.
                case .calendarEnd: isEnd = true
                }
            }
            if isEnd { return .calendarEnd }
            if at.milliseconds == before.milliseconds { return .found(at) }
        }
    }

    private func pass(_ index: Int, _ known: End?, from start: Instant) -> End {
        switch known {
        case .found(let instant)? where start <= instant: .found(instant)
        case .never? where moments.count == 1: .never
        default: pass(candidates[index], from: start)
        }
    }

    private func pass(_ candidate: Candidate, from start: Instant, isBlocked: Bool = false) -> End {
        var at = start
        var index = 0
        var passed = 0
        var isBlocked = isBlocked
        // Each zone in turn, until all pass at the same moment.
        while passed < moments.count {
            let moment = moments[index].moved(to: at)
            if !isBlocked {
                guard let (word, reason) = candidate.rule.speak(moment), word.blocks else {
                    passed += 1
                    index = (index + 1) % moments.count
                    continue
                }
                if case .calendarEnds = reason { return .calendarEnd }
            }
            isBlocked = false
            guard let boundary = candidate.rule.nextRelease(moment) else { return .never }
            at = Instant(seconds: (boundary - 1).seconds + 1)
            passed = 0
            if at > limit { return .never }
        }
        return .found(at)
    }
}
