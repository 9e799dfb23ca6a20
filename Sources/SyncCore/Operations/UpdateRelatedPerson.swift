package import FieldModel

/// Edits fields of a related person; each merges by itself.
package struct UpdateRelatedPerson: Sendable, Hashable, Codable {
    package var person: RecordID
    /// Fields: role, name, phone, agreed_place.
    package var edits: [FieldEdit]

    package init(person: RecordID, edits: [FieldEdit]) {
        self.person = person
        self.edits = edits
    }
}

extension UpdateRelatedPerson: Decidable {
    func decide(_ draft: inout Draft) {
        guard var edited = draft.existing(RelatedPerson.self, person) else { return }
        draft.merge(edits, into: &edited, person)
        draft.set(edited, person)
    }
}
