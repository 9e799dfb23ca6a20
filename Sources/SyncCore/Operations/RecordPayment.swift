package import FieldModel

/// Money that was handed over. A fact, also above what is owed.
package struct RecordPayment: Sendable, Hashable, Codable {
    package var payment: RecordID
    package var amount: Int64
    package var currency: String
    package var method: String
    package var reference: String
    /// What the device's clock said.
    package var claimedAt: Instant?
    package var voucher: String

    package init(
        payment: RecordID, amount: Int64, currency: String, method: String, reference: String = "",
        claimedAt: Instant? = nil, voucher: String = ""
    ) {
        self.payment = payment
        self.amount = amount
        self.currency = currency
        self.method = method
        self.reference = reference
        self.claimedAt = claimedAt
        self.voucher = voucher
    }
}

extension RecordPayment: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        guard let account = draft.account else { return }
        draft.check(amount: amount)
        draft.require(currency == account.currency.code, .otherCurrency)
        draft.check(word: method, in: Vocabulary.paymentMethods)
        draft.check(text: reference, most: Limits.valueBytes)
        draft.check(text: voucher, most: Limits.valueBytes)
        draft.check(moment: claimedAt)
        guard draft.isSound else { return }
        let context = draft.context
        let claimed = claimedAt ?? context.writtenAt
        let effective = context.effective(claimed)
        let made = Payment(
            amount: amount, method: method, reference: reference, claimedAt: claimed, effectiveAt: effective,
            effectiveDay: context.day(of: effective), author: draft.author, voucher: voucher,
            clockSuspect: context.clockSuspect)
        guard !draft.isRepeat(of: made, payment) else { return }
        draft.create(made, payment)
        draft.judge(made, payment, owed: account.stillOwed)
        draft.matchLender(payment)
        draft.recount()
        draft.judgePromises()
    }
}
