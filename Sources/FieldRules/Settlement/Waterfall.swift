package import FieldModel

/// In which order money is applied to what is owed: an entry of a pack's `waterfall`.
///
/// Cells are `status/part`. A file that does not say what fell due when is read as the fallback says: all of it past due.
package struct Waterfall: Sendable, Hashable {
    package static let statuses = ["past_due", "due", "advance"]
    package static let parts = ["penalty", "fees", "interest", "principal"]

    /// Nil is any.
    package let product: ProductKind?
    /// Each of the twelve cells once.
    package let order: [String]
    /// `pack@version`; empty for the order that counts where no pack says one.
    package let version: String

    package static let usual = Waterfall(product: nil, order: all, version: "")

    private static let all = statuses.flatMap { status in parts.map { "\(status)/\($0)" } }

    static func read(_ fields: inout FieldReader, pack: Rule.PackVersion) throws(RuleFailure) -> Waterfall {
        let product: ProductKind? = try fields.optionalWord("product")
        let order = try fields.texts("order") ?? []
        guard order.count == all.count, Set(order) == Set(all) else {
            throw fields.failure(
                .badValue, "order names each of these once: \(all.joined(separator: ", "))", key: "order")
        }
        return Waterfall(product: product, order: order, version: "\(pack.name)@\(pack.version)")
    }

    /// The cells that are not empty, in this order.
    package func ordered(_ cells: [OwedCell]) -> [OwedCell] {
        order.compactMap { name in
            let amount = cells.reduce(Int64(0)) { $0 + ($1.name == name ? $1.amount : 0) }
            let parts = name.split(separator: "/")
            return amount == 0 ? nil : OwedCell(status: String(parts[0]), part: String(parts[1]), amount: amount)
        }
    }

    /// What is left of the cells when so much is paid.
    package func apply(_ amount: Int64, to cells: [OwedCell]) -> [OwedCell] {
        var rest = max(0, amount)
        return ordered(cells).compactMap { cell in
            let part = min(rest, max(0, cell.amount))
            rest -= part
            return cell.amount == part
                ? nil : OwedCell(status: cell.status, part: cell.part, amount: cell.amount - part)
        }
    }
}

extension OwedCell {
    package var name: String { "\(status)/\(part)" }
}

extension Account {
    /// What is owed as the file says, or as the fallback reads it where the file does not say what fell due when.
    package var owedCells: (cells: [OwedCell], isAssumed: Bool) {
        if !owed.isEmpty { return (owed, false) }
        let parts = [("penalty", penalty), ("fees", fees), ("interest", interest), ("principal", principal)]
        let cells = parts.compactMap { part, amount in
            amount.flatMap { $0 > 0 ? OwedCell(status: "past_due", part: part, amount: $0) : nil }
        }
        return (cells, true)
    }
}

extension ActiveRules {
    /// The order for a debtor's product on a day: one that names the product before one that names none.
    package func waterfall(for jurisdictions: [String], _ product: ProductKind, on date: CalendarDate) -> Waterfall {
        let found = packs(for: jurisdictions).filter { $0.isInForce(on: date) }.flatMap(\.waterfalls)
        return found.first { $0.product == product } ?? found.first { $0.product == nil } ?? .usual
    }
}
