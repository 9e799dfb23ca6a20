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

    /// The row's own zone, else one of its first address, the branch's where that is among them; the branch's where there is
    /// no address. An address that the table does not know is none of these.
    static func zone(of content: Cartera_V1_ImportAccount, branch: String, _ zones: ZoneTable) throws -> String {
        let own = content.account.timeZone
        if !own.isEmpty {
            try demand(zones.zone(own) != nil, "time_zone", "unknown_time_zone", "The time zone is not known.")
            return own
        }
        let address = content.points.first { $0.content.kind == .contactPointAddress && !$0.content.country.isEmpty }
        guard let address = address?.content else { return branch }
        let candidates = zones.zones(
            country: address.country, state: address.state.isEmpty ? nil : address.state,
            postalCode: address.postalCode.isEmpty ? nil : address.postalCode)
        // A guess would move the debtor's evening by hours: whoever wrote the file says where he is.
        let isState = zones.jurisdiction(country: address.country) != nil && !address.state.isEmpty
        try demand(
            !candidates.isEmpty, isState ? "state" : "country", "unknown_place",
            "No time zone is known for this address; mend it or give time_zone.")
        return candidates.contains(branch) ? branch : candidates[0]
    }

    private static func demand(_ condition: Bool, _ column: String, _ code: String, _ message: String) throws {
        if !condition { throw RowRejection(column: column, code: code, message) }
    }
}
