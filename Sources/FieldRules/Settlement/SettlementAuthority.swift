package import FieldModel

/// What somebody of a role may forgive, by bucket and product: a row of a pack's `settlement`.
///
/// The most specific row counts: one that names bucket and product before one that names either, and the bucket before
/// the product. No row means that nothing may be forgiven.
package struct SettlementRow: Sendable, Hashable {
    package let role: String
    /// As buckets are labelled, `31-60`; nil is any.
    package let bucket: String?
    package let product: ProductKind?
    /// Most percent of each cell, over all offers that stand.
    package let principalPercent: Int
    package let interestPercent: Int
    package let feesPercent: Int
    /// Most that may be forgiven in all, in minor units; nil is without such a limit.
    package let mostForgiven: Int64?
    /// How long an offer may stand at most; nil leaves it to the promise rule's horizon.
    package let validDays: Int?
    /// Whether what this role may forgive needs another person all the same.
    package let secondApprover: Bool

    static func read(_ fields: inout FieldReader) throws(RuleFailure) -> SettlementRow {
        SettlementRow(
            role: try fields.text("role"), bucket: try fields.optionalText("bucket"),
            product: try fields.optionalWord("product"), principalPercent: try fields.integer("principal", 0...100),
            interestPercent: try fields.integer("interest", 0...100), feesPercent: try fields.integer("fees", 0...100),
            mostForgiven: try fields.optionalInteger("most_forgiven", 0...9_000_000_000_000_000).map { Int64($0) },
            validDays: try fields.optionalInteger("valid_days", 1...3660),
            secondApprover: try fields.flag("second_approver"))
    }

    private var precision: Int { (bucket == nil ? 0 : 2) + (product == nil ? 0 : 1) }

    /// Of several that are as specific, the first.
    package static func deciding(
        _ rows: [SettlementRow], role: String, bucket: String, product: ProductKind
    ) -> SettlementRow? {
        let fitting = rows.filter {
            $0.role == role && ($0.bucket ?? bucket) == bucket && ($0.product ?? product) == product
        }
        return fitting.enumerated().max {
            ($0.element.precision, -$0.offset) < ($1.element.precision, -$1.offset)
        }?.element
    }
}

/// What an offer forgives of each cell, in percent, and in all, in minor units.
package struct Forgiveness: Sendable, Hashable {
    package var principalPercent: Int
    package var interestPercent: Int
    package var feesPercent: Int
    package var amount: Int64

    package init(principalPercent: Int, interestPercent: Int, feesPercent: Int, amount: Int64) {
        self.principalPercent = principalPercent
        self.interestPercent = interestPercent
        self.feesPercent = feesPercent
        self.amount = amount
    }

    package func isWithin(_ row: SettlementRow?) -> Bool {
        guard let row else { return false }
        return principalPercent <= row.principalPercent && interestPercent <= row.interestPercent
            && feesPercent <= row.feesPercent && (row.mostForgiven.map { amount <= $0 } ?? true)
    }
}

extension ActiveRules {
    /// The rows of the packs that are in force for a debtor on a day, and where they stand.
    package func settlement(for jurisdictions: [String], on date: CalendarDate) -> (rows: [SettlementRow], pack: String)
    {
        let found = packs(for: jurisdictions).filter { $0.isInForce(on: date) && !$0.settlement.isEmpty }
        return (found.flatMap(\.settlement), found.map { "\($0.name)@\($0.version)" }.joined(separator: " "))
    }
}
