/// What became of an operation.
package struct Outcome: Hashable, Sendable, Codable {
    package var state: OutcomeState
    /// Stable code, lower_snake_case; see the manual's list.
    package var reason: String
    /// The rule that refused or holds it, `pack/rule`.
    package var rule: String
    /// When merged: the fields whose other values came from elsewhere.
    package var mergedFields: [String]
    /// Conflict records opened or joined.
    package var conflicts: [Identifier]
    /// Findings opened: facts that are kept and flagged.
    package var findings: [FindingNote]
    /// What rules said of it, also where they let it pass.
    package var verdicts: [VerdictNote]
    /// `name@version` of everything that was asked, the table of zones included; empty where no rule was.
    package var packs: [String]

    package init(
        state: OutcomeState,
        reason: String = "",
        rule: String = "",
        mergedFields: [String] = [],
        conflicts: [Identifier] = [],
        findings: [FindingNote] = [],
        verdicts: [VerdictNote] = [],
        packs: [String] = []
    ) {
        self.state = state
        self.reason = reason
        self.rule = rule
        self.mergedFields = mergedFields
        self.conflicts = conflicts
        self.findings = findings
        self.verdicts = verdicts
        self.packs = packs
    }
}

/// What one rule said of an operation.
package struct VerdictNote: Hashable, Sendable, Codable {
    /// `pack/rule`.
    package var rule: String
    /// warning, needs_approval, presumed_violation, denied.
    package var verdict: String
    package var packVersion: Int
    /// The earliest moment at which the rule alone would have let it pass.
    package var allowedFrom: Instant?

    package init(rule: String, verdict: String, packVersion: Int = 0, allowedFrom: Instant? = nil) {
        self.rule = rule
        self.verdict = verdict
        self.packVersion = packVersion
        self.allowedFrom = allowedFrom
    }
}

/// A finding as an outcome mentions it.
package struct FindingNote: Hashable, Sendable, Codable {
    package var id: Identifier
    /// Stable code, as in Finding.code.
    package var code: String

    package init(
        id: Identifier,
        code: String
    ) {
        self.id = id
        self.code = code
    }
}
