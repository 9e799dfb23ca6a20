package import FieldModel

/// Takes back an operation of one's own and does another in its place, both or neither.
package struct ReplaceOperation: Sendable, Hashable, Codable {
    package var operation: OperationID
    /// Not itself a replacement or a withdrawal. What it creates needs new ids.
    package var intent: Intent

    package init(operation: OperationID, intent: Intent) {
        self.operation = operation
        self.intent = intent
    }
}

extension ReplaceOperation: Decidable {
    func decide(_ draft: inout Draft) {
        switch intent {
        case .replaceOperation, .withdrawOperation: return draft.reject(.nestedReplacement)
        case .unknown: return draft.hold(.unsupported)
        default: break
        }
        draft.require(Permissions.allow(intent, draft.context.actor), .notPermitted)
        draft.undo(operation, reason: "", for: intent)
        guard draft.isSound, let decidable = intent.decidable else { return }
        decidable.decide(&draft)
    }
}
