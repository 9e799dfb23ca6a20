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

    package init(
        state: OutcomeState,
        reason: String = "",
        rule: String = "",
        mergedFields: [String] = [],
        conflicts: [Identifier] = [],
        findings: [FindingNote] = []
    ) {
        self.state = state
        self.reason = reason
        self.rule = rule
        self.mergedFields = mergedFields
        self.conflicts = conflicts
        self.findings = findings
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
