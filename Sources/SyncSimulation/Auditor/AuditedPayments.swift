internal import FieldModel
internal import SyncCore

/// Payments of the lender's file, as the server said that it took them.
extension Auditor {
    struct LenderPayment {
        var amount: Int64
        var reference: String
        var day: CalendarDate
        /// The voucher of the field payment that a row named; empty without one.
        var posts = ""
        /// Somebody said that it is another payment than the one that it looks like.
        var isAlone = false
        var returnedDay: CalendarDate?
    }

    /// What the lender has told of and not taken back, in an order.
    func standing(_ account: AccountID) -> [LenderPayment] {
        (lenderPayments[account] ?? [:]).sorted { $0.key < $1.key }.map(\.value).filter { $0.returnedDay == nil }
    }

    mutating func take(_ row: ImportPayment, _ event: ServerEvent) {
        guard let day = row.effectiveDay else { return }
        let account = event.header.account
        let known = lenderPayments[account] ?? [:]
        if row.reverses.isEmpty {
            let id = known.first { $0.value.reference == row.externalReference }?.key ?? row.payment
            var told = known[id] ?? LenderPayment(amount: row.amount, reference: row.externalReference, day: day)
            if row.matches == ImportPayment.noMatch {
                (told.isAlone, told.posts) = (true, "")
            } else if !row.matches.isEmpty {
                told.posts = row.matches
            }
            lenderPayments[account, default: [:]][id] = told
        } else {
            let field = payments[account]?.first { $0.value.voucher == row.reverses }?.key
            let id = known.first { $0.value.reference == row.reverses }?.key ?? field
            for id in [id, id.flatMap { event.matches[$0] }].compactMap(\.self) { giveBack(id, of: account, on: day) }
        }
    }

    private mutating func giveBack(_ id: RecordID, of account: AccountID, on day: CalendarDate) {
        payments[account]?[id]?.isReversed = true
        let before = lenderPayments[account]?[id]?.returnedDay
        lenderPayments[account]?[id]?.returnedDay = before ?? day
    }
}

/// Money once: a payment of the field, one of the lender's, or both when the one posts the other.
struct MoneyUnit {
    var id: RecordID
    var amount: Int64
    /// When it was handed over: the sooner of the two.
    var at: Instant
    var day: CalendarDate
    var field: (at: Instant, day: CalendarDate)?
    var lenderDay: CalendarDate?
    var isReversed: Bool
    /// When the lender gave it back.
    var returnedDay: CalendarDate?

    /// Of an account's records; whether these are right is asked elsewhere (`MoneyConserved`).
    static func all(of payments: [(id: RecordID, value: Payment)], _ returned: [RecordID: CalendarDate]) -> [MoneyUnit]
    {
        let fields = Dictionary(payments.filter { !$0.value.fromLender }, uniquingKeysWith: { $1 })
        return payments.compactMap { id, payment in
            guard payment.fromLender else {
                return payment.match == nil
                    ? MoneyUnit(
                        id: id, amount: payment.amount, at: payment.effectiveAt, day: payment.effectiveDay,
                        field: (payment.effectiveAt, payment.effectiveDay), isReversed: payment.reversedBy != nil) : nil
            }
            var unit = MoneyUnit(
                id: id, amount: payment.amount, at: payment.effectiveAt, day: payment.effectiveDay,
                lenderDay: payment.effectiveDay, isReversed: payment.reversedBy != nil, returnedDay: returned[id])
            guard let field = payment.match.flatMap({ fields[$0] }), field.reversedBy == nil || unit.isReversed
            else { return unit }
            unit.at = min(unit.at, field.effectiveAt)
            unit.day = min(unit.day, field.effectiveDay)
            unit.field = (field.effectiveAt, field.effectiveDay)
            return unit
        }
    }

    /// What a balance of the lender does not know of it: it is lower by so much in truth.
    func missing(in balanceDay: CalendarDate, _ balanceAt: Instant? = nil) -> Int64 {
        let isToldLater = lenderDay.map { $0 > balanceDay } ?? false
        let isTakenLater = field.map { taken in balanceAt.map { taken.at > $0 } ?? (taken.day > balanceDay) } ?? false
        let isKnown = !isToldLater && !isTakenLater
        if !isReversed { return isKnown ? 0 : amount }
        let cameBackLater = returnedDay.map { $0 > balanceDay } ?? false
        return isKnown && cameBackLater ? -amount : 0
    }
}
