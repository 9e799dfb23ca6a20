package import FieldModel

/// Removes an element of the set, as far as its author had seen it.
package struct RemoveContactPoint: Sendable, Hashable, Codable {
    package var point: RecordID
    /// The operations that its author had seen write the element's fields.
    package var seen: [OperationID]

    package init(point: RecordID, seen: [OperationID]) {
        self.point = point
        self.seen = seen
    }
}

extension RemoveContactPoint: Decidable {
    func decide(_ draft: inout Draft) {
        guard let before = draft.existing(ContactPoint.self, point) else { return }
        draft.remove(before, point, seen: seen)
    }
}
