/// The debt, as the lender's file says (system of record) and what the field has collected since.
package struct Account: Hashable, Sendable, Codable {
    package var creditor: String
    /// The lender's account number, unique per creditor, <= 64 bytes.
    package var number: String
    package var product: String
    /// third_party_agency or first_party.
    package var creditorType: String
    /// ISO 4217; of every amount of the account.
    package var currency: Currency
    /// What the file said is owed.
    package var lenderBalance: Int64
    package var balanceAsOfDay: CalendarDate
    /// Payments less reversals effective after `balanceAsOfAt`; see `shownBalance`.
    package var collectedSince: Int64
    /// The end of `balanceAsOfDay` in the debtor's zone or, for a file of the day of its import, the import's moment.
    package var balanceAsOfAt: Instant?
    package var principal: Int64?
    package var interest: Int64?
    package var fees: Int64?
    package var penalty: Int64?
    package var pastDue: Int64?
    package var dueDay: CalendarDate?
    package var openedDay: CalendarDate?
    /// As of `balanceAsOfDay`; grows by the days since while something is past due.
    package var daysPastDue: Int
    package var jurisdictions: [String]
    /// IANA name; empty when the file gave none (then by state, then the branch's).
    package var timeZone: String
    /// The collector; nil when unassigned.
    package var assignee: Identifier?
    /// False once the lender has recalled it.
    package var closed: Bool
    /// Unknown columns of the file, by name.
    package var attributes: [Attribute]
    /// The zone that dates of this account are in: `timeZone`, else by state and country, else the branch's.
    package var resolvedZone: String
    /// What is owed by when it fell due and what it is; empty when the file does not say.
    package var owed: [OwedCell]
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        creditor: String,
        number: String,
        product: String = "",
        creditorType: String = "",
        currency: Currency,
        lenderBalance: Int64,
        balanceAsOfDay: CalendarDate,
        collectedSince: Int64 = 0,
        balanceAsOfAt: Instant? = nil,
        principal: Int64? = nil,
        interest: Int64? = nil,
        fees: Int64? = nil,
        penalty: Int64? = nil,
        pastDue: Int64? = nil,
        dueDay: CalendarDate? = nil,
        openedDay: CalendarDate? = nil,
        daysPastDue: Int = 0,
        jurisdictions: [String] = [],
        timeZone: String = "",
        assignee: Identifier? = nil,
        closed: Bool = false,
        attributes: [Attribute] = [],
        resolvedZone: String = "",
        owed: [OwedCell] = [],
        unknownFields: [UInt8] = []
    ) {
        self.creditor = creditor
        self.number = number
        self.product = product
        self.creditorType = creditorType
        self.currency = currency
        self.lenderBalance = lenderBalance
        self.balanceAsOfDay = balanceAsOfDay
        self.collectedSince = collectedSince
        self.balanceAsOfAt = balanceAsOfAt
        self.principal = principal
        self.interest = interest
        self.fees = fees
        self.penalty = penalty
        self.pastDue = pastDue
        self.dueDay = dueDay
        self.openedDay = openedDay
        self.daysPastDue = daysPastDue
        self.jurisdictions = jurisdictions
        self.timeZone = timeZone
        self.assignee = assignee
        self.closed = closed
        self.attributes = attributes
        self.resolvedZone = resolvedZone
        self.owed = owed
        self.unknownFields = unknownFields
    }
}

extension Account {
    package func money(_ minor: Int64) -> Money { Money(minor: minor, currency: currency) }

    /// What lists show as owed.
    package var shownBalance: Int64 { lenderBalance &- collectedSince }

    /// How late it is on `day`: what the file said grows by the days since, while something is past due.
    package func daysPastDue(asOf day: CalendarDate) -> Int {
        guard daysPastDue > 0 || (pastDue ?? 0) > 0 else { return 0 }
        return daysPastDue + max(0, day - balanceAsOfDay)
    }

    package func agingBucket(asOf day: CalendarDate, edges: [Int] = AgingBucket.defaultEdges) -> AgingBucket {
        AgingBucket(daysPastDue: daysPastDue(asOf: day), edges: edges)
    }
}
