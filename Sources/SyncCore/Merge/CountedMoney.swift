package import FieldModel
internal import FieldRules

/// A payment as it counts: of a pair the lender's, at the moment at which the field took the money.
struct CountedPayment {
    var id: RecordID
    var payment: Payment
    /// The payment of the field that it posts.
    var field: Payment?

    /// Nil where the payment counts as its other half.
    init?(_ id: RecordID, _ payment: Payment, other: Payment?) {
        if !payment.fromLender, other != nil { return nil }
        self.id = id
        self.payment = payment
        field = other.flatMap { $0.reversedBy == nil || payment.reversedBy != nil ? $0 : nil }
    }

    var effectiveAt: Instant { field.map { min($0.effectiveAt, payment.effectiveAt) } ?? payment.effectiveAt }
    var effectiveDay: CalendarDate { field.map { min($0.effectiveDay, payment.effectiveDay) } ?? payment.effectiveDay }

    func money(in zone: Zone) -> CountedMoney {
        let taken = field ?? (payment.fromLender ? nil : payment)
        let returnedAt = payment.fromLender && payment.reversedBy != nil ? payment.reversedAt : nil
        return CountedMoney(
            amount: payment.amount, effectiveAt: effectiveAt, effectiveDay: effectiveDay, fieldAt: taken?.effectiveAt,
            fieldDay: taken?.effectiveDay, lenderDay: payment.fromLender ? payment.effectiveDay : nil,
            isReversed: payment.reversedBy != nil, returnedDay: returnedAt.map { zone.localDate(at: $0) })
    }
}

/// Money as a balance of the lender's file sees it.
package struct CountedMoney: Hashable, Sendable {
    package var amount: Int64
    package var effectiveAt: Instant
    package var effectiveDay: CalendarDate
    /// When the field took it; nil where only the lender told of it.
    package var fieldAt: Instant?
    package var fieldDay: CalendarDate?
    /// The day that the lender's file names.
    package var lenderDay: CalendarDate?
    package var isReversed: Bool
    /// When the lender took it back.
    package var returnedDay: CalendarDate?

    /// Whether the lender's balance does not know of it yet.
    func isAfter(_ balance: LenderBalance) -> Bool {
        if let lenderDay, lenderDay > balance.asOfDay { return true }
        guard let fieldAt, let fieldDay else { return false }
        return balance.asOfAt.map { fieldAt > $0 } ?? (fieldDay > balance.asOfDay)
    }

    /// What it adds to what was collected since the balance, or takes away: money that the lender returned is in its
    /// balance still.
    func collected(since balance: LenderBalance) -> Int64 {
        let isLater = isAfter(balance)
        guard isReversed else { return isLater ? amount : 0 }
        return !isLater && returnedDay.map { $0 > balance.asOfDay } ?? false ? -amount : 0
    }
}

extension Sequence<CountedMoney> {
    /// Payments less reversals that a balance of the lender does not know of.
    func collected(since balance: LenderBalance) -> Int64 {
        reduce(0) { saturatingSum($0, $1.collected(since: balance)) }
    }
}

extension Aggregate {
    /// Each unit of money once, whether it still stands or was reversed.
    var countedPayments: [CountedPayment] {
        let payments = all(Payment.self)
        let byID = Dictionary(payments.map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
        return payments.compactMap { id, payment in
            CountedPayment(id, payment, other: payment.match.flatMap { byID[$0] })
        }
    }

    var paymentBook: PaymentBook {
        var book = PaymentBook()
        for (id, payment) in all(Payment.self) { book.set(payment, id) }
        return book
    }
}
