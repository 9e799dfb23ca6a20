import FieldModel

/// What stays as given while the clock moves; shared, so that a moment is a few words.
final class Frozen: Sendable {
    let facts: Facts
    let act: Act
    let ledger: Ledger

    init(facts: Facts, act: Act, ledger: Ledger) {
        self.facts = facts
        self.act = act
        self.ledger = ledger
    }
}

/// One act put at one moment of one zone: what a rule looks at. The search for `allowed_from` moves only `at`.
struct Moment: Sendable {
    private let frozen: Frozen
    let at: Instant
    /// The stretch of the zone's time that `at` lies in.
    let period: ZonePeriod
    let local: CivilTime

    init(_ frozen: Frozen, at: Instant) {
        self.init(frozen, at: at, frozen.ledger.zone.period(at: at))
    }

    private init(_ frozen: Frozen, at: Instant, _ period: ZonePeriod) {
        self.frozen = frozen
        self.at = at
        self.period = period
        local = CivilTime(at, offsetSeconds: period.offsetSeconds)
    }

    func moved(to instant: Instant) -> Moment {
        if instant.milliseconds == at.milliseconds { return self }
        return period.contains(instant) ? Moment(frozen, at: instant, period) : Moment(frozen, at: instant)
    }

    // Inlined, so that asking for one fact does not copy all of them.
    @inline(__always) var facts: Facts { frozen.facts }
    @inline(__always) var act: Act { frozen.act }
    @inline(__always) var ledger: Ledger { frozen.ledger }
    var zone: Zone { frozen.ledger.zone }
    @inline(__always) var date: CalendarDate { local.date }

    /// Whether an entry is at or before the act. Of one moment the smaller id is first, and the act is not its own
    /// past. What is only planned comes after all that is known of its moment, whatever it is called.
    func isPast(_ entry: LedgerEntry) -> Bool {
        if let own = act.id, let id = entry.fact.id {
            if own == id { return false }
            if act.result != nil, entry.fact.at == at { return id < own }
        }
        return entry.fact.at <= at
    }

    func flag(_ kind: FlagKind) -> Bool { facts.flags.contains { $0.kind == kind && $0.holds(at: at) } }

    func consent(_ channel: Channel, _ scope: ConsentScope = .contact) -> Bool {
        facts.consents.contains { $0.channel == channel && $0.scope == scope && $0.holds(at: at) }
    }
}

/// The act's moment in each zone that applies: nearly always in one.
struct Moments: Sendable {
    let first: Moment
    let others: [Moment]

    var at: Instant { first.at }
    var areOne: Bool { others.isEmpty }
    var count: Int { others.count + 1 }
    subscript(index: Int) -> Moment { index == 0 ? first : others[index - 1] }

    func moved(to instant: Instant) -> Moments {
        Moments(first: first.moved(to: instant), others: areOne ? [] : others.map { $0.moved(to: instant) })
    }
}

extension Moment {
    /// The earliest of `candidates` that is after this moment.
    func next(_ candidates: Instant?...) -> Instant? { next(candidates) }

    func next(_ candidates: [Instant?]) -> Instant? {
        var best: Instant?
        for case let candidate? in candidates where candidate > at && (best.map { candidate < $0 } ?? true) {
            best = candidate
        }
        return best
    }

    /// The sooner of two, of those that are after this moment.
    func sooner(_ a: Instant?, _ b: Instant?) -> Instant? {
        guard let a, a > at else { return b.flatMap { $0 > at ? $0 : nil } }
        guard let b, b > at else { return a }
        return b.milliseconds < a.milliseconds ? b : a
    }

    func startOfDay(_ date: CalendarDate) -> Instant {
        period.onlyInstant(date, second: 0) ?? zone.startOfDay(date)
    }

    /// The start of a day, when it is after this moment: a day that has begun on the wall clock needs no look-up.
    func comingStart(of date: CalendarDate) -> Instant? {
        guard date > self.date else { return nil }
        let start = startOfDay(date)
        return start > at ? start : nil
    }

    /// When the clock of the zone is next put forward or back.
    var nextOffset: Instant { Instant(seconds: period.end) }
    var nextDay: Instant { startOfDay(date + 1) }

    /// When a consent of `channel` begins or ends next.
    func nextConsentChange(_ channel: Channel) -> Instant? {
        next(facts.consents.filter { $0.channel == channel }.flatMap { [$0.givenAt, $0.endedAt] })
    }

    func nextFlagChange(_ kind: FlagKind) -> Instant? {
        next(facts.flags.filter { $0.kind == kind }.map(\.since))
    }

    /// When the next fact of the history, later than this moment, becomes past.
    var nextFact: Instant? {
        var found: Instant?
        for index in ledger.indices.reversed() {
            let fact = ledger[index].fact.at
            guard fact > at else { break }
            found = fact
        }
        return found
    }
}
