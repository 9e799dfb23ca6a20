package import FieldModel
package import FieldRules

/// An offer as the matrix of settlement authority sees it: with the offers that stand beside it.
package struct SettlementCheck: Sendable {
    package let own: Forgiveness
    /// With what stands already: limits are over all offers that have not run out.
    package let total: Forgiveness
    package let rows: [SettlementRow]
    /// `pack@version` of the rows.
    package let matrix: String
    private let bucket: String
    private let product: ProductKind

    /// Nil when a cell that something is to be forgiven of is not known.
    package init?(
        _ offer: ProposeSettlement, _ aggregate: Aggregate, _ rules: ActiveRules, zone: Zone, edges: [Int],
        on day: CalendarDate
    ) {
        guard let id = aggregate.account, let account = aggregate[Account.self, id],
            let own = Self.forgiveness(offer, account), let found = AccountCase(aggregate, zone: zone)
        else { return nil }
        self.own = own
        var total = own
        for (other, standing) in aggregate.all(SettlementOffer.self)
        where other != offer.offer && standing.state == "offered" && (standing.payByDay.map { $0 >= day } ?? true) {
            total.principalPercent += standing.principalPercent
            total.interestPercent += standing.interestPercent
            total.feesPercent += standing.feesPercent
            total.amount = saturatingSum(total.amount, standing.forgiven)
        }
        self.total = total
        (rows, matrix) = rules.settlement(for: found.jurisdictions, on: day)
        let edges = edges.isEmpty ? AgingBucket.defaultEdges : edges
        bucket = account.agingBucket(asOf: day, edges: edges).label
        product = ProductKind(word: account.product.lowercased()) ?? .consumer
    }

    package func isWithin(_ role: String) -> Bool {
        total.isWithin(SettlementRow.deciding(rows, role: role, bucket: bucket, product: product))
    }

    /// Percent of each cell as it stands now, rounded down.
    private static func forgiveness(_ offer: ProposeSettlement, _ account: Account) -> Forgiveness? {
        var amount: Int64 = 0
        for (percent, cell) in [
            (offer.principalPercent, account.principal), (offer.interestPercent, account.interest),
            (offer.feesPercent, account.fees),
        ] where percent > 0 {
            guard let cell, cell >= 0, cell <= Money.mostMinor else { return nil }
            amount = saturatingSum(amount, cell / 100 * Int64(percent) + cell % 100 * Int64(percent) / 100)
        }
        return Forgiveness(
            principalPercent: offer.principalPercent, interestPercent: offer.interestPercent,
            feesPercent: offer.feesPercent, amount: amount)
    }
}

extension Draft {
    /// A changed balance or bucket ends the offers that were made on the old one.
    mutating func voidOffers(before: Account, after: Account) {
        let edges = context.settings.agingEdges.isEmpty ? AgingBucket.defaultEdges : context.settings.agingEdges
        let today = context.today
        let isSame =
            before.lenderBalance == after.lenderBalance
            && before.agingBucket(asOf: today, edges: edges) == after.agingBucket(asOf: today, edges: edges)
        if isSame { return }
        for (id, offer) in aggregate.all(SettlementOffer.self) where offer.state == "offered" {
            var void = offer
            void.state = "void"
            set(void, id)
        }
    }
}
