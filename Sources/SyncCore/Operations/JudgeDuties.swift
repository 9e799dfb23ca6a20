package import FieldModel

/// The server's look at an account's clocks: duties that were missed, and offers that have run out.
package struct JudgeDuties: Sendable, Hashable, Codable {
    package var asOf: Instant

    package init(asOf: Instant) {
        self.asOf = asOf
    }
}

extension JudgeDuties: Decidable {
    func decide(_ draft: inout Draft) {
        draft.require(asOf <= draft.context.now, .dayInFuture)
        guard draft.isSound else { return }
        for (id, duty) in draft.aggregate.all(Duty.self) where duty.missedAt == nil && duty.isOverdue(at: asOf) {
            var missed = duty
            missed.missedAt = draft.context.now.clamped
            draft.set(missed, id)
            var facts = [Attribute(key: "duty", value: duty.kind)]
            if let due = duty.dueAt { facts.append(Attribute(key: "due_at", value: "\(due.milliseconds)")) }
            draft.find(.dutyMissed, .duty, id, rule: duty.rule, citation: duty.citation, facts: facts)
        }
        let today = draft.context.day(of: asOf)
        for (id, offer) in draft.aggregate.all(SettlementOffer.self)
        where offer.state == "offered" && (offer.payByDay.map { $0 < today } ?? false) {
            var ended = offer
            (ended.state, ended.voidReason) = ("void", "expired")
            draft.set(ended, id)
        }
    }
}
