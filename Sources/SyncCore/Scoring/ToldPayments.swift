internal import FieldModel

/// What operations told of an account's money: each unit counts once, as in the account's records.
///
/// Of a payment of the field and the one of the lender's file that posts it, the lender's counts at the moment at which the
/// field took the money; what the lender returns counts no more. After each operation `changes` says what is counted
/// otherwise than before it.
struct ToldPayments {
    private var payments: [RecordID: Payment] = [:]
    private var made: [OperationID: RecordID] = [:]
    private var counted: [RecordID: PaymentEvent] = [:]

    mutating func take(field id: RecordID, _ payment: Payment, by operation: OperationID) {
        guard payments[id] == nil else { return }
        payments[id] = payment
        made[operation] = id
        let lenders = payments.filter { $0.value.fromLender && $0.value.reversedBy == nil }
        let named = lenders.filter {
            payment.isNamed($0.value.externalReference) && ($0.value.match == nil || $0.value.matchSuspected)
        }
        if let found = payment.nearest(named.map { ($0.key, $0.value) }) {
            return pair(lender: found.id, field: id, isSuspected: false)
        }
        let like = lenders.filter { $0.value.match == nil && payment.isLike($0.value) }
        if let found = payment.nearest(like.map { ($0.key, $0.value) }) {
            pair(lender: found.id, field: id, isSuspected: true)
        }
    }

    /// A row of the lender's file: a payment, one that is named again, or the return of one.
    mutating func take(_ row: ImportPayment, _ payment: Payment, by operation: OperationID) {
        if !row.reverses.isEmpty { return giveBack(row.reverses, by: operation) }
        let id = payments.first { $0.value.fromLender && $0.value.externalReference == row.externalReference }?.key
        if id == nil { payments[row.payment] = payment }
        match(id ?? row.payment, named: row.matches)
    }

    mutating func reverse(_ id: RecordID, by operation: OperationID) { payments[id]?.reversedBy = operation }

    /// What that operation told is taken back.
    mutating func undo(_ operation: OperationID, by later: OperationID) {
        if let id = made[operation] { reverse(id, by: later) }
    }

    private mutating func giveBack(_ name: String, by operation: OperationID) {
        let found =
            payments.first { $0.value.fromLender && $0.value.externalReference == name }
            ?? payments.filter { !$0.value.fromLender && $0.value.isNamed(name) }.min { $0.key < $1.key }
        guard let found else { return }
        for id in [found.key, found.value.match].compactMap({ $0 }) { reverse(id, by: operation) }
    }

    private mutating func match(_ id: RecordID, named name: String) {
        guard let own = payments[id] else { return }
        if name == ImportPayment.noMatch { return part(id) }
        let free = payments.filter { _, other in
            !other.fromLender && other.reversedBy == nil
                && (other.match == nil || other.match == id || other.matchSuspected)
        }.map { (id: $0.key, value: $0.value) }
        let wanted = name.isEmpty ? own.externalReference : name
        if let found = own.nearest(free.filter { $0.value.isNamed(wanted) }) {
            return pair(lender: id, field: found.id, isSuspected: false)
        }
        guard name.isEmpty, own.match == nil else { return }
        if let found = own.nearest(free.filter { $0.value.match == nil && own.isLike($0.value) }) {
            pair(lender: id, field: found.id, isSuspected: true)
        }
    }

    private mutating func pair(lender: RecordID, field: RecordID, isSuspected: Bool) {
        for (id, other) in [(lender, field), (field, lender)] {
            if payments[id]?.match != other { part(id) }
            payments[id]?.match = other
            payments[id]?.matchSuspected = isSuspected
        }
    }

    private mutating func part(_ id: RecordID) {
        guard let other = payments[id]?.match else { return }
        for half in [id, other] {
            payments[half]?.match = nil
            payments[half]?.matchSuspected = false
        }
    }

    /// What counts otherwise than when this was asked last, in the order of ids.
    mutating func changes() -> [AccountEvent.What] {
        let now = counting()
        var changes: [AccountEvent.What] = []
        for id in Set(now.keys).union(counted.keys).sorted() where now[id] != counted[id] {
            if counted[id] != nil { changes.append(.paymentReversed(id)) }
            if let event = now[id] { changes.append(.paid(event)) }
        }
        counted = now
        return changes
    }

    private func counting() -> [RecordID: PaymentEvent] {
        var counting: [RecordID: PaymentEvent] = [:]
        for (id, payment) in payments where payment.reversedBy == nil {
            let other = payment.match.flatMap { payments[$0] }
            if !payment.fromLender, other?.reversedBy == nil, other != nil { continue }
            let field = other.flatMap { $0.reversedBy == nil ? $0 : nil }
            let (day, fieldDay) = (payment.effectiveDay, field?.effectiveDay ?? payment.effectiveDay)
            counting[id] = PaymentEvent(
                payment: id, amount: payment.amount,
                at: min(payment.effectiveAt, field?.effectiveAt ?? payment.effectiveAt), day: min(day, fieldDay),
                postedDay: max(day, fieldDay))
        }
        return counting
    }
}
