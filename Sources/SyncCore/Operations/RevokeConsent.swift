package import FieldModel

/// The debtor takes a consent back. Of two revocations the earlier counts, whichever arrives first.
package struct RevokeConsent: Sendable, Hashable, Codable {
    package var consent: RecordID
    package var revokedAt: Instant?

    package init(consent: RecordID, revokedAt: Instant? = nil) {
        self.consent = consent
        self.revokedAt = revokedAt
    }
}

extension RevokeConsent: Decidable {
    static var isFact: Bool { true }

    func decide(_ draft: inout Draft) {
        guard var revoked = draft.existing(Consent.self, consent) else { return }
        draft.check(moment: revokedAt)
        let at = revokedAt.map(draft.context.past) ?? draft.context.actedAt
        revoked.revokedAt = revoked.revokedAt.map { min($0, at) } ?? at
        draft.set(revoked, consent)
    }
}
