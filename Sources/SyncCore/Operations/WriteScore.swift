package import FieldModel

/// What a scorecard says of the account.
package struct WriteScore: Sendable, Hashable, Codable {
    package var score: RecordID
    package var content: Score

    package init(score: RecordID, content: Score) {
        self.score = score
        self.content = content
    }
}

extension WriteScore: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
