/// A part of what is owed: by when it fell due and what it is.
package struct OwedCell: Hashable, Sendable, Codable {
    /// past_due, due, advance.
    package var status: String
    /// penalty, fees, interest, principal.
    package var part: String
    package var amount: Int64

    package init(
        status: String,
        part: String,
        amount: Int64
    ) {
        self.status = status
        self.part = part
        self.amount = amount
    }
}
