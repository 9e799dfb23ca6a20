package import FieldModel

/// Sets a legal hold on the account, or lifts the one that stands. While one stands nothing of the account is erased.
package struct SetHold: Sendable, Hashable, Codable {
    package var hold: RecordID
    package var reason: String
    package var lift: Bool

    package init(hold: RecordID, reason: String, lift: Bool = false) {
        self.hold = hold
        self.reason = reason
        self.lift = lift
    }
}

extension SetHold: Decidable {
    func decide(_ draft: inout Draft) {
        draft.check(text: reason, most: Limits.reasonBytes, lines: true, required: true)
        if lift { return lift(&draft) }
        draft.require(!draft.aggregate.all(LegalHold.self).contains { $0.value.liftedAt == nil }, .alreadySo)
        let made = LegalHold(reason: reason, since: draft.context.actedAt, author: draft.author)
        draft.create(made, hold)
    }

    private func lift(_ draft: inout Draft) {
        guard var lifted = draft.existing(LegalHold.self, hold) else { return }
        draft.require(lifted.liftedAt == nil, .alreadySo)
        lifted.liftedAt = draft.context.actedAt
        lifted.liftedBy = draft.author
        lifted.liftReason = reason
        draft.set(lifted, hold)
    }
}
