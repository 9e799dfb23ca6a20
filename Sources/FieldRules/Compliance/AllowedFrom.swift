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
    func alone(_ candidate: Candidate) -> End { pass(candidate, from: moments, isBlocked: moments.count == 1) }

    /// When all rules would, those included that say nothing now. `known` is the end of each candidate alone: it blocks
    /// until there, so nothing before need be looked at again.
    func together(known: [End]) -> End {
        var at = latest(known)
        var here = moments
        for place in here.indices { here[place] = here[place].moved(to: at) }
        // When each last let the act pass.
        var settled = known.map { if case .found(let instant) = $0 { instant } else { act.at - 1 } }
        var isEnd = false
        while true {
            let before = at
            for index in known.indices where settled[index].milliseconds != at.milliseconds {
                let end: End
                switch known[index] {
                case .found(let instant) where at <= instant: end = .found(instant)
                case .never where moments.count == 1: end = .never
                default: end = pass(candidates[index], from: here, isBlocked: false)
                }
                switch end {
                case .found(let instant):
                    if instant.milliseconds != at.milliseconds {
                        at = instant
                        for place in here.indices { here[place] = here[place].moved(to: at) }
                    }
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

    /// No moment before the last of the ends can be the one; where a calendar ends, all are looked at from the act on.
    private func latest(_ known: [End]) -> Instant {
        var latest = act.at
        for end in known {
            switch end {
            case .found(let instant): latest = max(latest, instant)
            case .never: break
            case .calendarEnd: return act.at
            }
        }
        return latest
    }

    /// When a rule first lets the act pass at `start`, which has a moment for each zone, or later.
    private func pass(_ candidate: Candidate, from start: [Moment], isBlocked: Bool) -> End {
        var at = start[0].at
        var index = 0
        var passed = 0
        var isBlocked = isBlocked
        // Each zone in turn, until all pass at the same moment.
        while passed < start.count {
            let moment = start[index].moved(to: at)
            if !isBlocked {
                guard let (word, reason) = candidate.speak(moment), word.blocks else {
                    passed += 1
                    index = (index + 1) % start.count
                    continue
                }
                if case .calendarEnds = reason { return .calendarEnd }
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
