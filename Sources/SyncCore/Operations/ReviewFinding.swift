package import FieldModel

/// Somebody with the authority gives a finding to a person, or closes it with a reason.
package struct ReviewFinding: Sendable, Hashable, Codable {
    package var finding: RecordID
    /// Nil leaves it with whom it is.
    package var assignee: PersonID?
    package var close: Bool
    /// Required to close.
    package var note: String

    package init(finding: RecordID, assignee: PersonID? = nil, close: Bool = false, note: String = "") {
        self.finding = finding
        self.assignee = assignee
        self.close = close
        self.note = note
    }
}

extension ReviewFinding: Decidable {
    /// What the finding says stays as it was written; a closed one is not opened again.
    func decide(_ draft: inout Draft) {
        guard var reviewed = draft.existing(Finding.self, finding) else { return }
        let role = draft.context.actor.role
        draft.require(draft.context.actor.isSystem || role == .supervisor || role == .compliance, .notPermitted)
        draft.check(text: note, most: Limits.reasonBytes, lines: true, required: close)
        draft.require(close || assignee != nil, .badEdit)
        draft.require(reviewed.status == "open", .alreadyAnswered)
        reviewed.assignee = assignee ?? reviewed.assignee
        if close { (reviewed.status, reviewed.closingNote) = ("closed", note) }
        draft.set(reviewed, finding)
    }
}
