/// An offer to forgive a part for the rest by a day.
package struct SettlementOffer: Hashable, Sendable, Codable {
    /// Percent forgiven of each cell at the proposal.
    package var principalPercent: Int
    package var interestPercent: Int
    package var feesPercent: Int
    package var payByDay: CalendarDate?
    package var forgiven: Int64
    package var state: String
    package var author: Identifier
    package var balanceCommit: UInt64
    package var matrixVersion: String
    package var approvedBy: Identifier?
    /// Frozen at the proposal: what was owed, what is forgiven of it, and the rest in the order of the waterfall.
    package var owed: [OwedCell]
    package var forgivenCells: [OwedCell]
    package var split: [OwedCell]
    package var bucket: String
    package var balance: Int64
    package var signedAt: Instant?
    package var signedBy: Identifier?
    /// What proves that the debtor signed.
    package var signature: String
    /// balance_changed, bucket_changed, expired.
    package var voidReason: String
    /// Whether the file did not say what fell due when, and all of it was taken for past due.
    package var assumedPastDue: Bool
    package var waterfallVersion: String
    package var secondApprovalBy: Identifier?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        principalPercent: Int = 0,
        interestPercent: Int = 0,
        feesPercent: Int = 0,
        payByDay: CalendarDate? = nil,
        forgiven: Int64 = 0,
        state: String = "",
        author: Identifier,
        balanceCommit: UInt64 = 0,
        matrixVersion: String = "",
        approvedBy: Identifier? = nil,
        owed: [OwedCell] = [],
        forgivenCells: [OwedCell] = [],
        split: [OwedCell] = [],
        bucket: String = "",
        balance: Int64 = 0,
        signedAt: Instant? = nil,
        signedBy: Identifier? = nil,
        signature: String = "",
        voidReason: String = "",
        assumedPastDue: Bool = false,
        waterfallVersion: String = "",
        secondApprovalBy: Identifier? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.principalPercent = principalPercent
        self.interestPercent = interestPercent
        self.feesPercent = feesPercent
        self.payByDay = payByDay
        self.forgiven = forgiven
        self.state = state
        self.author = author
        self.balanceCommit = balanceCommit
        self.matrixVersion = matrixVersion
        self.approvedBy = approvedBy
        self.owed = owed
        self.forgivenCells = forgivenCells
        self.split = split
        self.bucket = bucket
        self.balance = balance
        self.signedAt = signedAt
        self.signedBy = signedBy
        self.signature = signature
        self.voidReason = voidReason
        self.assumedPastDue = assumedPastDue
        self.waterfallVersion = waterfallVersion
        self.secondApprovalBy = secondApprovalBy
        self.unknownFields = unknownFields
    }
}
