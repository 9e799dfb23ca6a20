package import FieldModel

/// Ends a complaint.
package struct CloseComplaint: Sendable, Hashable, Codable {
    package var complaint: RecordID

    package init(complaint: RecordID) {
        self.complaint = complaint
    }
}

extension CloseComplaint: Decidable {
    func decide(_ draft: inout Draft) {
        guard var closed = draft.existing(Complaint.self, complaint) else { return }
        guard closed.closedAt == nil else { return }
        closed.closedAt = draft.context.actedAt
        draft.set(closed, complaint)
    }
}
