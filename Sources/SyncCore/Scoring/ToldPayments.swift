internal import FieldModel
internal import FieldRules

/// What operations told of an account's money: each unit counts once, as in the account's records, by `PaymentBook`.
///
/// After each operation `changes` says what is counted otherwise than before it.
struct ToldPayments {
    private let zone: Zone
    private var book = PaymentBook()
    private var made: [OperationID: RecordID] = [:]
    private var counted: [RecordID: CountedMoney] = [:]
    private var touched: Set<RecordID> = []

    init(zone: Zone) { self.zone = zone }

    mutating func take(field id: RecordID, _ payment: Payment, by operation: OperationID) {
        guard book[id] == nil else { return }
        set(payment, id)
        made[operation] = id
        follow(book.pairing(ofField: id))
    }

    /// A row of the lender's file: a payment, one that is named again, or the return of one.
    mutating func take(_ row: ImportPayment, _ payment: Payment, by operation: OperationID) {
        if !row.reverses.isEmpty { return giveBack(row.reverses, by: operation, at: payment.effectiveAt) }
        guard let there = book.lenderPayment(row.externalReference) else {
            set(payment, row.payment)
            return follow(book.pairing(ofLender: row.payment, named: row.matches))
        }
        if !row.matches.isEmpty { follow(book.pairing(ofLender: there.id, named: row.matches)) }
    }

    mutating func reverse(_ id: RecordID, by operation: OperationID, at: Instant) {
        guard var payment = book[id], payment.reversedBy == nil else { return }
        (payment.reversedBy, payment.reversedAt) = (operation, at)
        set(payment, id)
    }

    /// What that operation told is taken back.
    mutating func undo(_ operation: OperationID, by later: OperationID, at: Instant) {
        if let id = made[operation] { reverse(id, by: later, at: at) }
    }

    private mutating func giveBack(_ name: String, by operation: OperationID, at: Instant) {
        guard let found = book.lenderPayment(name) ?? book.fieldPayment(name) else { return }
        for id in [found.id, found.value.match].compactMap({ $0 }) { reverse(id, by: operation, at: at) }
    }

    private mutating func set(_ payment: Payment, _ id: RecordID) {
        book.set(payment, id)
        touched.insert(id)
        if let other = payment.match { touched.insert(other) }
    }

    private mutating func follow(_ pairing: PaymentBook.Pairing) { touched.formUnion(book.follow(pairing).changed) }

    /// What counts otherwise than when this was asked last, in the order of ids.
    mutating func changes() -> [AccountEvent.What] {
        var changes: [AccountEvent.What] = []
        for id in touched.sorted() {
            let now = money(id)
            guard now != counted[id] else { continue }
            if counted.removeValue(forKey: id) != nil { changes.append(.paymentReversed(id)) }
            guard let now else { continue }
            counted[id] = now
            changes.append(.paid(PaymentEvent(payment: id, money: now)))
        }
        touched.removeAll(keepingCapacity: true)
        return changes
    }

    /// Nil where it counts as its other half, and where it was a mistake of the field.
    private func money(_ id: RecordID) -> CountedMoney? {
        guard let payment = book[id],
            let counted = CountedPayment(id, payment, other: payment.match.flatMap { book[$0] })
        else { return nil }
        let money = counted.money(in: zone)
        return money.isReversed && money.returnedDay == nil ? nil : money
    }
}
