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
        self.unknownFields = unknownFields
    }
}
