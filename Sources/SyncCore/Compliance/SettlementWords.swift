internal import FieldModel

/// What an agreement says of an offer: the amounts, and how they are split in the order of the waterfall.
enum SettlementWords {
    private static let parts = ["penalty", "fees", "interest", "principal"]

    private static let words: [String: (en: String, es: String)] = [
        "past_due": ("past due", "vencido"), "due": ("due", "exigible"), "advance": ("in advance", "anticipado"),
        "penalty": ("penalty", "moratorios"), "fees": ("fees", "gastos de cobranza"),
        "interest": ("interest", "intereses"), "principal": ("principal", "capital"),
    ]

    static func add(_ offer: SettlementOffer, _ account: Account, _ values: inout [String: String]) {
        func amount(_ minor: Int64) -> String { account.money(minor).text }
        let split = offer.split
        guard !split.isEmpty else { return }
        values["settlement_amount"] = amount(split.reduce(0) { saturatingSum($0, $1.amount) })
        values["settlement_forgiven"] = amount(offer.forgiven)
        values["settlement_due"] = offer.payByDay.map { "\($0)" }
        for part in parts {
            let own = split.filter { $0.part == part }.reduce(0) { saturatingSum($0, $1.amount) }
            values["settlement_\(part)"] = amount(own)
        }
        func words(_ language: KeyPath<(en: String, es: String), String>) -> String {
            split.map { cell in
                let named = [cell.part, cell.status].map { SettlementWords.words[$0]?[keyPath: language] ?? $0 }
                return "\(named[0]) (\(named[1])) \(amount(cell.amount))"
            }.joined(separator: "; ")
        }
        values["settlement_split_en"] = words(\.en)
        values["settlement_split_es"] = words(\.es)
        values["settlement_basis_en"] =
            offer.assumedPastDue
            ? "the creditor has not said what fell due when, and all of it is taken for past due"
            : "as the creditor has said what fell due when"
        values["settlement_basis_es"] =
            offer.assumedPastDue
            ? "el acreedor no ha dicho qué parte venció cuándo, y todo se toma como vencido"
            : "según lo que el acreedor ha dicho que venció"
    }
}
