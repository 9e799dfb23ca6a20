package import FieldModel

/// What belongs to the person and not to one debt, under his other accounts: a contact without account, names or text,
/// or a flag.
package struct CopyRecord: Sendable, Hashable, Codable {
    package var id: RecordID
    package var content: RecordContent

    package init(id: RecordID, content: RecordContent) {
        self.id = id
        self.content = content
    }
}

extension CopyRecord: Decidable {
    func decide(_ draft: inout Draft) {
        switch content {
        case .foreignContact, .flag: break
        default: draft.reject(.wrongKind)
        }
        draft.require(!id.isNil, .malformed)
        guard draft.isSound else { return }
        draft.aggregate.set(content, id)
    }
}
