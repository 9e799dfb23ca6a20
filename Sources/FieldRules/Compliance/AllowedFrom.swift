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

    /// When the rule alone would let the act pass.
    func alone(_ candidate: Candidate) -> End { pass(candidate, from: act.at) }

    /// When all rules would, those included that say nothing now.
    func together() -> End {
        var at = act.at
        var isEnd = false
        while true {
            let before = at
            for candidate in candidates {
                switch pass(candidate, from: at) {
                case .found(let instant): at = instant
                case .never: return .never
                // Another rule may still say never, which tells more.
                case .calendarEnd: isEnd = true
                }
            }
            if isEnd { return .calendarEnd }
            if at == before { return .found(at) }
        }
    }

    private func pass(_ candidate: Candidate, from start: Instant) -> End {
        var at = start
        var index = 0
        var passed = 0
        // Each zone in turn, until all pass at the same moment.
        while passed < moments.count {
            let moment = moments[index].moved(to: at)
            guard let (word, reason) = candidate.rule.speak(moment), word.blocks else {
                passed += 1
                index = (index + 1) % moments.count
                continue
            }
            if case .calendarEnds = reason { return .calendarEnd }
            guard let boundary = candidate.rule.nextBoundary(moment) else { return .never }
            at = Instant(seconds: (boundary - 1).seconds + 1)
            passed = 0
            if at > limit { return .never }
        }
        return .found(at)
    }
}
