package import FieldModel

/// A debtor's promise to pay, in one instalment or several.
package struct MakePromise: Sendable, Hashable, Codable {
    package var promise: RecordID
    package var instalments: [Instalment]
    package var currency: String

    package init(promise: RecordID, instalments: [Instalment], currency: String) {
        self.promise = promise
        self.instalments = instalments
        self.currency = currency
    }
}

extension MakePromise: Decidable {
    func decide(_ draft: inout Draft) {
        guard let account = draft.account else { return }
        draft.require(!account.closed, .accountClosed)
        draft.require(currency == account.currency.code, .otherCurrency)
        draft.check(terms: instalments, kept: [])
        let rule = draft.promiseRule
        let made = PromiseToPay(
            instalments: instalments, author: draft.author, madeAt: draft.context.actedAt, graceDays: rule.graceDays,
            thresholdPercent: rule.thresholdPercent,
            events: [PromiseEvent(state: .open, at: draft.context.actedAt, operation: draft.operation)],
            movedDeadlines: rule.movedDeadlines(instalments))
        guard draft.isSound, !draft.isRepeat(of: made, promise) else { return }
        let open = draft.aggregate.all(PromiseToPay.self).filter { $0.value.state == .open }
        draft.require(open.count < rule.mostOpen, .tooManyOpenPromises)
        draft.create(made, promise)
        draft.judgePromises()
    }
}
