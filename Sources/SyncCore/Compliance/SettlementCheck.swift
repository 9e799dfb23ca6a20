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
    package let bucket: String
    /// What is owed now, field payments applied, what is forgiven of it, and the rest, in the waterfall's order.
    package let owed: [OwedCell]
    package let forgiven: [OwedCell]
    package let split: [OwedCell]
    package let isAssumedPastDue: Bool
    package let waterfall: String
    private let product: ProductKind

    /// Nil when a cell that something is to be forgiven of is not known.
    package init?(
        _ offer: ProposeSettlement, _ aggregate: Aggregate, _ rules: ActiveRules, zone: Zone, edges: [Int],
        on day: CalendarDate
    ) {
        guard let id = aggregate.account, let account = aggregate[Account.self, id],
            let found = AccountCase(aggregate, zone: zone)
        else { return nil }
        product = ProductKind(word: account.product.lowercased()) ?? .consumer
        let order = rules.waterfall(for: found.jurisdictions, product, on: day)
        let (cells, isAssumed) = account.owedCells
        guard Self.knows(offer, cells, account) else { return nil }
        owed = order.apply(account.collectedSince, to: cells)
        let forgiven = Self.forgiven(offer, owed)
        self.forgiven = order.ordered(forgiven)
        split = order.ordered(owed + forgiven.map { OwedCell(status: $0.status, part: $0.part, amount: -$0.amount) })
        (isAssumedPastDue, waterfall) = (isAssumed, order.version)
        own = Forgiveness(
            principalPercent: offer.principalPercent, interestPercent: offer.interestPercent,
            feesPercent: offer.feesPercent, amount: forgiven.reduce(0) { saturatingSum($0, $1.amount) })
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
    }

    package func isWithin(_ role: String) -> Bool { total.isWithin(row(role)) }

    /// The row that says what a role may do.
    package func row(_ role: String) -> SettlementRow? {
        SettlementRow.deciding(rows, role: role, bucket: bucket, product: product)
    }

    /// Nothing is forgiven of a part of which nothing is known.
    private static func knows(_ offer: ProposeSettlement, _ cells: [OwedCell], _ account: Account) -> Bool {
        guard cells.allSatisfy({ $0.amount >= 0 && $0.amount <= Money.mostMinor }) else { return false }
        let parts = [
            ("principal", offer.principalPercent, account.principal),
            ("interest", offer.interestPercent, account.interest),
            ("fees", offer.feesPercent, account.fees),
        ]
        return parts.allSatisfy { part, percent, amount in
            percent == 0 || amount != nil || cells.contains { $0.part == part }
        }
    }

    /// Percent of each cell as it stands now, rounded down.
    private static func forgiven(_ offer: ProposeSettlement, _ cells: [OwedCell]) -> [OwedCell] {
        let percents = [
            "principal": offer.principalPercent, "interest": offer.interestPercent, "fees": offer.feesPercent,
        ]
        return cells.compactMap { cell in
            let percent = Int64(percents[cell.part] ?? 0)
            let amount = cell.amount / 100 * percent + cell.amount % 100 * percent / 100
            return amount == 0 ? nil : OwedCell(status: cell.status, part: cell.part, amount: amount)
        }
    }
}

extension Draft {
    /// A changed balance or bucket ends the offers that were made on the old one.
    mutating func voidOffers(before: Account, after: Account) {
        let edges = context.settings.agingEdges.isEmpty ? AgingBucket.defaultEdges : context.settings.agingEdges
        let today = context.today
        let hasBalance = before.lenderBalance == after.lenderBalance
        let isSame =
            hasBalance && before.agingBucket(asOf: today, edges: edges) == after.agingBucket(asOf: today, edges: edges)
        if isSame { return }
        for (id, offer) in aggregate.all(SettlementOffer.self) where offer.state == "offered" {
            var void = offer
            (void.state, void.voidReason) = ("void", hasBalance ? "bucket_changed" : "balance_changed")
            set(void, id)
        }
    }
}
