package import FieldModel

/// A correction of a visit by its author, a supervisor or the branch; what stood before is kept.
///
/// Visits never conflict: amendments follow one another in the order of admission.
package struct AmendVisit: Sendable, Hashable, Codable {
    package var visit: RecordID
    /// Fields: `Visit.Field`; moments as decimal milliseconds.
    package var edits: [FieldEdit]

    package init(visit: RecordID, edits: [FieldEdit]) {
        self.visit = visit
        self.edits = edits
    }
}

extension Visit {
    /// When it counts once its start has been corrected: then, but not after it was recorded, and earlier than it counted
    /// before only as far back as a recording may be late.
    fileprivate mutating func recount(from before: Instant, _ context: DecisionContext) {
        guard let startedAt else { return }
        let claimed = min(context.named(startedAt), recordedAt)
        let isLate = recordedAt - claimed > Limits.lateClaimMilliseconds
        countedAt = isLate ? max(claimed, before) : claimed
    }
}

extension AmendVisit: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        guard var amended = draft.existing(Visit.self, visit) else { return }
        draft.require(amended.withdrawnBy == nil, .recordWithdrawn)
        draft.require(draft.isAuthor(amended.author, or: .supervisor, .branch), .notPermitted)
        draft.check(edits: edits, of: Visit.Field.all)
        let counted = amended.counted
        var previous: [Attribute] = []
        for edit in edits {
            let before = amended.text(of: edit.field)
            draft.check(visit: edit.field, edit.value)
            guard draft.isSound, before != edit.value else { continue }
            draft.require(amended.setText(edit.value, of: edit.field), .momentOutOfRange)
            previous.append(Attribute(key: edit.field, value: before))
        }
        guard !previous.isEmpty else { return }
        let revision = VisitRevision(
            operation: draft.operation, amendedAt: draft.context.actedAt, previous: previous)
        amended.revisions.append(revision)
        draft.require(amended.revisions.count <= Limits.revisions, .tooManyRevisions)
        draft.require(amended.keptBytes <= Draft.mostHistoryBytes, .tooManyRevisions)
        if previous.contains(where: { $0.key == Visit.Field.startedAt }) {
            amended.recount(from: counted, draft.context)
        }
        draft.set(amended, visit)
        draft.judgeTimes(of: amended, visit)
    }
}
