package import FieldModel

/// Takes a payment back: it was returned, bounced or recorded by mistake. Once only.
package struct ReversePayment: Sendable, Hashable, Codable {
    package var payment: RecordID
    package var reason: String

    package init(payment: RecordID, reason: String) {
        self.payment = payment
        self.reason = reason
    }
}

extension ReversePayment: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        guard let before = draft.existing(Payment.self, payment) else { return }
        draft.require(!before.fromLender, .notPermitted)
        draft.require(draft.isAuthor(before.author, or: .supervisor, .branch), .notPermitted)
        draft.check(text: reason, most: Limits.reasonBytes, required: true)
        draft.reverse(payment, before, reason: reason)
    }
}
