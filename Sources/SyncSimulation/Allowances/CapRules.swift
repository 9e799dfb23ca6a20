internal import FieldRules

/// The packs that the holders of allowances are judged by: a cap of a debt with quiet days after a conversation, a cap of
/// the person, and one of the person that leaves no second unit, each on a channel of its own.
enum CapRules {
    /// `isLax` leaves out what makes a holder stop: the bug that the checker must find.
    static func active(isLax: Bool) -> ActiveRules? {
        let allowances = isLax ? [silent] : CapRules.allowances
        return ActiveRules([
            document("stop-states", [restriction]), document("allowance", allowances), document(cap, caps),
        ])
    }

    static let cap = "cap"
    static let caps = [
        cap("calls", channel: "call", unit: "attempt", per: "debt", window: "days 7", most: 2),
        cap("texts", channel: "sms", unit: "attempt", per: "person", window: "week", most: 3),
        quiet,
        cap("visits", channel: "visit", unit: "direct", per: "person", window: "day", most: 1),
    ]
    static let allowances = [elsewhere, spent]

    private static let about = "\"title\": \"t\", \"citation\": \"c\""
    private static let restriction = "{\"id\": \"debtor-request\", \"kind\": \"restriction\", \(about)}"
    private static let elsewhere =
        "{\"id\": \"held-elsewhere\", \"kind\": \"allowance\", \(about), \"when\": \"held_elsewhere\"}"
    private static let spent = "{\"id\": \"spent\", \"kind\": \"allowance\", \(about), \"when\": \"spent\"}"
    private static let silent =
        "{\"id\": \"spent\", \"kind\": \"allowance\", \(about), \"when\": \"spent\", \"directions\": [\"inbound\"]}"

    private static let quiet =
        "{\"id\": \"quiet\", \"kind\": \"quiet_days\", \(about), \"channels\": [\"call\"], \"per\": \"debt\", \"days\": 3}"

    private static func cap(
        _ id: String, channel: String, unit: String, per: String, window: String, most: Int
    ) -> String {
        "{\"id\": \"\(id)\", \"kind\": \"cap\", \(about), \"channels\": [\"\(channel)\"], \"unit\": \"\(unit)\", "
            + "\"per\": \"\(per)\", \"window\": \"\(window)\", \"most\": \(most)}"
    }

    private static func document(_ name: String, _ rules: [String]) -> RuleDocument {
        let text =
            "{\"pack\": \"\(name)\", \"version\": 1, \"title\": \"t\", \"source\": \"s\", \"as_of\": \"2026-01-01\", "
            + "\"confidence\": \"A\", \"reviewed_by\": \"x\", \"rules\": [\(rules.joined(separator: ", "))]}"
        return RuleDocument(
            kind: .pack, name: name, version: "1", days: ValidDays(), content: try? JSONReader.read(text))
    }
}
