package import FieldModel
internal import FieldRules

/// Asks that a rule be overridden for one act of an account, or grants what was asked.
package struct OverrideVerdict: Sendable, Hashable, Codable {
    package var rule: String
    /// A channel, or promise, settlement, letter.
    package var act: String
    package var reason: String
    package var until: Instant?
    /// The override that it grants; nil asks for one.
    package var confirms: Identifier?
    /// The record that it makes when it asks.
    package var override: RecordID?

    /// What else than a contact by a channel can be let pass.
    package static let acts = ["promise", "settlement", "letter"] + Vocabulary.channels.filter { $0 != "letter" }
    /// How long one may stand open.
    package static let mostDays = 30

    package init(
        rule: String, act: String, reason: String = "", until: Instant? = nil, confirms: Identifier? = nil,
        override: RecordID? = nil
    ) {
        self.rule = rule
        self.act = act
        self.reason = reason
        self.until = until
        self.confirms = confirms
        self.override = override
    }
}

extension OverrideVerdict: Decidable {
    /// Only a rule that says so can be overridden: never the law. Who grants it is not who asked.
    func decide(_ draft: inout Draft) {
        if let confirms { return grant(confirms, &draft) }
        let role = draft.context.actor.role
        draft.require(draft.context.actor.isSystem || role == .supervisor || role == .compliance, .notPermitted)
        draft.check(text: rule, most: Limits.nameBytes, required: true)
        draft.check(word: act, in: Self.acts)
        draft.check(text: reason, most: Limits.reasonBytes, lines: true, required: true)
        draft.check(moment: until)
        let latest = draft.context.now + Int64(Self.mostDays) * 86_400_000
        draft.require((until ?? latest) <= latest && (until ?? latest) > draft.context.now, .badRange)
        draft.require(draft.context.rules?.isOverridable(rule) ?? false, .notOverridable)
        guard draft.isSound, let override else { return draft.require(false, .malformed) }
        let asked = Override(
            rule: rule, act: act, reason: reason, until: until ?? latest, requestedBy: draft.author,
            requestedAt: draft.context.actedAt)
        draft.create(asked, override)
    }

    private func grant(_ id: RecordID, _ draft: inout Draft) {
        let role = draft.context.actor.role
        draft.require(draft.context.actor.isSystem || role == .compliance, .notPermitted)
        guard var granted = draft.existing(Override.self, id) else { return }
        draft.require(granted.requestedBy != draft.author, .secondPerson)
        draft.require(granted.grantedAt == nil, .alreadySo)
        draft.require(granted.until.map { $0 > draft.context.now } ?? true, .dueDatePast)
        draft.require(draft.context.rules?.isOverridable(granted.rule) ?? false, .notOverridable)
        guard draft.isSound else { return }
        granted.grantedBy = draft.author
        granted.grantedAt = draft.context.actedAt
        draft.set(granted, id)
    }
}

extension ActiveRules {
    /// Every version of the rule must say so.
    func isOverridable(_ rule: String) -> Bool {
        let found = packs.flatMap(\.rules).filter { $0.id == rule }
        return !found.isEmpty && found.allSatisfy(\.about.overridable)
    }
}
