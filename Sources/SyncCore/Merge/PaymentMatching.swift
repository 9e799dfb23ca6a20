internal import FieldModel
internal import FieldRules

/// Pairs by `PaymentBook`, written down: the pair counts once, and a finding asks somebody to look where nothing but day
/// and amount speaks for it.
extension Draft {
    func lenderPayment(_ reference: String) -> PaymentBook.Found? { aggregate.paymentBook.lenderPayment(reference) }
    func fieldPayment(_ name: String) -> PaymentBook.Found? { aggregate.paymentBook.fieldPayment(name) }

    /// The end of a day that the lender names without an hour; of today as much as has passed.
    func lenderMoment(_ day: CalendarDate) -> Instant {
        context.zone.lenderMoment(day, now: context.now)
    }

    /// Finds the field payment that a payment of the lender posts. Rejects a name that is none.
    mutating func match(_ id: RecordID, named name: String) {
        follow { $0.pairing(ofLender: id, named: name) }
    }

    /// The same for a payment of the field that arrives after the lender's.
    mutating func matchLender(_ id: RecordID) {
        follow { $0.pairing(ofField: id) }
    }

    private mutating func follow(_ choose: (PaymentBook) -> PaymentBook.Pairing) {
        guard isSound else { return }
        var book = aggregate.paymentBook
        let pairing = choose(book)
        require(pairing != .unknown, .unknownPayment)
        guard isSound else { return }
        let change = book.follow(pairing)
        for id in change.changed.sorted() { if let payment = book[id] { set(payment, id) } }
        for id in change.parted { supersede(.suspectedDuplicate, id) }
        if case .pair(let lender, let field, let isSuspected) = pairing, change.changed.contains(lender) {
            say(lender, field, isSuspected)
        }
        for (lender, field) in change.regained { say(lender, field, false) }
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

    private mutating func supersede(_ code: FindingCode, _ record: RecordID) {
        for (id, finding) in aggregate.all(Finding.self)
        where finding.record == record && finding.code == code.rawValue && finding.status == "open" {
            var superseded = finding
            superseded.status = "superseded"
            set(superseded, id)
        }
    }
}

extension Zone {
    /// The end of a day that the lender names without an hour; of today as much as has passed.
    func lenderMoment(_ day: CalendarDate, now: Instant) -> Instant { min(startOfDay(day + 1) + -1, now.clamped) }
}
