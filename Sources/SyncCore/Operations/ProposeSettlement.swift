package import FieldModel

/// An offer to forgive a part for the rest by a day.
package struct ProposeSettlement: Sendable, Hashable, Codable {
    package var offer: RecordID
    package var principalPercent: Int
    package var interestPercent: Int
    package var feesPercent: Int
    package var payByDay: CalendarDate?

    package init(
        offer: RecordID, principalPercent: Int = 0, interestPercent: Int = 0, feesPercent: Int = 0,
        payByDay: CalendarDate? = nil
    ) {
        self.offer = offer
        self.principalPercent = principalPercent
        self.interestPercent = interestPercent
        self.feesPercent = feesPercent
        self.payByDay = payByDay
    }
}

extension ProposeSettlement: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
