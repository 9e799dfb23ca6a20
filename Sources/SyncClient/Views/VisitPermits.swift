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
}
