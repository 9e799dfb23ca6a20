/// What a score may know of an account: the columns of the table of facts, in the order in which they are kept.
///
/// The order and the meanings are one version (`AccountFacts.version`): a change of either is a new one, so that a
/// stored score can be recomputed by what its facts meant. Nothing protected is among them.
package enum FactName: Int, CaseIterable, Sendable {
    case daysPastDue, worstDaysPastDue, balance, pastDue, income, bureauScore, netWorth, balanceToIncome
    case tenureDays, daysHeld
    case promisesMade, promisesKept, promisesBroken, keptPercent, promisesOpen, daysToPromise
    case payments365, payments90, paid90, paid90Percent, daysSincePayment, paymentGap, paymentGapSpread
    case attempts90, contacts90, rightParty90, visits90, visitContacts90, calls90, callContacts90, messages90
    case contactPercent, daysSinceContact, daysSinceRightParty
    case morningAttempts, morningContacts, middayAttempts, middayContacts
    case afternoonAttempts, afternoonContacts, eveningAttempts, eveningContacts
    case product, creditorType, bestChannel, bestHour

    /// As cards name the characteristic.
    package var name: String { FactName.names[rawValue] }

    package var isText: Bool { rawValue >= FactName.product.rawValue }

    package static let numbers = FactName.product.rawValue
    package static let texts = FactName.allCases.count - FactName.product.rawValue

    package init?(name: String) {
        guard let known = FactName.byName[name] else { return nil }
        self = known
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    private static let names = [
        "days_past_due", "worst_days_past_due", "balance", "past_due", "income", "bureau_score", "net_worth",
        "balance_to_income", "tenure_days", "days_held", "promises_made", "promises_kept", "promises_broken",
        "kept_percent", "promises_open", "days_to_promise", "payments_365", "payments_90", "paid_90",
        "paid_90_percent", "days_since_payment", "payment_gap", "payment_gap_spread", "attempts_90", "contacts_90",
        "right_party_90", "visits_90", "visit_contacts_90", "calls_90", "call_contacts_90", "messages_90",
        "contact_percent", "days_since_contact", "days_since_right_party", "morning_attempts", "morning_contacts",
        "midday_attempts", "midday_contacts", "afternoon_attempts", "afternoon_contacts", "evening_attempts",
        "evening_contacts", "product", "creditor_type", "best_channel", "best_hour",
    ]
}

/// One account's facts as of a moment: whole numbers (money in whole units of its currency, shares in percent), words.
package struct AccountFacts: Hashable, Sendable {
    package static let version = 1
    /// Stands where nothing is known.
    package static let missing = Int64.min

    package private(set) var numbers = [Int64](repeating: AccountFacts.missing, count: FactName.numbers)
    /// Empty is missing.
    package private(set) var texts = [String](repeating: "", count: FactName.texts)

    package init() {}

    /// Nil for facts of another version or of another length.
    package init?(version: Int, numbers: [Int64], texts: [String]) {
        guard version == AccountFacts.version, numbers.count == FactName.numbers, texts.count == FactName.texts else {
            return nil
        }
        self.numbers = numbers
        self.texts = texts
    }

    package subscript(_ name: FactName) -> ScoreFact {
        if name.isText {
            let text = texts[name.rawValue - FactName.numbers]
            return text.isEmpty ? .missing : .text(text)
        }
        let number = numbers[name.rawValue]
        return number == AccountFacts.missing ? .missing : .number(ScoreNumber(Int(number)))
    }

    /// A number as it is kept, `AccountFacts.missing` where nothing is known.
    func whole(_ name: FactName) -> Int64 { numbers[name.rawValue] }

    /// `missing` for a name that is none of the facts.
    package subscript(named name: String) -> ScoreFact { FactName(name: name).map { self[$0] } ?? .missing }

    package mutating func set(_ name: FactName, _ value: Int64?) { numbers[name.rawValue] = value ?? Self.missing }
    package mutating func set(_ name: FactName, text: String) { texts[name.rawValue - FactName.numbers] = text }

    /// The number, nil when it is not known.
    package func number(_ name: FactName) -> Int64? {
        let value = numbers[name.rawValue]
        return value == Self.missing ? nil : value
    }
}
