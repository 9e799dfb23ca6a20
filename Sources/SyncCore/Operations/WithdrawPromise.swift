package import FieldModel

/// Takes a promise back, by its author, a supervisor or the branch; only an open one can be.
package struct WithdrawPromise: Sendable, Hashable, Codable {
    package var promise: RecordID
    package var reason: String
    /// The revision its author saw.
    package var baseRevision: Int

    package init(promise: RecordID, reason: String = "", baseRevision: Int) {
        self.promise = promise
        self.reason = reason
        self.baseRevision = baseRevision
    }
}

extension WithdrawPromise: Decidable {
    func decide(_ draft: inout Draft) {
        guard let before = draft.existing(PromiseToPay.self, promise) else { return }
        draft.require(draft.isAuthor(before.author, or: .supervisor, .branch), .notPermitted)
        draft.check(text: reason, most: Limits.reasonBytes)
        guard draft.isSound else { return }
        draft.withdraw(promise, before, reason: reason, baseRevision: baseRevision)
    }
}
