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
        rule.source.filter { !Self.aboutKeys.contains($0.key) }.map { ($0.key, Self.text($0.value)) }
    }

    /// What `facts` says already.
    private static let aboutKeys: Set = [
        "id", "title", "citation", "kind", "verdict", "as_of", "confidence", "reviewed_by", "enabled", "overridable",
        "valid_from", "valid_to", "verify",
    ]

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

    package var text: String { text(level: 3) }

    /// Markdown, whose title is a heading of a level.
    package func text(level: Int) -> String {
        var lines = ["\(String(repeating: "#", count: level)) \(rule.id)", "", rule.about.title, ""]
        lines += facts.map(Self.line)
        if !terms.isEmpty { lines += ["", "What it says:", ""] + terms.map(Self.line) }
        if !examples.isEmpty {
            lines += ["", "Examples:", ""]
            lines += examples.prefix(Self.mostExamples).map { result in
                let from = result.verdict.allowedFrom.map { ", allowed from \(result.zone.rfc3339($0))" } ?? ""
                return "- \(result.name): \(Self.words(result.verdict.word.description))\(from)"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ entry: (key: String, value: String)) -> String {
        "- \(words(entry.key)): \(words(entry.value))"
    }

    /// Codes as people read them: `presumed violation`, and yes for true.
    private static func words(_ code: String) -> String {
        switch code {
        case "true": "yes"
        case "false": "no"
        default: code.contains("/") || code.contains("<") ? code : code.replacing("_", with: " ")
        }
    }

    package static func heading(_ pack: RulePack, level: Int = 2) -> String {
        let mark = String(repeating: "#", count: level)
        var lines = ["\(mark) \(pack.name), version \(pack.version)", "", pack.title, "", "Source: \(pack.source)"]
        if !pack.jurisdictions.isEmpty { lines += ["", "For: \(pack.jurisdictions.joined(separator: ", "))"] }
        if !pack.obligations.isEmpty {
            lines += ["", "Demanded, and judged by no rule:", ""]
            lines += pack.obligations.map { "- \($0.text) (\($0.citation))" }
        }
        lines += lists(pack)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension RulePage {
    /// What a pack holds beside its rules, row by row.
    private static func lists(_ pack: RulePack) -> [String] {
        let titles = [
            "letters": "What letters must contain", "duties": "What must follow",
            "promises": "What promises are like", "settlement": "Who may forgive how much, in percent",
            "waterfall": "In which order money is applied",
        ]
        guard case .map(let entries, _) = pack.document else { return [] }
        return entries.flatMap { entry -> [String] in
            guard let title = titles[entry.key], case .list(let rows, _) = entry.value, !rows.isEmpty else { return [] }
            return ["", "\(title):", ""] + rows.map { "- \(row($0))" }
        }
    }

    private static func row(_ node: RuleNode) -> String {
        guard case .map(let entries, _) = node else { return text(node) }
        return entries.map { "\(words($0.key)): \(words(text($0.value)))" }.joined(separator: "; ")
    }

    private static func text(_ node: RuleNode) -> String {
        switch node {
        case .scalar(let text, _, _): text
        case .list(let nodes, _): nodes.map(text).joined(separator: ", ")
        case .map(let entries, _): entries.map { "\($0.key) \(text($0.value))" }.joined(separator: "; ")
        }
    }
}
