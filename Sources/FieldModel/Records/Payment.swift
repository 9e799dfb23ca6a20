/// Money that was handed over.
package struct Payment: Hashable, Sendable, Codable {
    package var amount: Int64
    /// cash, transfer, cheque, card.
    package var method: String
    package var reference: String
    /// What the device's clock said, and what it was corrected to.
    package var claimedAt: Instant
    package var effectiveAt: Instant
    /// The day of effective_at in the debtor's zone.
    package var effectiveDay: CalendarDate
    package var author: Identifier
    /// The numbered voucher given to the payer.
    package var voucher: String
    /// The operation that reversed it.
    package var reversedBy: Identifier?
    package var reversedAt: Instant?
    package var reversalReason: String
    /// True when it came from the lender's file.
    package var fromLender: Bool
    package var externalReference: String
    /// True where the device's clock had jumped since its last contact.
    package var clockSuspect: Bool
    /// Of the lender's: the field payment that it posts; of the field's: the lender's that posts it. One of the two counts.
    package var match: Identifier?
    /// Whether nothing but day and amount speaks for the match.
    package var matchSuspected: Bool
    /// The lender's reference of what reversed it.
    package var reversalReference: String
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        amount: Int64,
        method: String = "",
        reference: String = "",
        claimedAt: Instant,
        effectiveAt: Instant,
        effectiveDay: CalendarDate,
        author: Identifier,
        voucher: String = "",
        reversedBy: Identifier? = nil,
        reversedAt: Instant? = nil,
        reversalReason: String = "",
        fromLender: Bool = false,
        externalReference: String = "",
        clockSuspect: Bool = false,
        match: Identifier? = nil,
        matchSuspected: Bool = false,
        reversalReference: String = "",
        unknownFields: [UInt8] = []
    ) {
        self.amount = amount
        self.method = method
        self.reference = reference
        self.claimedAt = claimedAt
        self.effectiveAt = effectiveAt
        self.effectiveDay = effectiveDay
        self.author = author
        self.voucher = voucher
        self.reversedBy = reversedBy
        self.reversedAt = reversedAt
        self.reversalReason = reversalReason
        self.fromLender = fromLender
        self.externalReference = externalReference
        self.clockSuspect = clockSuspect
        self.match = match
        self.matchSuspected = matchSuspected
        self.reversalReference = reversalReference
        self.unknownFields = unknownFields
    }
}
