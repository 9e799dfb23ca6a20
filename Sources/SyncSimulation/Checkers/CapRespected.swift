internal import FieldModel

/// `cap-respected`: what holders were granted and did never exceeds the cap, however many of them are away at once.
///
/// Counts by days since 1970 alone and shares nothing with the rules' evaluator. Only contacts that were planned, and
/// made on the day that they were planned for, count: what somebody does otherwise is a finding, and no grant can
/// prevent it.
struct CapRespected {
    struct Made: Hashable {
        var account: AccountID
        var channel: String
        /// By the clock of whoever made it.
        var at: Instant
        /// Local day of the contact, since 1970.
        var day: Int
        var hasReached: Bool
    }

    private(set) var made: [Made] = []

    /// Local time is six hours behind all year.
    static func day(of moment: Instant) -> Int { Int((moment.milliseconds - 21_600_000) / 86_400_000) }

    mutating func note(_ contact: Made) { made.append(contact) }

    /// The first cap that was exceeded, in words; nil when none was.
    func violation() -> String? {
        let calls = Dictionary(grouping: made.filter { $0.channel == "call" }, by: \.account)
        for (account, contacts) in calls.sorted(by: { $0.key < $1.key }) {
            if let violation = violation(calls: contacts, of: account) { return violation }
        }
        // The first day of 1970 was a Thursday.
        let weeks = Dictionary(grouping: made.filter { $0.channel == "sms" }) { ($0.day + 3) / 7 }
        if let week = weeks.filter({ $0.value.count > 3 }).keys.min() {
            return "\(weeks[week]?.count ?? 0) texts in week \(week)"
        }
        let days = Dictionary(grouping: made.filter { $0.channel == "visit" && $0.hasReached }, by: \.day)
        if let day = days.filter({ $0.value.count > 1 }).keys.min() {
            return "\(days[day]?.count ?? 0) conversations on day \(day)"
        }
        return nil
    }

    private func violation(calls: [Made], of account: AccountID) -> String? {
        for call in calls {
            let within = calls.count { $0.day > call.day - 7 && $0.day <= call.day }
            if within > 2 { return "\(within) calls of \(account) in the 7 days to \(call.day)" }
            let isQuiet = calls.contains { $0.hasReached && $0.at < call.at && call.day - $0.day < 3 }
            if isQuiet { return "a call of \(account) on the quiet day \(call.day)" }
        }
        return nil
    }
}
