package import FieldModel

/// A payment of the lender's file.
package struct ImportPayment: Sendable, Hashable, Codable {
    package var payment: RecordID
    package var amount: Int64
    package var method: String
    package var externalReference: String
    package var effectiveDay: CalendarDate?
    package var reverses: String

    package init(
        payment: RecordID, amount: Int64, method: String = "", externalReference: String = "",
        effectiveDay: CalendarDate? = nil, reverses: String = ""
    ) {
        self.payment = payment
        self.amount = amount
        self.method = method
        self.externalReference = externalReference
        self.effectiveDay = effectiveDay
        self.reverses = reverses
    }
}

extension ImportPayment: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
