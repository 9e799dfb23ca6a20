package import FieldModel

/// Lifts an overridable rule for one act.
package struct OverrideVerdict: Sendable, Hashable, Codable {
    package var rule: String
    package var act: String
    package var reason: String
    package var until: Instant?
    package var confirms: Identifier?

    package init(rule: String, act: String, reason: String = "", until: Instant? = nil, confirms: Identifier? = nil) {
        self.rule = rule
        self.act = act
        self.reason = reason
        self.until = until
        self.confirms = confirms
    }
}

extension OverrideVerdict: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
