package import FieldModel

/// A payment of the lender's file, or the return of one.
package struct ImportPayment: Sendable, Hashable, Codable {
    package var payment: RecordID
    package var amount: Int64
    package var method: String
    /// The lender's name of it, unique in the account: importing it again changes nothing.
    package var externalReference: String
    package var effectiveDay: CalendarDate?
    /// The reference of the payment that it returns; empty for a payment.
    package var reverses: String
    /// Voucher or reference of the field payment that it posts; `none` says that it is another one.
    package var matches: String

    /// What `matches` says of a payment that only looks like one of the field.
    package static let noMatch = "none"

    package init(
        payment: RecordID, amount: Int64, method: String = "", externalReference: String = "",
        effectiveDay: CalendarDate? = nil, reverses: String = "", matches: String = ""
    ) {
        self.payment = payment
        self.amount = amount
        self.method = method
        self.externalReference = externalReference
        self.effectiveDay = effectiveDay
        self.reverses = reverses
        self.matches = matches
    }
}

extension ImportPayment: Decidable {
    func decide(_ draft: inout Draft) {
        draft.check(amount: amount)
        draft.check(text: externalReference, most: Limits.valueBytes, required: true)
        draft.check(text: method, most: Limits.valueBytes)
        draft.check(text: reverses, most: Limits.valueBytes)
        draft.check(text: matches, most: Limits.valueBytes)
        draft.check(day: effectiveDay)
        draft.require(effectiveDay != nil, .momentMissing)
        guard draft.isSound, let effectiveDay else { return }
        // Clocks differ by a day around the Earth.
        draft.require(effectiveDay <= draft.context.today + 1, .dayInFuture)
        guard draft.isSound else { return }
        if reverses.isEmpty { take(on: effectiveDay, &draft) } else { giveBack(on: effectiveDay, &draft) }
    }

    private func take(on day: CalendarDate, _ draft: inout Draft) {
        if let there = draft.lenderPayment(externalReference) {
            let same = there.value
            draft.require(
                same.amount == amount && same.effectiveDay == day && same.method == method, .referenceTaken)
            guard draft.isSound, !matches.isEmpty else { return }
            draft.match(there.id, named: matches)
        } else {
            let moment = draft.lenderMoment(day)
            let made = Payment(
                amount: amount, method: method, claimedAt: moment, effectiveAt: moment, effectiveDay: day,
                author: draft.author, fromLender: true, externalReference: externalReference)
            draft.create(made, payment)
            draft.match(payment, named: matches)
        }
        draft.recount()
        draft.judgePromises()
    }

    /// A payment comes back whole, with the field payment that it posted.
    private func giveBack(on day: CalendarDate, _ draft: inout Draft) {
        guard let returned = draft.lenderPayment(reverses) ?? draft.fieldPayment(reverses) else {
            return draft.reject(.unknownPayment)
        }
        if returned.value.reversedBy != nil {
            return draft.require(returned.value.reversalReference == externalReference, .alreadyReversed)
        }
        draft.require(returned.value.amount == amount, .amountDiffers)
        guard draft.isSound else { return }
        for id in [returned.id, returned.value.match].compactMap({ $0 }) {
            guard var payment = draft.aggregate[Payment.self, id], payment.reversedBy == nil else { continue }
            payment.reversedBy = draft.operation
            payment.reversedAt = draft.lenderMoment(day)
            payment.reversalReason = "returned_by_lender"
            payment.reversalReference = externalReference
            draft.set(payment, id)
        }
        draft.recount()
        draft.judgePromises(afterReversal: true)
    }
}
