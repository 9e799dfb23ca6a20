package import FieldModel

/// Gives the account to a collector, or to nobody.
package struct AssignAccount: Sendable, Hashable, Codable {
    package var assignee: PersonID?
    package var reason: String

    package init(assignee: PersonID?, reason: String = "") {
        self.assignee = assignee
        self.reason = reason
    }
}

extension AssignAccount: Decidable {
    func decide(_ draft: inout Draft) {
        guard let id = draft.aggregate.account, var account = draft.account else { return }
        draft.check(text: reason, most: Limits.reasonBytes)
        account.assignee = assignee
        draft.set(account, id)
    }
}
