internal import FieldModel

/// An account's payments, and which of the lender's file posts which of the field, so that no money is counted twice.
///
/// The lender's reference is compared with voucher and reference of the field's payments. Where none is named, one of
/// the same amount within a few days is suspected to be the same money. The pair may meet in either order, because a
/// laptop may come home after the lender's file. Decisions and facts pair by this alone. Payments are found by name and
/// by likeness, so that a whole history is paired in one pass.
struct PaymentBook {
    /// Days by which two payments of one amount may lie apart and still look like one.
    static let similarDays = 3

    typealias Found = (id: RecordID, value: Payment)

    /// What is to be done with a payment.
    enum Pairing: Hashable {
        case leave
        case pair(lender: RecordID, field: RecordID, isSuspected: Bool)
        case part(RecordID)
        /// It names one that is not there.
        case unknown
    }

    private var payments: [RecordID: Payment] = [:]
    private var lenders: [String: Set<RecordID>] = [:]
    private var fields: [String: Set<RecordID>] = [:]
    /// Of those that stand and have no pair.
    private var alone: [Likeness: Set<RecordID>] = [:]

    private struct Likeness: Hashable {
        var fromLender: Bool
        var amount: Int64
        var day: CalendarDate

        init(_ payment: Payment, on day: CalendarDate) {
            fromLender = payment.fromLender
            amount = payment.amount
            self.day = day
        }
    }

    subscript(id: RecordID) -> Payment? { payments[id] }

    mutating func set(_ payment: Payment, _ id: RecordID) {
        if let old = payments.updateValue(payment, forKey: id) {
            guard old != payment else { return }
            index(old) { $0.remove(id) }
        }
        index(payment) { $0.insert(id) }
    }

    private mutating func index(_ payment: Payment, _ change: (inout Set<RecordID>) -> Void) {
        if payment.fromLender {
            change(&lenders[payment.externalReference, default: []])
        } else {
            for name in payment.names { change(&fields[name, default: []]) }
        }
        guard payment.match == nil, payment.reversedBy == nil else { return }
        change(&alone[Likeness(payment, on: payment.effectiveDay), default: []])
    }
}

extension PaymentBook {
    func lenderPayment(_ reference: String) -> Found? { first(lenders[reference]) }

    /// A payment of the field by voucher or reference.
    func fieldPayment(_ name: String) -> Found? { first(fields[name]) }

    private func first(_ ids: Set<RecordID>?) -> Found? { ids?.min().flatMap(found) }

    private func found(_ id: RecordID) -> Found? { payments[id].map { (id, $0) } }

    /// Which field payment a payment of the lender posts: the one that the row names, else by reference, else by likeness.
    func pairing(ofLender id: RecordID, named name: String) -> Pairing {
        guard let own = payments[id] else { return .leave }
        if name == ImportPayment.noMatch { return own.match == nil ? .leave : .part(id) }
        let named = (fields[name.isEmpty ? own.externalReference : name] ?? []).compactMap(found).filter { _, other in
            other.reversedBy == nil && (other.match == nil || other.match == id || other.matchSuspected)
        }
        if let found = own.nearest(named) { return .pair(lender: id, field: found.id, isSuspected: false) }
        guard name.isEmpty else { return .unknown }
        guard own.match == nil, let found = own.nearest(like(own)) else { return .leave }
        return .pair(lender: id, field: found.id, isSuspected: true)
    }

    /// The same for a payment of the field that arrives after the lender's.
    func pairing(ofField id: RecordID) -> Pairing {
        guard let own = payments[id], own.match == nil, own.reversedBy == nil else { return .leave }
        let named = own.names.reduce(into: Set()) { $0.formUnion(lenders[$1] ?? []) }.compactMap(found).filter {
            $0.value.reversedBy == nil && ($0.value.match == nil || $0.value.matchSuspected)
        }
        if let found = own.nearest(named) { return .pair(lender: found.id, field: id, isSuspected: false) }
        guard let found = own.nearest(like(own)) else { return .leave }
        return .pair(lender: found.id, field: id, isSuspected: true)
    }

    /// Of the other side, without a pair, of the same amount and about the same day.
    private func like(_ own: Payment) -> [Found] {
        (-Self.similarDays...Self.similarDays).flatMap { days -> [Found] in
            var wanted = Likeness(own, on: own.effectiveDay + days)
            wanted.fromLender.toggle()
            return (alone[wanted] ?? []).compactMap(found)
        }
    }
}

extension PaymentBook {
    /// What following a pairing changed, whose pair it took apart, and which pairs stand instead.
    struct Change {
        var changed: Set<RecordID> = []
        var parted: [RecordID] = []
        var regained: [(lender: RecordID, field: RecordID)] = []
    }

    mutating func follow(_ pairing: Pairing) -> Change {
        var change = Change()
        switch pairing {
        case .leave, .unknown: break
        case .part(let id): part(id, &change)
        case .pair(let lender, let field, let isSuspected):
            for (id, other) in [(lender, field), (field, lender)] {
                guard let own = payments[id] else { return change }
                if own.match == other, own.matchSuspected == isSuspected { continue }
                if own.match != other { part(id, &change) }
                guard var paired = payments[id] else { return change }
                (paired.match, paired.matchSuspected) = (other, isSuspected)
                set(paired, id)
                change.changed.insert(id)
            }
        }
        for id in change.parted { regain(id, &change) }
        return change
    }

    /// A field payment that lost its pair is posted by another of the lender that names it and came too late for it.
    private mutating func regain(_ field: RecordID, _ change: inout Change) {
        guard var own = payments[field], !own.fromLender, own.match == nil, own.reversedBy == nil else { return }
        let named = own.names.reduce(into: Set()) { $0.formUnion(lenders[$1] ?? []) }
            .subtracting(change.parted).compactMap(found)
            .filter { $0.value.reversedBy == nil && $0.value.match == nil }
        guard let rival = own.nearest(named) else { return }
        let lender = rival.id
        var other = rival.value
        (own.match, own.matchSuspected) = (lender, false)
        (other.match, other.matchSuspected) = (field, false)
        set(own, field)
        set(other, lender)
        change.changed.formUnion([field, lender])
        change.regained.append((lender, field))
    }

    private mutating func part(_ id: RecordID, _ change: inout Change) {
        guard let other = payments[id]?.match else { return }
        for half in [id, other] {
            guard var single = payments[half] else { continue }
            (single.match, single.matchSuspected) = (nil, false)
            set(single, half)
            change.changed.insert(half)
            change.parted.append(half)
        }
    }
}

extension Payment {
    /// What a payment of the field is called by.
    fileprivate var names: [String] {
        let both = voucher == reference ? [voucher] : [voucher, reference]
        return both.filter { !$0.isEmpty }
    }

    /// Of several the one of the same amount, then of the nearest day.
    fileprivate func nearest(_ found: [PaymentBook.Found]) -> PaymentBook.Found? {
        found.min { a, b in
            (a.value.amount == amount ? 0 : 1, abs(a.value.effectiveDay - effectiveDay), a.id)
                < (b.value.amount == amount ? 0 : 1, abs(b.value.effectiveDay - effectiveDay), b.id)
        }
    }
}
