internal import FieldModel
internal import FieldRules

/// Which payment of the lender's file posts which payment of the field, so that no money is counted twice.
///
/// The lender's reference is compared with voucher and reference of the field's payments. Where none is named, one of the
/// same amount within a few days is suspected to be the same money: the pair counts once, and a finding asks somebody to
/// look. The pair may meet in either order, because a laptop may come home after the lender's file.
extension Draft {
    /// Days by which two payments of one amount may lie apart and still look like one.
    static let similarDays = 3

    typealias FoundPayment = (id: RecordID, value: Payment)

    func lenderPayment(_ reference: String) -> FoundPayment? {
        aggregate.all(Payment.self).first { $0.value.fromLender && $0.value.externalReference == reference }
    }

    /// A payment of the field by voucher or reference.
    func fieldPayment(_ name: String) -> FoundPayment? {
        aggregate.all(Payment.self).first { !$0.value.fromLender && $0.value.isNamed(name) }
    }

    /// The end of a day that the lender names without an hour; of today as much as has passed.
    func lenderMoment(_ day: CalendarDate) -> Instant {
        min(context.zone.startOfDay(day + 1) + -1, context.now.clamped)
    }

    /// Finds the field payment that a payment of the lender posts: the one that the row names, else by reference, else by
    /// likeness. Rejects a name that is none.
    mutating func match(_ id: RecordID, named name: String) {
        guard isSound, let own = aggregate[Payment.self, id] else { return }
        if name == ImportPayment.noMatch { return part(id, own) }
        let free = aggregate.all(Payment.self).filter { other in
            !other.value.fromLender && other.value.reversedBy == nil
                && (other.value.match == nil || other.value.match == id || other.value.matchSuspected)
        }
        let wanted = name.isEmpty ? own.externalReference : name
        if let found = own.nearest(free.filter { $0.value.isNamed(wanted) }) {
            return pair(lender: id, field: found.id, isSuspected: false)
        }
        require(name.isEmpty, .unknownPayment)
        guard isSound, own.match == nil else { return }
        if let found = own.nearest(free.filter { $0.value.match == nil && own.isLike($0.value) }) {
            pair(lender: id, field: found.id, isSuspected: true)
        }
    }

    /// The same for a payment of the field that arrives after the lender's.
    mutating func matchLender(_ id: RecordID) {
        guard isSound, let own = aggregate[Payment.self, id], own.match == nil, own.reversedBy == nil else { return }
        let lenders = aggregate.all(Payment.self).filter { $0.value.fromLender && $0.value.reversedBy == nil }
        let named = lenders.filter {
            own.isNamed($0.value.externalReference) && ($0.value.match == nil || $0.value.matchSuspected)
        }
        if let found = own.nearest(named) { return pair(lender: found.id, field: id, isSuspected: false) }
        if let found = own.nearest(lenders.filter { $0.value.match == nil && own.isLike($0.value) }) {
            pair(lender: found.id, field: id, isSuspected: true)
        }
    }

    private mutating func pair(lender: RecordID, field: RecordID, isSuspected: Bool) {
        for (id, other) in [(lender, field), (field, lender)] {
            guard let own = aggregate[Payment.self, id] else { return }
            if own.match == other, own.matchSuspected == isSuspected { continue }
            if own.match != other { part(id, own) }
            guard var paired = aggregate[Payment.self, id] else { return }
            (paired.match, paired.matchSuspected) = (other, isSuspected)
            set(paired, id)
            if id == lender { say(lender, field, isSuspected) }
        }
    }

    private mutating func say(_ lender: RecordID, _ field: RecordID, _ isSuspected: Bool) {
        supersede(.suspectedDuplicate, lender)
        guard let own = aggregate[Payment.self, lender], let other = aggregate[Payment.self, field] else { return }
        let facts = [
            Attribute(key: "external_reference", value: own.externalReference),
            Attribute(key: "voucher", value: other.voucher), Attribute(key: "amount", value: "\(own.amount)"),
            Attribute(key: "field_amount", value: "\(other.amount)"),
        ]
        if isSuspected {
            find(.suspectedDuplicate, .payment, lender, facts: facts)
        } else if own.amount != other.amount {
            find(.paymentDiffers, .payment, lender, facts: facts)
        }
    }

    /// Takes a pair apart.
    private mutating func part(_ id: RecordID, _ own: Payment) {
        guard let other = own.match else { return }
        for half in [id, other] {
            guard var alone = aggregate[Payment.self, half] else { continue }
            (alone.match, alone.matchSuspected) = (nil, false)
            set(alone, half)
            supersede(.suspectedDuplicate, half)
        }
    }

    private mutating func supersede(_ code: FindingCode, _ record: RecordID) {
        for (id, finding) in aggregate.all(Finding.self)
        where finding.record == record && finding.code == code.rawValue && finding.status == "open" {
            var superseded = finding
            superseded.status = "superseded"
            set(superseded, id)
        }
    }
}

extension Payment {
    func isNamed(_ name: String) -> Bool { !name.isEmpty && (voucher == name || reference == name) }

    func isLike(_ other: Payment) -> Bool {
        amount == other.amount && abs(effectiveDay - other.effectiveDay) <= Draft.similarDays
    }

    /// Of several the one of the same amount, then of the nearest day.
    func nearest(_ found: [Draft.FoundPayment]) -> Draft.FoundPayment? {
        found.min { a, b in
            (a.value.amount == amount ? 0 : 1, abs(a.value.effectiveDay - effectiveDay), a.id)
                < (b.value.amount == amount ? 0 : 1, abs(b.value.effectiveDay - effectiveDay), b.id)
        }
    }
}

/// A payment as it counts: of a pair the lender's, at the moment at which the field took the money.
struct CountedPayment {
    var id: RecordID
    var payment: Payment
    /// The payment of the field that it posts.
    var field: Payment?

    var effectiveAt: Instant { field.map { min($0.effectiveAt, payment.effectiveAt) } ?? payment.effectiveAt }
    var effectiveDay: CalendarDate { field.map { min($0.effectiveDay, payment.effectiveDay) } ?? payment.effectiveDay }

    /// Whether the lender's balance does not know of it yet.
    func isAfter(_ balance: LenderBalance) -> Bool {
        let ofField = [field, payment.fromLender ? nil : payment].compactMap { $0 }.contains { own in
            balance.asOfAt.map { own.effectiveAt > $0 } ?? (own.effectiveDay > balance.asOfDay)
        }
        return ofField || (payment.fromLender && payment.effectiveDay > balance.asOfDay)
    }
}

extension Aggregate {
    /// Each unit of money once, whether it still stands or was reversed.
    var countedPayments: [CountedPayment] {
        let payments = all(Payment.self)
        let byID = Dictionary(payments.map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
        return payments.compactMap { id, payment in
            let other = payment.match.flatMap { byID[$0] }
            if !payment.fromLender, other != nil { return nil }
            let field = other.flatMap { $0.reversedBy == nil || payment.reversedBy != nil ? $0 : nil }
            return CountedPayment(id: id, payment: payment, field: field)
        }
    }
}
