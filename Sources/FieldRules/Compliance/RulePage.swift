/// A rule's page in the handbook: made from the pack that judges, so that it cannot say something else.
package struct RulePage: Sendable {
    package let rule: Rule
    /// Scenarios in which the rule decides, by its own tests.
    package let examples: [ScenarioResult]

    package init(_ rule: Rule, _ examples: [ScenarioResult]) {
        self.rule = rule
        self.examples = examples.filter { $0.verdict.rule == rule.id }
    }

    private static let mostExamples = 3

    /// The whole of what the pack says of the rule, key by key in the order of the file.
    package var terms: [(key: String, value: String)] {
        rule.source.filter { !["id", "title", "citation", "kind"].contains($0.key) }
            .map { ($0.key, Self.text($0.value)) }
    }

    package var facts: [(key: String, value: String)] {
        let about = rule.about
        var facts = [
            ("kind", about.kind), ("verdict", rule.word.description), ("citation", about.citation),
            ("as_of", "\(about.asOf)"), ("confidence", about.confidence), ("reviewed_by", about.reviewedBy),
            ("enabled", about.enabled ? "true" : "false"), ("overridable", about.overridable ? "true" : "false"),
        ]
        if let from = about.validFrom { facts.append(("valid_from", "\(from)")) }
        if let to = about.validTo { facts.append(("valid_to", "\(to)")) }
        if let verify = about.verify { facts.append(("verify", verify)) }
        return facts
    }

    /// Markdown.
    package var text: String {
        var lines = ["### \(rule.id)", "", rule.about.title, ""]
        lines += facts.map { "- \($0.key): \($0.value)" }
        if !terms.isEmpty {
            lines += ["", "What it says:", ""] + terms.map { "- \($0.key): \($0.value)" }
        }
        if !examples.isEmpty {
            lines += ["", "Examples:", ""]
            lines += examples.prefix(Self.mostExamples).map { result in
                let from = result.verdict.allowedFrom.map { ", allowed from \(result.zone.rfc3339($0))" } ?? ""
                return "- \(result.name): \(result.verdict.word)\(from)"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    package static func heading(_ pack: RulePack) -> String {
        var lines = ["## \(pack.name), version \(pack.version)", "", pack.title, "", "Source: \(pack.source)"]
        if !pack.jurisdictions.isEmpty { lines += ["", "For: \(pack.jurisdictions.joined(separator: ", "))"] }
        if !pack.obligations.isEmpty {
            lines += ["", "Demanded, and judged by no rule:", ""]
            lines += pack.obligations.map { "- \($0.text) (\($0.citation))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension RulePage {
    private static func text(_ node: RuleNode) -> String {
        switch node {
        case .scalar(let text, _, _): text
        case .list(let nodes, _): nodes.map(text).joined(separator: ", ")
        case .map(let entries, _): entries.map { "\($0.key) \(text($0.value))" }.joined(separator: "; ")
        }
    }
}
