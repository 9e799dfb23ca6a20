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
    func decide(_ draft: inout Draft) {
        draft.require(!content.scorecard.isEmpty, .malformed)
        guard draft.isSound else { return }
        if let before = draft.aggregate[Score.self, score], before.says(whatSays: content) { return }
        draft.set(content, score)
    }
}

/// What a run of the scorecards changed: one operation, one commit and one leaf for many accounts.
///
/// It hangs under no account, and only `Admission.write(_:branch:author:)` makes records of it.
package struct WriteScores: Sendable, Hashable, Codable {
    package var scores: [AccountScore]

    package init(scores: [AccountScore]) { self.scores = scores }
}

package struct AccountScore: Sendable, Hashable, Codable {
    package var account: AccountID
    package var score: RecordID
    package var content: Score

    package init(account: AccountID, score: RecordID, content: Score) {
        self.account = account
        self.score = score
        self.content = content
    }

    /// The record that an account's scores are kept in: one, with all models.
    package static func name(of account: AccountID, _ hash: any Hashing) -> RecordID {
        .derived(time48: account.time48, hash: hash.sha256(Array("cartera-score-1".utf8) + account.bytes))
    }
}

extension WriteScores: Decidable {
    func decide(_ draft: inout Draft) { draft.reject(.wrongKind) }
}
