package import FieldModel

/// What letters are filled with from an account's records.
package enum LetterValues {
    /// Those that can only be the account's own, whoever writes the letter.
    package static func fixed(_ aggregate: Aggregate) -> [String: String] {
        guard let id = aggregate.account, let account = aggregate[Account.self, id] else { return [:] }
        var values = [
            "account_number": account.number, "creditor": account.creditor, "currency": account.currency.code,
        ]
        if let debtor = aggregate.all(Debtor.self).first { values["debtor_name"] = debtor.value.name }
        if let offer = standingOffer(aggregate) { SettlementWords.add(offer, account, &values) }
        return values.filter { !$0.value.isEmpty }
    }

    /// The offer that an agreement is about: the newest that stands.
    private static func standingOffer(_ aggregate: Aggregate) -> SettlementOffer? {
        aggregate.all(SettlementOffer.self).last { $0.value.state == "offered" || $0.value.state == "signed" }?.value
    }

    /// With the amounts and dates of `day`, and words of the letter's language.
    package static func all(
        _ aggregate: Aggregate, on day: CalendarDate, language: String
    ) -> [String: String] {
        var values = fixed(aggregate)
        guard let id = aggregate.account, let account = aggregate[Account.self, id] else { return values }
        func amount(_ minor: Int64?) -> String? { minor.map { account.money($0).text } }
        values["product"] = ProductWords.text(account.product, language: language)
        values["balance"] = amount(account.shownBalance)
        values["past_due"] = amount(account.pastDue)
        values["principal"] = amount(account.principal)
        values["interest"] = amount(account.interest)
        values["fees"] = amount(account.fees)
        values["penalty"] = amount(account.penalty)
        values["days_past_due"] = "\(account.daysPastDue(asOf: day))"
        values["due_date"] = account.dueDay.map { "\($0)" }
        values["date"] = "\(day)"
        let points = aggregate.all(ContactPoint.self).map(\.value).filter { $0.removedBy == nil }
        let address = points.first { $0.kind == .address }
        values["address"] = address.map { point in
            [point.value, point.postalCode, point.city, point.state].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        return values
    }
}

extension Letter {
    /// When it was posted or handed over first; what came back counts as sent, and what was delivered too.
    package var sentAt: Instant? { deliveries.filter { $0.how != "returned" }.map(\.at).min() }
}
