package import FieldModel

/// Takes back an operation of one's own: without effect when it has not been sent, else what can be undone.
package struct WithdrawOperation: Sendable, Hashable, Codable {
    package var operation: OperationID
    package var reason: String

    package init(operation: OperationID, reason: String = "") {
        self.operation = operation
        self.reason = reason
    }
}

extension WithdrawOperation: Decidable {
    func decide(_ draft: inout Draft) {
        draft.check(text: reason, most: Limits.reasonBytes)
        draft.undo(operation, reason: reason)
    }
}
