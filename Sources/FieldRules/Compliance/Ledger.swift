import FieldModel

/// A contact with its local date, in one zone.
struct LedgerEntry: Sendable {
    let fact: ContactFact
    let date: CalendarDate
    /// Made under a consent that takes calls out of Reg F's count.
    let underConsent: Bool
}

/// The history as one zone sees it: in order, each id once, with the local dates beside it. Entries are put together where
/// they are looked at, for most rules look at few.
final class Ledger: RandomAccessCollection, Sendable {
    let zone: Zone
    private let facts: [ContactFact]
    private let dates: [CalendarDate]
    /// The places of the calls that were made under a consent.
    private let free: [Bool]

    init(facts known: Facts, sorted history: [ContactFact], zone: Zone) {
        self.zone = zone
        facts = history
        var period = history.first.map { zone.period(at: $0.at) }
        var dates: [CalendarDate] = []
        dates.reserveCapacity(history.count)
        for index in history.indices {
            let at = history[index].at
            if period?.contains(at) != true { period = zone.period(at: at) }
            dates.append(CalendarDate(at, offsetSeconds: period!.offsetSeconds))
        }
        self.dates = dates
        guard known.consents.contains(where: { $0.channel == .call }) else {
            free = []
            return
        }
        free = history.indices.map { index in
            history[index].channel == .call
                && CallConsent.covers(history[index].at, dates[index], known, history, zone)
        }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { facts.count }

    subscript(index: Int) -> LedgerEntry {
        LedgerEntry(fact: facts[index], date: dates[index], underConsent: free.isEmpty ? false : free[index])
    }

    /// Where the entries begin of which one may be of `date` or later. In order of time the local date goes back only
    /// where a clock does, which is by less than three days.
    func firstIndex(since date: CalendarDate) -> Int {
        let cut = date - 3
        var index = dates.count
        while index > 0, dates[index - 1] >= cut { index -= 1 }
        return index
    }
}

extension Ledger {
    /// In order of time, then of content; of facts with one id the first stays.
    static func sorted(_ history: [ContactFact]) -> [ContactFact] {
        if isInOrder(history) { return history }
        var sorted = history
        sorted.sort { $0.precedes($1) }
        guard let repeated = firstRepeated(sorted) else { return sorted }
        var kept = Array(sorted[..<repeated])
        var names = Set(kept.compactMap(\.id))
        for fact in sorted[repeated...] {
            let isNew = fact.id.map { $0 == .nil_ || names.insert($0).inserted } ?? true
            if isNew { kept.append(fact) }
        }
        return kept
    }

    /// Whether facts are in order of time and their ids grow with it, as those of a store mostly do: then each stands once.
    private static func isInOrder(_ history: [ContactFact]) -> Bool {
        var (at, name) = (Int64.min, Identifier.nil_)
        for fact in history {
            guard fact.at.milliseconds > at else { return false }
            at = fact.at.milliseconds
            guard let id = fact.id, !id.isNil else { continue }
            guard name < id else { return false }
            name = id
        }
        return true
    }

    /// Where the first fact stands whose id an earlier one has. Places are found by the low bits of the id, which are
    /// random already, and a table of small numbers on the stack costs less than a set.
    private static func firstRepeated(_ facts: [ContactFact]) -> Int? {
        var size = 4
        while size < facts.count * 2 { size *= 2 }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { slots in
            slots.initialize(repeating: -1)
            for index in facts.indices {
                guard let id = facts[index].id, id.high | id.low != 0 else { continue }
                var slot = Int(truncatingIfNeeded: id.low ^ id.high) & (size - 1)
                while slots[slot] >= 0 {
                    if facts[Int(slots[slot])].hasName(of: facts[index]) { return index }
                    slot = (slot + 1) & (size - 1)
                }
                slots[slot] = Int32(truncatingIfNeeded: index)
            }
            return nil
        }
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

    /// Whether both have the same id. The nil identifier names nothing.
    fileprivate func hasName(of other: ContactFact) -> Bool {
        guard let id, let name = other.id else { return false }
        return id.high == name.high && id.low == name.low && id.high | id.low != 0
    }

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
            purpose.rawValue, (sameDebt ? 0 : 1) + (sameCreditor ? 0 : 2),
        ]
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
