package import FieldModel

/// Writes a record of audience `all`: settings, a person, a rule pack, a calendar, a template.
package struct WriteDocument: Sendable, Hashable, Codable {
    package var kind: RecordKind
    package var id: RecordID
    package var content: RecordContent

    package init(kind: RecordKind, id: RecordID, content: RecordContent) {
        self.kind = kind
        self.id = id
        self.content = content
    }
}

extension WriteDocument: Decidable {
    func decide(_ draft: inout Draft) {
        draft.require(kind == content.kind && kind.isForAll, .wrongKind)
        draft.require(draft.aggregate.account == nil, .wrongKind)
        guard draft.isSound else { return }
        draft.aggregate.set(content, id)
    }
}
