package import FieldModel

/// The debtor has signed an offer: from then on it stands whatever becomes of the balance.
package struct SignSettlement: Sendable, Hashable, Codable {
    package var offer: RecordID
    package var signedAt: Instant?
    package var evidence: String

    package init(offer: RecordID, signedAt: Instant? = nil, evidence: String = "") {
        self.offer = offer
        self.signedAt = signedAt
        self.evidence = evidence
    }
}

extension SignSettlement: Decidable {
    /// A void offer cannot be signed any more; signing it again changes nothing.
    func decide(_ draft: inout Draft) {
        guard var signed = draft.existing(SettlementOffer.self, offer) else { return }
        draft.check(moment: signedAt)
        draft.check(text: evidence, most: Limits.evidenceBytes, lines: true, required: true)
        if signed.state == "signed" { return }
        draft.require(signed.state == "offered", .offerVoid)
        let at = signedAt ?? draft.context.actedAt
        draft.require(signed.payByDay.map { draft.context.day(of: at) <= $0 } ?? true, .dueDatePast)
        signed.state = "signed"
        signed.signedAt = at
        signed.signedBy = draft.author
        signed.signature = evidence
        draft.set(signed, offer)
    }
}
