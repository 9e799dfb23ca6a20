package import FieldModel

/// The only place where operations become records: the client when a person acts and when it rebases, the server on
/// admission, and jobs.
package enum Reducer {
    /// Decides one operation. The records that it writes are in `aggregate.changed`; a refused, held or withdrawn
    /// operation leaves the aggregate as it was. The same arguments give the same records and outcome everywhere.
    package static func decide(
        _ aggregate: inout Aggregate, _ intent: Intent, _ context: DecisionContext
    ) -> Outcome {
        if context.withdrawnBy != nil { return Outcome(state: .withdrawn) }
        if let rejection = obstacle(to: intent, aggregate, context) { return rejection.outcome }
        guard let decidable = intent.decidable else { return Rejection(code: .unsupported, isHeld: true).outcome }
        var draft = Draft(aggregate: aggregate, context: context)
        decidable.decide(&draft)
        if !context.accountWasHeld { draft.findOutsideScope() }
        draft.judge(intent)
        draft.settleDuties()
        if let rejection = draft.rejection {
            var outcome = rejection.outcome
            (outcome.verdicts, outcome.packs) = (draft.verdicts, draft.packs)
            return outcome
        }
        aggregate = draft.aggregate
        return draft.outcome
    }

    /// What stands against an operation whatever it says.
    private static func obstacle(
        to intent: Intent, _ aggregate: Aggregate, _ context: DecisionContext
    ) -> Rejection? {
        let header = context.header
        guard header.kind == intent.kind, header.dependsOn.count <= Limits.dependsOn,
            !header.dependsOn.contains(header.id)
        else { return Rejection(code: .malformed) }
        guard Permissions.allow(intent, context.actor) else { return Rejection(code: .notPermitted) }
        if let rejection = dependency(of: intent, context) { return rejection }
        switch intent {
        case .importAccount, .writeDocument, .unknown: return nil
        default: break
        }
        guard let account = aggregate.account, aggregate.contains(RecordKey(kind: .account, id: account)) else {
            return Rejection(code: .unknownAccount)
        }
        guard aggregate[Account.self, account] != nil else { return Rejection(code: .unsupported, isHeld: true) }
        guard context.accountWasHeld || context.actor.isSystem || intent.isFact else {
            return Rejection(code: .outsideScope)
        }
        return nil
    }

    private static func dependency(of intent: Intent, _ context: DecisionContext) -> Rejection? {
        var waits = false
        for operation in context.header.dependsOn {
            switch context.outcomes(operation) {
            case .refused, .withdrawn:
                if !intent.isFact { return Rejection(code: .dependsOnRefused) }
            case .held, nil: waits = true
            case .applied, .merged, .conflicted: break
            }
        }
        return waits ? Rejection(code: .dependsOn, isHeld: true) : nil
    }
}
