internal import FieldModel
internal import FieldRules
internal import SyncCore

/// When each debtor may be visited, by the rules that the branch has activated: asked only of accounts that a list
/// comes to.
struct VisitPermits {
    struct Permit {
        var word: VerdictWord
        var rule: String?
        var from: Instant?
        var zone: Zone
    }

    private let context: ViewContext
    private let rules: ActiveRules?
    private var known: [AccountID: Permit] = [:]
    private var cases: [AccountID: (state: AccountState, account: AccountCase)?] = [:]

    init(_ context: ViewContext) throws {
        self.context = context
        rules = try context.reading.activeRules(context.parts)
    }

    /// Nil where no rule was asked.
    subscript(account: AccountID) -> Permit? { known[account] }

    /// Whether there is a moment left on `day` at which a visit is allowed; without rules always.
    mutating func allows(_ account: AccountID, on day: CalendarDate) throws -> Bool {
        guard let rules, let (state, found) = try context.ruleCase(account) else { return true }
        let at = max(context.now, state.zone.startOfDay(day))
        let judged = JudgedAct(Act(at: at, channel: .visit))
        // Who has no unit yet may still get one; who stands behind another holder does not today.
        let holder = AllowanceHolder(context.identity.person, .client)
        let isElsewhere = rules.allowance(for: judged, found, by: holder)?.heldBy != nil
        let verdict = rules.verdict(on: judged, found, by: isElsewhere ? holder : nil)
        known[account] = Permit(
            word: verdict.word, rule: verdict.rule, from: verdict.allowedFrom, zone: state.zone)
        guard verdict.word.blocks else { return true }
        return verdict.allowedFrom.map { state.zone.localDate(at: $0) <= day } ?? false
    }

    /// Whether a visit may begin at `at`, for a plan that runs from `start` to `end`.
    mutating func permit(_ account: AccountID, at: Instant, start: Instant, end: Instant) throws -> PlanPermit {
        guard let rules else { return .allowed }
        if cases[account] == nil { cases[account] = .some(try context.ruleCase(account)) }
        guard let found = cases[account] ?? nil else { return .allowed }
        func verdict(_ moment: Instant) -> FieldRules.Verdict {
            rules.verdict(on: JudgedAct(Act(at: moment, channel: .visit)), found.account)
        }
        let now = verdict(at)
        known[account] = Permit(word: now.word, rule: now.rule, from: now.allowedFrom, zone: found.state.zone)
        guard now.word.blocks else { return .allowed }
        if let from = now.allowedFrom, from <= end { return .from(Self.seconds(from - start, roundingUp: true)) }
        guard at > start, !verdict(start).word.blocks else { return .notToday }
        // Allowed at the start and no more at `at`: the last minute between the two, by halving.
        var (allowed, blocked) = (Int64(0), Int64(Self.seconds(at - start, roundingUp: false)))
        while blocked - allowed > 60 {
            let middle = (allowed + blocked) / 2
            if verdict(start + middle * 1_000).word.blocks { blocked = middle } else { allowed = middle }
        }
        return .upTo(Int(allowed))
    }

    private static func seconds(_ milliseconds: Int64, roundingUp: Bool) -> Int {
        Int(clamping: (milliseconds + (roundingUp ? 999 : 0)) / 1_000)
    }
}
