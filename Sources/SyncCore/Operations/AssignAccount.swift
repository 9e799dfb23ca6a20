package import FieldModel

/// Gives the account to a collector, or to nobody; with a branch, to a collector there, and the account moves to it.
package struct AssignAccount: Sendable, Hashable, Codable {
    package var assignee: PersonID?
    package var reason: String
    /// Where the account is to live; nil leaves it where it is.
    package var branch: BranchID?

    package init(assignee: PersonID?, reason: String = "", branch: BranchID? = nil) {
        self.assignee = assignee
        self.reason = reason
        self.branch = branch
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
