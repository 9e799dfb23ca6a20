package import FieldModel

/// Edits fields of a phone, e-mail or address; each merges by itself.
package struct UpdateContactPoint: Sendable, Hashable, Codable {
    package var point: RecordID
    /// Fields: value, label, city, state, country, postal_code.
    package var edits: [FieldEdit]

    package init(point: RecordID, edits: [FieldEdit]) {
        self.point = point
        self.edits = edits
    }
}

extension UpdateContactPoint: Decidable {
    func decide(_ draft: inout Draft) {
        guard var edited = draft.existing(ContactPoint.self, point) else { return }
        draft.merge(edits, into: &edited, point)
        draft.set(edited, point)
        if edited.removedBy != nil { draft.keepRemoved(edited, point) }
    }
}
