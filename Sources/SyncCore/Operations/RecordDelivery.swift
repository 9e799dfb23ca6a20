package import FieldModel

/// How a letter reached its recipient, or did not.
package struct RecordDelivery: Sendable, Hashable, Codable {
    package var letter: RecordID
    package var how: String
    package var at: Instant?
    package var tracking: String
    package var evidence: String

    package init(letter: RecordID, how: String, at: Instant? = nil, tracking: String = "", evidence: String = "") {
        self.letter = letter
        self.how = how
        self.at = at
        self.tracking = tracking
        self.evidence = evidence
    }
}

extension RecordDelivery: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
