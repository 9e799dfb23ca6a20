package import FieldModel

/// What a pack says must follow, and by when: an entry of its `duties`.
///
/// The clock starts with an event of the account and runs in whole local days: the duty is due at the end of the last.
/// A notice of one of the named kinds satisfies it, and so does the end of what started it: a flag that is cleared, a
/// complaint that is answered.
package struct DutyDemand: Sendable, Hashable {
    package enum Start: UInt8, RuleWord {
        /// The first conversation or delivered message.
        case firstCommunication
        case flag
        case complaint
        /// A payment after which nothing is owed.
        case paidInFull

        package static let words = ["first_communication", "flag", "complaint", "paid_in_full"]
    }

    /// `pack/kind`.
    package let rule: String
    package let kind: String
    package let title: String
    package let citation: String
    package let start: Start
    /// Of a flag's clock.
    package let flag: FlagKind?
    package let days: Int
    package let notices: [String]
    let creditors: WordSet<CreditorKind>
    let products: WordSet<ProductKind>
    package let packVersion: Int

    static func read(
        _ fields: inout FieldReader, pack: Rule.PackVersion, creditors: WordSet<CreditorKind>,
        products: WordSet<ProductKind>
    ) throws(RuleFailure) -> DutyDemand {
        let kind = try fields.text("duty")
        let start: Start = try fields.word("starts")
        let flag: FlagKind? = try fields.optionalWord("flag")
        guard (flag != nil) == (start == .flag) else {
            throw fields.failure(.badValue, "flag stands with starts: flag, and only there", key: "flag")
        }
        let notices = try fields.texts("notices") ?? []
        guard !notices.isEmpty || start == .flag || start == .complaint else {
            throw fields.failure(.missingKey, "a duty that nothing ends by itself needs notices", key: "notices")
        }
        return DutyDemand(
            rule: "\(pack.name)/\(kind)", kind: kind, title: try fields.text("title"),
            citation: try fields.text("citation"), start: start, flag: flag,
            days: try fields.integer("within_days", 0...3660), notices: notices, creditors: creditors,
            products: products, packVersion: pack.version)
    }
}

extension ActiveRules {
    /// The duties of the packs that are in force for a debtor, his creditor and product on a day.
    package func duties(
        for jurisdictions: [String], _ creditor: CreditorKind, _ product: ProductKind, on date: CalendarDate
    ) -> [DutyDemand] {
        packs(for: jurisdictions).filter { $0.isInForce(on: date) }.flatMap(\.duties).filter {
            $0.creditors.contains(creditor) && $0.products.contains(product)
        }
    }
}
