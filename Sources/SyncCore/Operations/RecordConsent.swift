package import FieldModel

/// What the debtor agreed to. A fact.
package struct RecordConsent: Sendable, Hashable, Codable {
    package var consent: RecordID
    package var channel: String
    package var contactPoint: RecordID?
    /// Empty: to be contacted by that channel; `hours`: outside the hours.
    package var scope: String
    package var givenAt: Instant?
    package var expiresAt: Instant?
    package var evidence: String

    package init(
        consent: RecordID, channel: String, contactPoint: RecordID? = nil, scope: String = "", givenAt: Instant? = nil,
        expiresAt: Instant? = nil, evidence: String = ""
    ) {
        self.consent = consent
        self.channel = channel
        self.contactPoint = contactPoint
        self.scope = scope
        self.givenAt = givenAt
        self.expiresAt = expiresAt
        self.evidence = evidence
    }
}

extension RecordConsent: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        draft.check(word: channel, in: Vocabulary.channels)
        draft.check(word: scope, in: Vocabulary.consentScopes, required: false)
        draft.check(text: evidence, most: Limits.evidenceBytes, lines: true)
        draft.check(moment: givenAt)
        draft.check(moment: expiresAt)
        let made = Consent(
            channel: channel, contactPoint: contactPoint, scope: scope,
            givenAt: givenAt.map(draft.context.past) ?? draft.context.actedAt,
            expiresAt: expiresAt, evidence: evidence, author: draft.author)
        draft.create(made, consent)
    }
}
