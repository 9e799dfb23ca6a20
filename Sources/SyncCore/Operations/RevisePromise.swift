package import FieldModel

/// New terms for a promise that is open, by its author, a supervisor or the branch.
package struct RevisePromise: Sendable, Hashable, Codable {
    package var promise: RecordID
    package var instalments: [Instalment]
    package var currency: String
    /// The revision its author saw.
    package var baseRevision: Int

    package init(promise: RecordID, instalments: [Instalment], currency: String, baseRevision: Int) {
        self.promise = promise
        self.instalments = instalments
        self.currency = currency
        self.baseRevision = baseRevision
    }
}

extension RevisePromise: Decidable {
    func decide(_ draft: inout Draft) {
        guard let account = draft.account, let before = draft.existing(PromiseToPay.self, promise) else { return }
        draft.require(draft.isAuthor(before.author, or: .supervisor, .branch), .notPermitted)
        draft.require(currency == account.currency.code, .otherCurrency)
        draft.check(terms: instalments, kept: before.instalments)
        guard draft.isSound else { return }
        draft.revise(promise, before, to: instalments, baseRevision: baseRevision)
    }
}
