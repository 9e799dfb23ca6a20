internal import FieldModel
internal import FieldRules
internal import SyncWire

/// What a row of the lender's file must say, whoever reads the file.
enum RowCheck {
    static func check(_ content: Cartera_V1_ImportAccount) throws {
        let account = content.account
        try demand(!account.number.isEmpty, "account_number", "missing", "The account number is empty.")
        try demand(
            account.number.utf8.count <= Limits.accountNumberBytes, "account_number", "too_long",
            "The account number is longer than \(Limits.accountNumberBytes) bytes.")
        try demand(!content.debtor.name.isEmpty, "debtor_name", "missing", "The debtor's name is empty.")
        try demand(
            content.debtor.name.utf8.count <= Limits.nameBytes, "debtor_name", "too_long",
            "The debtor's name is longer than \(Limits.nameBytes) bytes.")
        try demand(Currency(account.currency) != nil, "currency", "unknown_currency", "The currency is not known.")
        try demand(account.lenderBalance >= 0, "balance", "negative_amount", "The balance is negative.")
        let parts: [(String, Bool, Int64)] = [
            ("principal", account.hasPrincipal, account.principal.minor),
            ("interest", account.hasInterest, account.interest.minor), ("fees", account.hasFees, account.fees.minor),
            ("penalty", account.hasPenalty, account.penalty.minor),
            ("past_due", account.hasPastDue, account.pastDue.minor),
        ]
        for (column, isThere, amount) in parts where isThere {
            try demand(amount >= 0, column, "negative_amount", "The amount is negative.")
        }
        try demand(account.daysPastDue <= 36_600, "days_past_due", "out_of_range", "That many days cannot be past due.")
    }

    /// The row's own zone, else the one of its first address where that is only one, else the branch's.
    static func zone(of content: Cartera_V1_ImportAccount, branch: String) throws -> String {
        let own = content.account.timeZone
        if !own.isEmpty {
            try demand(
                ZoneTable.standard.zone(own) != nil, "time_zone", "unknown_time_zone", "The time zone is not known.")
            return own
        }
        let address = content.points.first { $0.content.kind == .contactPointAddress && !$0.content.country.isEmpty }
        guard let address = address?.content else { return branch }
        let candidates = ZoneTable.standard.zones(
            country: address.country, state: address.state.isEmpty ? nil : address.state,
            postalCode: address.postalCode.isEmpty ? nil : address.postalCode)
        if candidates.contains(branch) { return branch }
        return candidates.first ?? branch
    }

    private static func demand(_ condition: Bool, _ column: String, _ code: String, _ message: String) throws {
        if !condition { throw RowRejection(column: column, code: code, message) }
    }
}
