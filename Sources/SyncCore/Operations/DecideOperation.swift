package import FieldModel

/// Ends the waiting of a held operation; what became of it is a `Decision`.
package struct DecideOperation: Sendable, Hashable, Codable {
    package var operation: OperationID
    package var device: DeviceID
    package var granted: Bool
    package var reason: String
    /// Who said yes before, where two must.
    package var firstApprovalBy: PersonID?

    package init(
        operation: OperationID, device: DeviceID, granted: Bool, reason: String = "",
        firstApprovalBy: PersonID? = nil
    ) {
        self.operation = operation
        self.device = device
        self.granted = granted
        self.reason = reason
        self.firstApprovalBy = firstApprovalBy
    }
}

extension DecideOperation: Decidable {
    /// A no is always possible, whatever is left of the operation; a yes needs what it says.
    func decide(_ draft: inout Draft) {
        draft.check(text: reason, most: Limits.reasonBytes)
        draft.require(draft.context.outcomes(operation) == .held, .notHeld)
        guard draft.isSound else { return }
        guard let held = draft.context.intentOf(operation), held.header.device == device else {
            return draft.reject(.unknownOperation)
        }
        guard granted else {
            let code = reason.isEmpty ? ReasonCode.denied.rawValue : reason
            return draft.decide(operation, of: device, by: held.header.author, Outcome(state: .refused, reason: code))
        }
        if held.withdrawnBy != nil {
            return draft.decide(operation, of: device, by: held.header.author, Outcome(state: .withdrawn))
        }
        switch held.body {
        case .missing: draft.reject(.bodyMissing)
        case .unknownKind: draft.reject(.bodyNewer)
        case .malformed: draft.reject(.bodyUnreadable)
        case .intent(.decideOperation): draft.reject(.malformed)
        case .intent(let intent):
            let outcome = Reducer.decide(
                &draft.aggregate, intent, draft.context.standing(in: held, after: firstApprovalBy))
            draft.require(outcome.state.isFinal, .stillHeld)
            draft.decide(operation, of: device, by: held.header.author, outcome)
        }
    }
}
