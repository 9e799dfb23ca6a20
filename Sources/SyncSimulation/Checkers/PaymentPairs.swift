internal import FieldModel
internal import SyncCore

/// Which payment of the lender posts which of the field: by what they are called, or because they look alike, and then
/// somebody is asked to look.
///
/// Says what must be true of pairs and not how they are found.
enum PaymentPairs {
    static func violation(
        _ aggregate: Aggregate, _ payments: [(id: RecordID, value: Payment)], _ known: [RecordID: Auditor.PaymentFact],
        _ told: [RecordID: Auditor.LenderPayment]
    ) -> String? {
        let byID = Dictionary(payments.map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
        for (id, payment) in payments {
            if let fact = told[id], let wrong = place(of: id, payment, fact) { return wrong }
            guard let match = payment.match else { continue }
            guard let other = byID[match], other.match == id, other.fromLender != payment.fromLender,
                other.matchSuspected == payment.matchSuspected
            else { return "payment \(id.ending) posts \(match.ending), which does not know of it" }
            guard let fact = told[id] else { continue }
            let isNamed = [fact.reference, fact.posts].contains { !$0.isEmpty && $0 == other.voucher }
            guard payment.matchSuspected else {
                if isNamed { continue }
                return "payment \(id.ending) posts \(match.ending), which it does not name"
            }
            let days = abs(payment.effectiveDay - other.effectiveDay)
            if payment.amount != other.amount || days > 3 {
                return "payment \(id.ending) does not look like \(match.ending)"
            }
            let isTold = aggregate.all(Finding.self).contains { _, finding in
                finding.record == id && finding.code == FindingCode.suspectedDuplicate.rawValue
                    && finding.status == "open"
            }
            if !isTold { return "nobody is asked whether payment \(id.ending) posts \(match.ending)" }
        }
        return unposted(payments, told)
    }

    private static func place(of id: RecordID, _ payment: Payment, _ fact: Auditor.LenderPayment) -> String? {
        if payment.fromLender, payment.externalReference == fact.reference, payment.effectiveDay == fact.day {
            return nil
        }
        return "payment \(id.ending) is not as the lender told"
    }

    /// Both stand and the one names the other: they are one.
    private static func unposted(
        _ payments: [(id: RecordID, value: Payment)], _ told: [RecordID: Auditor.LenderPayment]
    ) -> String? {
        let fields = payments.filter { !$0.value.fromLender && $0.value.reversedBy == nil && !$0.value.voucher.isEmpty }
        for (id, payment) in payments where payment.reversedBy == nil && payment.match == nil {
            guard let fact = told[id], !fact.isAlone else { continue }
            let name = fact.posts.isEmpty ? fact.reference : fact.posts
            guard let named = fields.first(where: { $0.value.voucher == name }) else { continue }
            // Another that named it first has it.
            if let taken = named.value.match, told[taken].map({ names($0, named.value) }) ?? false { continue }
            return "payment \(id.ending) and \(named.id.ending), which it names, count both"
        }
        return nil
    }

    private static func names(_ fact: Auditor.LenderPayment, _ field: Payment) -> Bool {
        fact.reference == field.voucher || fact.posts == field.voucher
    }
}

extension Auditor {
    /// The account's money, each unit once.
    func money(_ account: AccountID, _ aggregate: Aggregate) -> [MoneyUnit] {
        let told = lenderPayments[account] ?? [:]
        return MoneyUnit.all(of: aggregate.all(Payment.self), told.compactMapValues(\.returnedDay))
    }
}
