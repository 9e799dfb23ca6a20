package import FieldModel

/// Ends a flag: only a supervisor or compliance does, and says on what evidence.
package struct ClearFlag: Sendable, Hashable, Codable {
    package var flag: RecordID
    package var evidence: String

    package init(flag: RecordID, evidence: String) {
        self.flag = flag
        self.evidence = evidence
    }
}

extension ClearFlag: Decidable {
    func decide(_ draft: inout Draft) {
        guard var cleared = draft.existing(Flag.self, flag) else { return }
        draft.check(text: evidence, most: Limits.evidenceBytes, lines: true, required: true)
        guard cleared.clearedBy == nil else { return }
        cleared.clearedBy = draft.author
        cleared.clearedAt = draft.context.actedAt
        cleared.clearEvidence = evidence
        draft.set(cleared, flag)
    }
}
