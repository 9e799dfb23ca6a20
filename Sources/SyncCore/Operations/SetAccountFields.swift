internal import FieldModel

/// Edits the account's registers; each merges by itself.
package struct SetAccountFields: Sendable, Hashable, Codable {
    /// Fields: preferred_hour, landmark, summary, language.
    package var edits: [FieldEdit]

    package init(edits: [FieldEdit]) {
        self.edits = edits
    }
}

extension SetAccountFields: Decidable {
    func decide(_ draft: inout Draft) {
        guard let id = draft.aggregate.account else { return draft.reject(.unknownAccount) }
        var edited = draft.aggregate[AccountRegisters.self, id] ?? AccountRegisters()
        draft.merge(edits, into: &edited, id)
        draft.set(edited, id)
    }
}
