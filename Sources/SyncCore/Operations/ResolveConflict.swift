package import FieldModel

/// Ends a conflict with one of its values or a new one.
package struct ResolveConflict: Sendable, Hashable, Codable {
    package var conflict: RecordID
    package var value: String
    /// How many values its author saw: more by then make one more merge.
    package var valuesSeen: Int

    package init(conflict: RecordID, value: String, valuesSeen: Int) {
        self.conflict = conflict
        self.value = value
        self.valuesSeen = valuesSeen
    }
}

extension ResolveConflict: Decidable {
    func decide(_ draft: inout Draft) {
        guard let open = draft.existing(Conflict.self, conflict) else { return }
        draft.resolve(open, conflict, with: value, valuesSeen: valuesSeen)
    }
}
