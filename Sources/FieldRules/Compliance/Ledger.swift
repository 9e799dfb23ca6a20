import FieldModel

/// A contact with its local date, in one zone.
struct LedgerEntry: Sendable {
    let fact: ContactFact
    let date: CalendarDate
    /// Made under a consent that takes calls out of Reg F's count.
    let underConsent: Bool
}

/// The history as one zone sees it: in order, each id once, dates worked out once for all rules.
struct Ledger: Sendable {
    let zone: Zone
    let entries: [LedgerEntry]

    init(facts: Facts, sorted history: [ContactFact], zone: Zone) {
        self.zone = zone
        var entries: [LedgerEntry] = []
        entries.reserveCapacity(history.count)
        var period: ZonePeriod?
        for fact in history {
            if period?.contains(fact.at) != true { period = zone.period(at: fact.at) }
            let date = CalendarDate(fact.at, offsetSeconds: period!.offsetSeconds)
            let free = fact.channel == .call && CallConsent.covers(fact.at, date, facts, history, zone)
            entries.append(LedgerEntry(fact: fact, date: date, underConsent: free))
        }
        self.entries = entries
    }

    /// Where the entries begin of which one may be of `date` or later. In order of time the local date goes back only
    /// where a clock does, which is by less than three days.
    func firstIndex(since date: CalendarDate) -> Int {
        let cut = date.daysSince1970 - 3
        var index = entries.count
        while index > 0, entries[index - 1].date.daysSince1970 >= cut { index -= 1 }
        return index
    }

    /// In order of time, then of content; of facts with one id the first stays.
    static func sorted(_ history: [ContactFact]) -> [ContactFact] {
        var sorted = history
        // What a store loads is in order already, and each id once.
        let isInOrder = history.indices.dropFirst().allSatisfy {
            history[$0 - 1].at.milliseconds < history[$0].at.milliseconds || !history[$0].precedes(history[$0 - 1])
        }
        if !isInOrder { sorted.sort { $0.precedes($1) } }
        var seen = IdentifierSet(capacity: sorted.count)
        let repeated = sorted.firstIndex { fact in fact.id.map { !seen.insert($0) } ?? false }
        guard let repeated else { return sorted }
        var kept = Array(sorted[..<repeated])
        for fact in sorted[(repeated + 1)...] where fact.id.map({ seen.insert($0) }) ?? true { kept.append(fact) }
        return kept
    }
}

/// Finds repeated ids without the cost of a seeded hash: the low bits of a name are random already.
private struct IdentifierSet {
    private var slots: [Identifier]
    private let mask: Int

    init(capacity: Int) {
        var size = 4
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: .nil_, count: size)
        mask = size - 1
    }

    /// False when it was there. The nil identifier names nothing and is never found.
    mutating func insert(_ id: Identifier) -> Bool {
        if id.high | id.low == 0 { return true }
        var index = Int(truncatingIfNeeded: id.low ^ id.high) & mask
        while slots[index].high | slots[index].low != 0 {
            if slots[index].high == id.high, slots[index].low == id.low { return false }
            index = (index + 1) & mask
        }
        slots[index] = id
        return true
    }
}

/// Reg F, 12 CFR 1006.14(b)(3)(i): calls within seven days after direct prior consent are not counted.
enum CallConsent {
    static let days = 7

    /// Whether a call at `instant` is under a consent to calls: its day is day 1, and it ends at revocation or at
    /// the next telephone conversation.
    static func covers(
        _ instant: Instant, _ date: CalendarDate, _ facts: Facts, _ history: some Sequence<ContactFact>, _ zone: Zone
    ) -> Bool {
        facts.consents.contains { consent in
            consent.channel == .call && consent.scope == .contact && consent.holds(at: instant)
                && date - zone.localDate(at: consent.givenAt) < days
                && !history.contains {
                    $0.isTelephoneConversation && $0.at > consent.givenAt && $0.at < instant
                }
        }
    }
}

extension CalendarDate {
    /// What a wall clock `offsetSeconds` east of UTC shows at `instant`.
    fileprivate init(_ instant: Instant, offsetSeconds: Int32) {
        let local = instant.milliseconds &+ Int64(offsetSeconds) &* 1000
        let day = (local < 0 ? local &- 86_399_999 : local) / 86_400_000
        self.init(daysSince1970: Int32(clamping: day))
    }
}

extension ContactFact {
    var isTelephoneConversation: Bool { channel == .call && result == .conversation }

    fileprivate func precedes(_ other: ContactFact) -> Bool {
        if at.milliseconds != other.at.milliseconds { return at.milliseconds < other.at.milliseconds }
        if id != other.id { return (id ?? .nil_) < (other.id ?? .nil_) }
        return order != other.order ? order < other.order : times < other.times
    }

    /// All that makes two facts of one moment differ, a byte each.
    private var order: UInt64 {
        let bytes: [UInt8] = [
            channel.rawValue, direction.rawValue, result.rawValue, person.rawValue,
            place.map { $0.rawValue + 1 } ?? UInt8(0),
            purpose.rawValue, sameDebt ? 0 : 1,
        ]
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
