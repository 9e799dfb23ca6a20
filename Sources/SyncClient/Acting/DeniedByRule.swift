internal import FieldModel
internal import FieldRules
internal import SyncCore

/// A planned act that a rule refuses: what the person is told, and what is remembered.
struct DeniedByRule: Error {
    let account: AccountID
    /// Nil for an act that nobody need know was asked for.
    let check: CheckMade?
    let failure: ClientFailure

    init(_ act: PlannedAct, _ outcome: Outcome, _ rules: ActiveRules?, _ zone: Zone, at now: Instant) {
        account = act.account
        check = CheckMade(act.intent, outcome, at: now)
        let spoken = outcome.verdicts.first { $0.rule == outcome.rule }
        let citation = rules?.citations([outcome.rule])[outcome.rule] ?? ""
        let from = spoken?.allowedFrom.map { zone.rfc3339($0) } ?? "-"
        failure = ClientFailure(
            outcome.reason,
            "The rule “\(outcome.rule)” does not allow this" + (citation.isEmpty ? "." : " (\(citation))."),
            hint: "Allowed from: \(from).", status: .deniedByRule)
    }
}
