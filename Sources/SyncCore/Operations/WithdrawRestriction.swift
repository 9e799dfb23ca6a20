package import FieldModel

/// The debtor lifts a restriction. Of two withdrawals the earlier counts, whichever arrives first.
package struct WithdrawRestriction: Sendable, Hashable, Codable {
    package var restriction: RecordID
    package var withdrawnAt: Instant?

    package init(restriction: RecordID, withdrawnAt: Instant? = nil) {
        self.restriction = restriction
        self.withdrawnAt = withdrawnAt
    }
}

extension WithdrawRestriction: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        guard var lifted = draft.existing(ContactRestriction.self, restriction) else { return }
        draft.check(moment: withdrawnAt)
        let at = withdrawnAt.map(draft.context.past) ?? draft.context.actedAt
        lifted.withdrawnAt = lifted.withdrawnAt.map { min($0, at) } ?? at
        draft.set(lifted, restriction)
    }
}
